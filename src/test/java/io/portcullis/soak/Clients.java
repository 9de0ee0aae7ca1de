package io.portcullis.soak;

import io.portcullis.testing.Cable;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The clients of one protocol: a receiver, senders that stay, and senders that are killed. */
final class Clients implements AutoCloseable {

  private static final String USER = "admin";
  private static final String RULE = "[require-encrypted-body]";
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int MESSAGES = 50;
  private static final int REFUSED_ONE_IN = 10;
  private static final int LIFE_MILLIS = 400;
  private static final long RECEIVE_MILLIS = 200;

  private final Way way;
  private final int port;
  private final Ledger ledger;
  private final Cable cable;
  private final ProtocolClient receiver;
  private final Random random;

  Clients(Way way, int port, Ledger ledger) throws Exception {
    this.way = way;
    this.port = port;
    this.ledger = ledger;
    this.cable = Cable.to(port);
    this.random = new Random(ledger.topic().hashCode());
    this.receiver = ProtocolClient.connect(way, port, USER);
    receiver.subscribe(ledger.topic());
  }

  /** Writes down what arrives. */
  void receive() throws Exception {
    receiver.receive(RECEIVE_MILLIS).ifPresent(ledger::delivered);
  }

  /** Whoever sends to a topic that accepts what is encrypted and nothing else. */
  void send(Workers workers) throws Exception {
    try (ProtocolClient sender = ProtocolClient.connect(way, port, USER)) {
      for (int i = 0; i < MESSAGES && sender.isOpen() && !workers.areEnding(); i++) {
        int number = ledger.next();
        boolean encrypted = !isRefused(number);
        byte[] body = encrypted ? Ledger.encrypted(number) : Ledger.plain(number);
        boolean accepted = isAccepted(sender, number, body);
        if (accepted != encrypted) {
          throw new IllegalStateException(
              "%s: number %d was %s".formatted(ledger, number, accepted ? "accepted" : "refused"));
        }
      }
    }
  }

  /** Whoever sends to a topic that accepts it or not, as the configuration is at the moment. */
  void sendWhatMayBeRefused(Workers workers) throws Exception {
    try (ProtocolClient sender = ProtocolClient.connect(way, port, USER)) {
      for (int i = 0; i < MESSAGES && !workers.areEnding(); i++) {
        int number = ledger.next();
        isAccepted(sender, number, Ledger.encrypted(number));
      }
    }
  }

  private static boolean isRefused(int number) {
    return number % REFUSED_ONE_IN == 0;
  }

  private boolean isAccepted(ProtocolClient sender, int number, byte[] body) throws Exception {
    try {
      sender.send(ledger.topic(), body);
      ledger.accepted(number);
      return true;
    } catch (Refused e) {
      if (!way.isMqtt() && !e.getMessage().contains(RULE)) {
        throw new IllegalStateException(ledger + ": number %d".formatted(number), e);
      }
      ledger.refused(number);
      return false;
    }
  }

  /** A sender that is killed while it sends, and another client in its handshake. */
  void sendUntilKilled() throws Exception {
    ProtocolClient sender = ProtocolClient.connect(way, cable.port(), USER);
    try (Socket other = new Socket(InetAddress.getLoopbackAddress(), cable.port())) {
      other.getOutputStream().write(TLS_HANDSHAKE);
      Executor soon =
          CompletableFuture.delayedExecutor(
              1L + random.nextInt(LIFE_MILLIS), TimeUnit.MILLISECONDS);
      CompletableFuture<Void> killed = CompletableFuture.runAsync(cable::cut, soon);
      while (trySend(sender)) {
        // Until the cable is cut.
      }
      killed.join();
    }
    closeDead(sender);
  }

  private boolean trySend(ProtocolClient sender) {
    int number = ledger.next();
    byte[] body = isRefused(number) ? Ledger.plain(number) : Ledger.encrypted(number);
    try {
      sender.send(ledger.topic(), body);
      ledger.accepted(number);
      return true;
    } catch (Exception e) {
      // Whatever a library makes of a broken connection.
      if (String.valueOf(e.getMessage()).contains(RULE)) {
        ledger.refused(number);
        return true;
      }
      ledger.unknown(number);
      return false;
    }
  }

  private static void closeDead(ProtocolClient sender) {
    try {
      sender.close();
    } catch (IllegalStateException e) {
      // It cannot say goodbye any more.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    receiver.close();
    cable.close();
  }
}
