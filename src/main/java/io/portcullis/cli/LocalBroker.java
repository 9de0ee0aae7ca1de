package io.portcullis.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.remote.JMXServiceURL;

/**
 * Finds the broker of this user on this host, by the attach API of the JDK, as {@code bin/activemq
 * stop} does. The broker needs no JMX connector for it: its JVM opens one on loopback for this user
 * alone.
 */
final class LocalBroker {

  private static final Pattern STARTED =
      Pattern.compile("(.*[/\\\\])?activemq\\.jar\\s.*\\b(start|console)\\b.*");

  private static final String OTHERWISE =
      "; or name its JMX connector: --jmx HOST:PORT, or a service URL";

  private LocalBroker() {}

  /**
   * Returns where its JVM can be asked.
   *
   * @throws IOException if there is no such broker, or more than one; the message says what to do
   */
  static JMXServiceURL ofThisUser() throws IOException {
    try {
      Optional<String> recorded = recordedProcess();
      return agent(recorded.isPresent() ? recorded.get() : onlyOne());
    } catch (NoClassDefFoundError e) {
      throw new IOException(
          "this Java cannot look into others (it lacks jdk.attach)" + OTHERWISE, e);
    }
  }

  /** Returns the process that {@code bin/activemq} has noted, if it is a JVM of this user. */
  private static Optional<String> recordedProcess() throws IOException {
    String dataOrNull = System.getProperty("activemq.data");
    if (dataOrNull == null) {
      return Optional.empty();
    }
    Path file = Path.of(dataOrNull, "activemq.pid");
    if (!Files.isRegularFile(file) || Files.size(file) > 100) {
      return Optional.empty();
    }
    String process = Files.readString(file).strip();
    return VirtualMachine.list().stream()
        .map(VirtualMachineDescriptor::id)
        .filter(process::equals)
        .findFirst();
  }

  private static String onlyOne() throws IOException {
    List<VirtualMachineDescriptor> brokers =
        VirtualMachine.list().stream()
            .filter(machine -> STARTED.matcher(machine.displayName()).matches())
            .toList();
    if (brokers.isEmpty()) {
      throw new IOException(
          "no broker of bin/activemq runs here as this user; start it, or run this as its user"
              + OTHERWISE);
    }
    if (brokers.size() > 1) {
      throw new IOException(
          "several brokers run here (processes %s); run bin/activemq of the one that you mean"
                  .formatted(
                      brokers.stream()
                          .map(VirtualMachineDescriptor::id)
                          .collect(Collectors.joining(", ")))
              + OTHERWISE);
    }
    return brokers.get(0).id();
  }

  private static JMXServiceURL agent(String process) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(process);
      try {
        return new JMXServiceURL(machine.startLocalManagementAgent());
      } finally {
        machine.detach();
      }
    } catch (MalformedURLException e) {
      throw e;
    } catch (AttachNotSupportedException | IOException e) {
      throw new IOException(
          "process %s cannot be asked (%s); run this as the broker's user"
                  .formatted(process, e.getMessage())
              + OTHERWISE,
          e);
    }
  }
}
