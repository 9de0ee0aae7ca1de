package io.portcullis.demo;

import io.portcullis.cli.Main;
import io.portcullis.policy.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.xbean.spring.context.ResourceXmlApplicationContext;
import org.springframework.beans.BeansException;
import org.springframework.core.io.FileSystemResource;

/**
 * Starts a broker from {@code conf/activemq.xml} behind the gate, and shows through a real client
 * that an encrypted body is accepted, and that a plaintext body and a user without the right are
 * refused.
 *
 * <p>What the broker needs beyond {@code conf/} is made under {@code target/broker}, with an HTML
 * report about the broker. The operators' page is beside the broker, over TLS on loopback.
 *
 * <p>With {@code --exit} it ends after that, with 0 if all verdicts were right and 1 otherwise.
 * Without, it tells how to go on, and stays up until Ctrl-C. If a port is in use, it says so in one
 * line and ends with 1. {@code --ports 20000} moves all ports: the first connector gets that one.
 */
public final class Demo {

  private Demo() {}

  /** Runs the demonstration with the arguments of {@code -Dexec.args}. */
  public static void main(String[] words) throws Exception {
    Optional<DemoArguments> arguments = DemoArguments.of(words);
    if (arguments.isEmpty()) {
      end(2, DemoArguments.USAGE);
      return;
    }
    Path template = Path.of("conf");
    DemoPorts ports = DemoPorts.of(template, arguments.get().firstPort());
    Optional<String> complaint = ports.complaint();
    if (complaint.isPresent()) {
      end(1, complaint.get());
      return;
    }
    Installation installation = Installation.in(template, Path.of("target", "broker"));
    DemoConfiguration configuration = DemoConfiguration.write(template, installation, ports);
    installation.setSystemProperties();
    configuration.setSystemProperties();
    boolean right;
    try (ResourceXmlApplicationContext context =
        new ResourceXmlApplicationContext(new FileSystemResource(configuration.broker()))) {
      context.getBean(BrokerService.class).waitUntilStarted();
      right = show(installation, ports);
      Path report = report(installation);
      if (!arguments.get().exit()) {
        System.out.println(new DemoGuide(installation, configuration, ports, report).text());
        stopOnInterrupt(context.getBean(BrokerService.class)).await();
      }
    } catch (BeansException e) {
      end(1, reasons(e));
      return;
    }
    if (!right) {
      System.exit(1);
    }
  }

  private static void end(int status, String why) {
    System.err.println(why);
    System.exit(status);
  }

  /**
   * Returns what the gate refuses, each reason in its line, or what else keeps it from starting.
   */
  private static String reasons(BeansException failure) {
    return Stream.<Throwable>iterate(failure, why -> why != null, Throwable::getCause)
        .filter(ConfigurationException.class::isInstance)
        .map(Throwable::getMessage)
        .findFirst()
        .orElseGet(failure::getMessage);
  }

  private static boolean show(Installation installation, DemoPorts ports) throws Exception {
    Verdict encrypted;
    Verdict plaintext;
    Verdict unauthorized;
    try (DemoClient client = DemoClient.connect(installation, ports.of("openwire"), "admin")) {
      encrypted = client.sendEncrypted();
      plaintext = client.sendPlaintext();
    }
    try (DemoClient client = DemoClient.connect(installation, ports.of("openwire"), "user")) {
      unauthorized = client.sendEncrypted();
    }
    System.out.println("\nPortcullis guards a broker on this machine.");
    System.out.println(encrypted.line());
    System.out.println(plaintext.line());
    System.out.println(unauthorized.line());
    return encrypted.accepted() && !plaintext.accepted() && !unauthorized.accepted();
  }

  /** Writes what {@code check} says of this broker. */
  private static Path report(Installation installation) throws IOException {
    Path report = installation.home().resolve("report.html");
    if (Main.run("check", "--format", "html", "--output", report.toString()) == 2) {
      throw new IOException(report + ": there is no report");
    }
    return report;
  }

  private static CountDownLatch stopOnInterrupt(BrokerService broker) {
    CountDownLatch stopped = new CountDownLatch(1);
    broker.addShutdownHook(stopped::countDown);
    return stopped;
  }
}
