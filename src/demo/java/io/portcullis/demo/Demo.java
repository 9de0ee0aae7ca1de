package io.portcullis.demo;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;

/**
 * Starts a broker from {@code conf/activemq.xml} behind the gate, and shows through a real client
 * that an encrypted body is accepted and a plaintext body refused.
 *
 * <p>What the broker needs beyond {@code conf/} is made on the first start under {@code
 * target/broker}. With {@code --exit} it ends after that, with 0 if both verdicts were right and 1
 * otherwise; without, it stays up until Ctrl-C.
 */
public final class Demo {

  private Demo() {}

  public static void main(String[] arguments) throws Exception {
    boolean exit = arguments.length == 1 && arguments[0].equals("--exit");
    if (arguments.length > 0 && !exit) {
      System.err.println("usage: mvn compile exec:java [-Dexec.args=--exit]");
      System.exit(2);
    }
    Installation installation = Installation.in(Path.of("conf"), Path.of("target", "broker"));
    installation.setSystemProperties();
    BrokerService broker = BrokerFactory.createBroker("xbean:file:conf/activemq.xml");
    boolean right;
    try {
      broker.waitUntilStarted();
      right = show(installation);
      if (!exit) {
        System.out.println(howToConnect(installation));
        stopOnInterrupt(broker).await();
      }
    } finally {
      broker.stop();
      broker.waitUntilStopped();
    }
    if (!right) {
      System.exit(1);
    }
  }

  private static boolean show(Installation installation) throws Exception {
    Verdict encrypted;
    Verdict plaintext;
    try (DemoClient client = DemoClient.connect(installation)) {
      encrypted = client.sendEncrypted();
      plaintext = client.sendPlaintext();
    }
    System.out.println("\nPortcullis guards a broker on this machine.\n");
    System.out.println(encrypted.line());
    System.out.println(plaintext.line());
    return encrypted.accepted() && !plaintext.accepted();
  }

  private static String howToConnect(Installation installation) {
    return """

        Connect with
          OpenWire             ssl://127.0.0.1:61617
          AMQP                 amqps://127.0.0.1:5671
          MQTT                 mqtts://127.0.0.1:8883
          STOMP                stomp+ssl://127.0.0.1:61614
          MQTT, STOMP over WS  wss://127.0.0.1:61619
          as                   %s
          passwords            %s
          trusting             %s
        Violations are written to
          %s

        Ctrl-C ends it."""
        .formatted(
            String.join(", ", Installation.USERS),
            installation.passwordsFile(),
            installation.certificates().authorityPem(),
            installation.auditLog());
  }

  private static CountDownLatch stopOnInterrupt(BrokerService broker) {
    CountDownLatch stopped = new CountDownLatch(1);
    broker.addShutdownHook(stopped::countDown);
    return stopped;
  }
}
