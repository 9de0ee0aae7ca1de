package io.portcullis.harden;

import io.portcullis.testing.GatedBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.Configuration;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;

/** A broker that is started from a copy that {@code harden} made. */
final class HardenedBroker implements AutoCloseable {

  private static final List<String> PROPERTIES =
      List.of("activemq.conf", "activemq.data", "java.security.auth.login.config");

  private final Path folder;
  private final BrokerService service;

  private HardenedBroker(Path folder, BrokerService service) {
    this.folder = folder;
    this.service = service;
  }

  /** Hardens a folder with the options that are there if nothing is said, as data. */
  static HardenedCopy harden(Path original, Path copy) throws IOException {
    return harden(original, copy, Optional.empty());
  }

  /** Hardens a folder, with a key store whose password is the gate's usual one in tests. */
  static HardenedCopy harden(Path original, Path copy, Optional<Path> keyStore) throws IOException {
    HardenOptions options =
        new HardenOptions(
            List.of(),
            List.of("127.0.0.0/8"),
            keyStore,
            keyStore.map(store -> GatedBroker.PASSWORD));
    return new Hardening(original.resolve("activemq.xml"), false, copy, options, Clock.systemUTC())
        .run();
  }

  /** Starts a broker from a copy, as {@code ACTIVEMQ_CONF=DIR bin/activemq} would. */
  static HardenedBroker start(Path copy) throws Exception {
    System.setProperty("activemq.conf", copy.toString());
    System.setProperty("activemq.data", copy.resolveSibling("data").toString());
    System.setProperty("java.security.auth.login.config", copy.resolve("login.config").toString());
    Configuration.setConfiguration(null);
    try {
      return new HardenedBroker(
          copy, BrokerFactory.createBroker("xbean:" + copy.resolve("activemq.xml"), true));
    } catch (Exception e) {
      clear();
      throw e;
    }
  }

  /** Reads {@code passwords.txt}: passwords by users, and those of nobody by what they open. */
  static Map<String, String> passwords(Path copy) throws IOException {
    Map<String, String> passwords = new HashMap<>();
    String key = "";
    for (String line : Files.readAllLines(copy.resolve("passwords.txt"))) {
      if (line.startsWith("  password: ")) {
        passwords.put(key, line.substring("  password: ".length()));
      } else if (line.startsWith("  user:     ")) {
        key = line.substring("  user:     ".length());
      } else {
        key = line;
      }
    }
    return passwords;
  }

  /** Tells whether a user logs in, by a client that trusts the copy's authority alone. */
  boolean accepts(String user, String password) throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory(
            service.getTransportConnectors().get(0).getPublishableConnectString());
    factory.setTrustStore(folder.resolve("trust.p12").toString());
    factory.setTrustStorePassword(passwords(folder).get("the password of trust.p12"));
    try (Connection connection = factory.createConnection(user, password)) {
      connection.start();
      return true;
    } catch (JMSException e) {
      if (e.getMessage().contains("password is invalid") || e.getMessage().contains("too soon")) {
        return false;
      }
      // A user of no group logs in, and then lacks the rights that every client needs.
      if (e.getMessage().contains("is not authorized")) {
        return true;
      }
      throw e;
    }
  }

  private static void clear() {
    PROPERTIES.forEach(System::clearProperty);
    Configuration.setConfiguration(null);
  }

  @Override
  public void close() {
    try {
      service.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      clear();
    }
  }
}
