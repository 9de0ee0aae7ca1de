package io.portcullis.broker.management;

import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.EntranceFacts;
import io.portcullis.rule.EntranceFacts.Kind;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The settings of the JVM's own management agent, which opens JMX when the JVM starts. System
 * properties override the properties of the agent's file. They are read as the JDK's {@code
 * jdk.internal.agent.Agent} and {@code ConnectorBootstrap} read them.
 */
final class JvmJmx {

  private static final String PREFIX = "com.sun.management.";
  private static final String CONFIG_FILE = PREFIX + "config.file";
  private static final String AGENT_CLASS = PREFIX + "agent.class";
  private static final String JMX = PREFIX + "jmxremote";
  private static final String PORT = JMX + ".port";
  private static final String EVERY_ADDRESS = "0.0.0.0";

  private final Properties properties;
  private final List<String> notRead;

  private JvmJmx(Properties properties, List<String> notRead) {
    this.properties = properties;
    this.notRead = notRead;
  }

  /** Reads these system properties. */
  static JvmJmx of(Properties system) {
    if (system.getProperty(AGENT_CLASS) != null) {
      return new JvmJmx(
          new Properties(), List.of("%s, which starts an agent of its own".formatted(AGENT_CLASS)));
    }
    if (Stream.of(CONFIG_FILE, JMX, PORT).allMatch(name -> system.getProperty(name) == null)) {
      return new JvmJmx(new Properties(), List.of());
    }
    Properties all = new Properties();
    List<String> faults = read(file(system), all);
    all.putAll(system);
    return new JvmJmx(all, faults);
  }

  private static Path file(Properties system) {
    String named = system.getProperty(CONFIG_FILE);
    return named == null
        ? Path.of(
            system.getProperty("java.home", ""), "conf", "management", "management.properties")
        : Path.of(named);
  }

  private static List<String> read(Path file, Properties into) {
    try (Reader reader = RegularFile.reader(file, StandardCharsets.ISO_8859_1)) {
      into.load(reader);
      return List.of();
    } catch (IOException | IllegalArgumentException e) {
      return List.of(
          "%s, which cannot be read any more (%s)".formatted(file, e.getClass().getSimpleName()));
    }
  }

  /** Adds the interfaces that it opens, and what is unknown. */
  void addTo(List<EntranceFacts> entrances, List<String> notChecked) {
    notChecked.addAll(notRead);
    String portOrNull = properties.getProperty(PORT);
    if (portOrNull != null) {
      addRemote(portOrNull, entrances);
    }
    boolean started = portOrNull != null || properties.getProperty(JMX) != null;
    if (started && !is(".local.only", true)) {
      entrances.add(
          new EntranceFacts(
              Kind.JVM_JMX_LOCAL,
              "local.only=" + properties.getProperty(JMX + ".local.only"),
              HostAddresses.of(EVERY_ADDRESS),
              false,
              false));
    }
  }

  private void addRemote(String port, List<EntranceFacts> entrances) {
    List<InetAddress> everywhere = HostAddresses.of(EVERY_ADDRESS);
    String hostOrNull = properties.getProperty(JMX + ".host");
    List<InetAddress> bound = hostOrNull == null ? everywhere : HostAddresses.of(hostOrNull);
    boolean tls = is(".ssl", true);
    boolean registryTls = is(".registry.ssl", false);
    entrances.add(
        new EntranceFacts(
            Kind.JVM_JMX,
            "port %s".formatted(properties.getProperty(JMX + ".rmi.port", "0")),
            bound,
            tls,
            is(".authenticate", true)));
    // Seen with JDK 17: the host is for the registry too, unless the connector alone speaks TLS.
    entrances.add(
        new EntranceFacts(
            Kind.JVM_JMX_REGISTRY,
            "port %s".formatted(port),
            tls && !registryTls ? everywhere : bound,
            registryTls,
            true));
  }

  /** Reads a flag. Like the JDK, it takes everything but true as false. */
  private boolean is(String name, boolean otherwise) {
    return Boolean.parseBoolean(properties.getProperty(JMX + name, String.valueOf(otherwise)));
  }
}
