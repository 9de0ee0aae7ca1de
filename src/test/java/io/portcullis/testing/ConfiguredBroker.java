package io.portcullis.testing;

import io.portcullis.login.PasswordLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SslContext;

/**
 * One broker of those that are made of a file in {@code conf/} and know each other by certificates:
 * a folder with its configuration, on a port of its own.
 */
public final class ConfiguredBroker implements AutoCloseable {

  private static final Path CONF = Path.of("conf");
  private static final List<String> SYSTEM_PROPERTIES =
      List.of("activemq.conf", "activemq.data", "java.security.auth.login.config");
  private static final TestCertificate BROKERS = TestCertificate.ec(256);
  private static final TestCertificate CLIENTS = TestCertificate.ec(256);

  /** What brokers show each other, each under its own name. */
  private static final String REMOTE_PASSWORD = "shown-to-the-neighbours";

  private static final List<String> NEIGHBOURS = List.of("north", "south", "hub", "here", "there");

  /** Hashes take their time, so they are made once. Brokers in one JVM read one of the files. */
  private static final String USERS =
      Stream.concat(
              Stream.of("admin", "user", "bridge").map(user -> line(user, GatedBroker.PASSWORD)),
              NEIGHBOURS.stream().map(name -> line(name, REMOTE_PASSWORD)))
          .collect(Collectors.joining());

  private static final String GROUPS =
      "admins=admin\nusers=user\nbridges=bridge,%s\n".formatted(String.join(",", NEIGHBOURS));

  private final Path file;
  private final String name;
  private final int port;
  private Optional<BrokerService> service = Optional.empty();

  private ConfiguredBroker(Path file, String name, int port) {
    this.file = file;
    this.name = name;
    this.port = port;
  }

  private static String line(String user, String password) {
    return new PasswordLine(Optional.of(user), false, false).of(password.toCharArray()) + "\n";
  }

  /**
   * Writes the folder of a broker; nothing is started.
   *
   * @param folder where to
   * @param xml which of the files in {@code conf/}
   * @param name the broker's
   * @param port that it listens on
   */
  public static ConfiguredBroker in(Path folder, String xml, String name, int port)
      throws Exception {
    Files.createDirectories(folder);
    Files.copy(CONF.resolve("login.config"), folder.resolve("login.config"));
    Files.writeString(folder.resolve("users.properties"), USERS);
    Files.writeString(folder.resolve("groups.properties"), GROUPS);
    Files.writeString(
        folder.resolve("credentials.properties"),
        """
        broker.keystore.password=%1$s
        broker.truststore.password=%1$s
        network.password=%1$s
        network.remote.password=%2$s
        """
            .formatted(GatedBroker.PASSWORD, REMOTE_PASSWORD));
    BROKERS.store(folder.resolve("broker.p12"), GatedBroker.PASSWORD);
    TestCertificate.trust(folder.resolve("trust.p12"), GatedBroker.PASSWORD, BROKERS, CLIENTS);
    Path file = Files.copy(CONF.resolve(xml), folder.resolve("activemq.xml"));
    return new ConfiguredBroker(file, name, port);
  }

  /** Writes what differs between the brokers of a network. */
  public ConfiguredBroker network(String uri) throws IOException {
    Files.writeString(
        file.resolveSibling("network.properties"),
        "broker.name=%s\nlisten=127.0.0.1:%d\nnetwork.uri=%s\n".formatted(name, port, uri));
    return this;
  }

  /** Changes its file. */
  public ConfiguredBroker with(UnaryOperator<String> change) throws IOException {
    Files.writeString(file, change.apply(Files.readString(file)));
    return this;
  }

  /** Its activemq.xml. */
  public Path file() {
    return file;
  }

  /** What tells a JVM where its files are, as {@code bin/activemq} would. */
  public Map<String, String> systemProperties() {
    Path folder = file.toAbsolutePath().getParent();
    return Map.of(
        "activemq.conf", folder.toString(),
        "activemq.data", folder.resolve("data").toString(),
        "java.security.auth.login.config", folder.resolve("login.config").toString());
  }

  /** Starts it in this JVM. */
  public ConfiguredBroker started() throws Exception {
    systemProperties().forEach(System::setProperty);
    Configuration.setConfiguration(null);
    service = Optional.of(BrokerFactory.createBroker("xbean:" + file.toAbsolutePath(), true));
    return this;
  }

  /** The broker in this JVM. */
  public BrokerService service() {
    return service.orElseThrow();
  }

  /** Where clients connect to. */
  public String uri() {
    return "ssl://localhost:" + port;
  }

  /** Connects a user who has a certificate. */
  public OpenWire connect(String user) throws Exception {
    return OpenWire.certified(uri(), clientContext(), user);
  }

  /** For clients and peers that have a certificate which it trusts. */
  public static SslContext clientContext() {
    return TestCertificate.trusting(BROKERS, CLIENTS);
  }

  @Override
  public void close() {
    if (service.isPresent()) {
      stop(service.get());
      SYSTEM_PROPERTIES.forEach(System::clearProperty);
      Configuration.setConfiguration(null);
    }
  }

  private static void stop(BrokerService service) {
    try {
      service.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
