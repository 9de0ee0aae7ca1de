package io.portcullis.scenario.quarantine;

import io.portcullis.enforce.QuarantineFailures;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.SmallDisk;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.nio.file.Path;
import java.util.List;

/** A broker whose disk runs full, in a JVM of its own; says what became of each message. */
final class FullDiskBroker {

  private static final int ENOUGH_MEGABYTES = 40;

  private FullDiskBroker() {}

  /** Runs it on the disk that is mounted at the one argument. */
  public static void main(String[] arguments) throws Exception {
    Path disk = Path.of(arguments[0]);
    try (GatedBroker broker = QuarantineFaultsIT.stored(disk.resolve("store")).started()) {
      fill(broker);
    }
    SmallDisk.resize(disk, ENOUGH_MEGABYTES);
    try (GatedBroker broker = QuarantineFaultsIT.stored(disk.resolve("store")).started();
        OpenWire client = OpenWire.connect(broker, "admin")) {
      receive(client, "KEPT", "there");
      receive(client, QuarantineFaultsIT.KEPT, "quarantined");
    }
    System.exit(0);
  }

  private static void fill(GatedBroker broker) throws Exception {
    try (LoggedLines log = LoggedLines.of(QuarantineFailures.class.getName());
        OpenWire client = OpenWire.connect(broker, "admin")) {
      for (int number = 0; log.lines().isEmpty(); number += 2) {
        byte[] body = new byte[QuarantineFaultsIT.BODY_BYTES];
        send(client, number, Ciphertexts.encrypt(body), "answered");
        send(client, number + 1, body, "kept");
      }
      log.lines().forEach(line -> say("log", line));
    }
  }

  private static void send(OpenWire client, int number, byte[] body, String answered)
      throws JMSException {
    BytesMessage message = client.bytes(body);
    message.setIntProperty("number", number);
    try {
      client.send("KEPT", message);
    } catch (JMSException e) {
      say("refused", e.getMessage());
      return;
    }
    say(answered, String.valueOf(number));
  }

  private static void receive(OpenWire client, String queue, String what) throws JMSException {
    MessageConsumer consumer = client.consumer(queue);
    Message next = consumer.receive(5_000);
    while (next != null) {
      say(what, String.valueOf(next.getIntProperty("number")));
      next = consumer.receive(5_000);
    }
  }

  private static void say(String what, String text) {
    System.out.println("%s: %s".formatted(what, text));
  }

  /** What it said of something. */
  static List<String> said(String what, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(what + ": "))
        .map(line -> line.substring(what.length() + 2))
        .toList();
  }
}
