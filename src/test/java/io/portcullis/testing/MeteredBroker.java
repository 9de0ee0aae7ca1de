package io.portcullis.testing;

import io.portcullis.esdk.Ciphertexts;
import jakarta.jms.JMSException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A broker in a JVM of its own, for agents of Java: it says "done" when it has started, and after
 * each line of its input, which says what to do.
 */
public final class MeteredBroker {

  private MeteredBroker() {}

  /** Runs until its input ends. Its only argument is the broker's name. */
  public static void main(String[] arguments) throws Exception {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    GatedBroker listening = GatedBroker.listening("ssl");
    listening.setBrokerName(arguments[0]);
    try (GatedBroker broker = listening.started();
        OpenWire client = OpenWire.inVm(broker, "admin")) {
      System.out.println("done");
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        send(client, command);
        System.out.println("done");
      }
    }
  }

  private static void send(OpenWire client, String what) throws JMSException {
    if (what.equals("ciphertext")) {
      client.send("ORDERS", Ciphertexts.encrypt(new byte[] {1}));
      return;
    }
    try {
      client.sendText("ORDERS", "plaintext");
    } catch (JMSException e) {
      return;
    }
    throw new IllegalStateException("accepted");
  }
}
