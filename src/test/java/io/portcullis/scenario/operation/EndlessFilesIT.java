package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.portcullis.Portcullis;
import io.portcullis.login.LoginFiles;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.EndlessFile;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedErrors;
import io.portcullis.testing.OpenWire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of a running broker that never open, never end, or are none. */
@Timeout(90)
class EndlessFilesIT {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private BrokerService broker;

  @AfterEach
  void stop() throws Exception {
    Configuration.setConfiguration(null);
    if (broker != null) {
      broker.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "users, PIPE", "users, DEVICE", "users, FOLDER", "users, HUGE",
    "groups, PIPE", "groups, DEVICE", "groups, FOLDER", "groups, HUGE"
  })
  void accountsThatCannotBeReadStayAsTheyWere(String file, EndlessFile kind) throws Exception {
    String users = "admin=%s\nuser=%s\n".formatted(LoginFiles.hash(), LoginFiles.hash());
    LoginFiles files = new LoginFiles(folder).users(users).groups("admins=admin\nusers=user");
    Configuration.setConfiguration(files.configuration());
    Path endless = folder.resolve(file + ".properties");
    JaasAuthenticationPlugin jaas = new JaasAuthenticationPlugin();
    jaas.setConfiguration("any");
    try (LoggedErrors log = LoggedErrors.of("io.portcullis.login.FaultLog");
        GatedBroker gated = GatedBroker.listening("ssl").withOnly(jaas).started()) {
      OpenWire.connect(gated, "admin").close();

      kind.replace(endless);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                OpenWire.connect(gated, "admin").close();
                return log.lines().stream().anyMatch(line -> line.contains(endless + ": it "));
              });
      for (int i = 0; i < 3; i++) {
        OpenWire.connect(gated, "admin").close();
      }
      assertThat(log.lines().stream().filter(line -> line.contains("cannot be used")))
          .singleElement()
          .asString()
          .contains("what was read before holds");

      Files.delete(endless);
      files.users(users).groups("admins=admin,user");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                try (OpenWire user = OpenWire.connect(gated, "user")) {
                  assertThatCode(() -> user.create("queue://MADE")).doesNotThrowAnyException();
                }
              });
    }
  }

  private void write(String opened) throws Exception {
    Path keys = folder.resolve("broker.p12");
    if (!Files.exists(keys)) {
      Files.copy(GatedBroker.keyStore(), keys);
    }
    Path network = folder.resolve("network.properties");
    if (!Files.exists(network)) {
      Files.writeString(network, "mode=ENFORCE");
    }
    BrokerXml.write(
        folder,
        BrokerXml.gate(
            "<property name=\"mode\" value=\"${mode}\"/>"
                + BrokerXml.bodyPolicy("queue", "OPEN" + opened, "body", "ANY")),
        "<transportConnector name=\"c\" uri=\"vm://xml\"/>");
    BrokerXml.add(folder, BrokerXml.sslContext(keys, GatedBroker.PASSWORD));
    BrokerXml.change(
        folder,
        xml ->
            xml.replace(
                "<broker ",
                """
                <bean class="org.springframework.context.support.PropertySourcesPlaceholderConfigurer">
                  <property name="location" value="%s"/>
                </bean>
                <broker\s"""
                    .formatted(network.toUri())));
  }

  private void assertIsOpen(String queue) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (OpenWire client =
                  OpenWire.connect("vm://xml?create=false", "admin", "a-long-password")) {
                client.send("queue://" + queue, PLAINTEXT);
              }
            });
  }

  @ParameterizedTest
  @EnumSource(EndlessFile.class)
  void theConfigurationIsWatchedOn(EndlessFile kind) throws Exception {
    assertIsWatchedOn("activemq.xml", kind);
  }

  @ParameterizedTest
  @EnumSource(EndlessFile.class)
  void soAreFilesOfPlaceholders(EndlessFile kind) throws Exception {
    assertIsWatchedOn("network.properties", kind);
  }

  private void assertIsWatchedOn(String name, EndlessFile kind) throws Exception {
    write("");
    broker = BrokerFactory.createBroker("xbean:" + folder.resolve("activemq.xml"));
    assertIsOpen("OPEN");

    kind.replace(folder.resolve(name));
    try (LoggedErrors log = LoggedErrors.of(Portcullis.class.getName())) {
      await()
          .atMost(PATIENCE)
          .until(() -> log.lines().stream().anyMatch(l -> l.contains("stays in force")));
      assertIsOpen("OPEN");
    }

    Files.delete(folder.resolve(name));
    write(".ANEW");
    assertIsOpen("OPEN.ANEW");
  }

  /** The reload that says so loads the keys as a start would. */
  @ParameterizedTest
  @EnumSource(EndlessFile.class)
  void keyStoresStopNoReload(EndlessFile kind) throws Exception {
    write("");
    broker = BrokerFactory.createBroker("xbean:" + folder.resolve("activemq.xml"));

    kind.replace(folder.resolve("broker.p12"));
    assertThat(((Portcullis) broker.getPlugins()[1]).reload())
        .anyMatch(line -> line.contains("broker.p12"));
    write(".ANEW");

    assertIsOpen("OPEN.ANEW");
  }
}
