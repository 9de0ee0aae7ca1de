package io.portcullis.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;

/**
 * Starts a broker from {@code conf/activemq.xml} behind the gate, and shows through a real client
 * that an encrypted body is accepted and a plaintext body refused.
 *
 * <p>What the broker needs beyond {@code conf/} is made on the first start under {@code
 * target/broker}. With {@code --exit} it ends after that, with 0 if both verdicts were right and 1
 * otherwise. Without, it stays up until Ctrl-C. If a port is in use, it says so in one line and
 * ends with 1. {@code --ports 20000} moves all ports: the first connector gets that one.
 */
public final class Demo {

  private Demo() {}

  public static void main(String[] words) throws Exception {
    Optional<DemoArguments> arguments = DemoArguments.of(words);
    if (arguments.isEmpty()) {
      end(2, DemoArguments.USAGE);
      return;
    }
    boolean exit = arguments.get().exit();
    Installation installation = Installation.in(Path.of("conf"), Path.of("target", "broker"));
    DemoPorts ports =
        DemoPorts.of(
            Path.of("conf", "activemq.xml"), arguments.get().firstPort(), installation.conf());
    Optional<String> complaint = ports.complaint();
    if (complaint.isPresent()) {
      end(1, complaint.get());
      return;
    }
    installation.setSystemProperties();
    BrokerService broker = BrokerFactory.createBroker("xbean:file:" + ports.configuration());
    boolean right;
    try {
      broker.waitUntilStarted();
      right = show(installation, ports);
      if (!exit) {
        System.out.println(howToConnect(installation, ports));
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

  private static void end(int status, String why) {
    System.err.println(why);
    System.exit(status);
  }

  private static boolean show(Installation installation, DemoPorts ports) throws Exception {
    Verdict encrypted;
    Verdict plaintext;
    try (DemoClient client = DemoClient.connect(installation, ports.of("openwire"))) {
      encrypted = client.sendEncrypted();
      plaintext = client.sendPlaintext();
    }
    System.out.println("\nPortcullis guards a broker on this machine.\n");
    System.out.println(encrypted.line());
    System.out.println(plaintext.line());
    return encrypted.accepted() && !plaintext.accepted();
  }

  private static String howToConnect(Installation installation, DemoPorts ports) {
    return """

        Connect with
          OpenWire             ssl://127.0.0.1:%d
          AMQP                 amqps://127.0.0.1:%d
          MQTT                 mqtts://127.0.0.1:%d
          STOMP                stomp+ssl://127.0.0.1:%d
          MQTT, STOMP over WS  wss://127.0.0.1:%d
          as                   %s
          passwords            %s
          trusting             %s
        Violations are written to
          %s

        Ctrl-C ends it."""
        .formatted(
            ports.of("openwire"),
            ports.of("amqp"),
            ports.of("mqtt"),
            ports.of("stomp"),
            ports.of("wss"),
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
