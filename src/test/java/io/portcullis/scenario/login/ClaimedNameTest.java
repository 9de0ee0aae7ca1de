package io.portcullis.scenario.login;

import static io.portcullis.login.LoginFiles.hash;
import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.login.LoginFiles;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.TestCertificate;
import io.portcullis.testing.XaIds;
import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.command.XATransactionId;
import org.apache.activemq.jaas.TextFileCertificateLoginModule;
import org.apache.activemq.security.JaasDualAuthenticationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client behind jaasDualAuthenticationPlugin that shows the certificate of one user and claims to
 * be another, with the name and the password of that one. ActiveMQ looks at the certificate and
 * nothing else; so does whatever asks whose an id is.
 */
class ClaimedNameTest {

  private static final TestCertificate BROKER = TestCertificate.ec(256);
  private static final TestCertificate ALICES = TestCertificate.ec(256);

  @TempDir private Path folder;
  private Configuration before;
  private GatedBroker broker;
  private OpenWire bob;

  @BeforeEach
  void start() throws Exception {
    LoginFiles files =
        new LoginFiles(folder)
            .users("admin=%1$s\nbob=%1$s\nalice=%1$s".formatted(hash()))
            .groups("admins=admin,bob,alice");
    Files.writeString(folder.resolve("dns"), "alice=CN=test");
    Files.writeString(folder.resolve("dn-groups"), "admins=alice");
    Map<String, AppConfigurationEntry> entries =
        Map.of(
            "passwords",
            entry(PasswordLoginModule.class, files.options()),
            "certificates",
            entry(
                TextFileCertificateLoginModule.class,
                Map.of(
                    "baseDir", folder.toString(),
                    "org.apache.activemq.jaas.textfiledn.user", "dns",
                    "org.apache.activemq.jaas.textfiledn.group", "dn-groups")));
    before = Configuration.getConfiguration();
    Configuration.setConfiguration(
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
              name.equals("certificates") ? entries.get(name) : entries.get("passwords")
            };
          }
        });
    JaasDualAuthenticationPlugin dual = new JaasDualAuthenticationPlugin();
    dual.setConfiguration("passwords");
    dual.setSslConfiguration("certificates");
    broker =
        GatedBroker.create()
            .listen("ssl", "transport.needClientAuth=true&allowLinkStealing=true")
            .withService(service -> service.setSslContext(TestCertificate.trusting(ALICES, BROKER)))
            .withOnly(dual)
            .started();
    bob = OpenWire.inVm(broker, "bob");
  }

  private static AppConfigurationEntry entry(Class<?> module, Map<String, String> options) {
    return new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, options);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      bob.close();
      broker.close();
    } finally {
      Configuration.setConfiguration(before);
    }
  }

  private OpenWire alice(String claimed, String password, OpenWire.Choice choice) throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://localhost:" + broker.port("ssl"));
    SslContext shown = TestCertificate.trusting(BROKER, ALICES);
    factory.setKeyAndTrustManagers(
        shown.getKeyManagersAsArray(), shown.getTrustManagersAsArray(), null);
    return OpenWire.connect(factory, claimed, password, choice);
  }

  @Test
  void itIsTheUserOfItsCertificateWhateverItClaims() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        OpenWire claims = alice("bob", PASSWORD, connection -> {});
        OpenWire lies = alice("bob", "wrong", connection -> {})) {
      for (OpenWire client : new OpenWire[] {claims, lies}) {
        assertThatThrownBy(() -> client.sendText("Q", "plain"))
            .hasMessageStartingWith("[require-encrypted-body]");
      }
      assertThat(audit.lines())
          .filteredOn(line -> AuditLines.field(line, "moment").equals("send"))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(AuditLines.field(line, "user")).isEqualTo("CN=test"));
    }
  }

  @Test
  void itTakesOverNoConnectionOfTheUserThatItClaimsToBe() throws Exception {
    for (String password : new String[] {PASSWORD, "wrong"}) {
      assertThatThrownBy(
              () ->
                  alice(
                          "bob",
                          password,
                          connection ->
                              connection
                                  .getConnectionInfo()
                                  .setConnectionId(
                                      bob.connection().getConnectionInfo().getConnectionId()))
                      .close())
          .hasMessageContaining("belongs to a live connection of another user");
    }
    try (AuditLines audit = AuditLines.capture()) {
      // The end of the connection may overtake the answer that says why.
      assertThatThrownBy(
              () ->
                  alice(
                          "bob",
                          PASSWORD,
                          connection -> connection.setClientID(bob.connection().getClientID()))
                      .close())
          .isInstanceOf(JMSException.class);
      assertThat(audit.found())
          .anyMatch(found -> found.contains("belongs to a live connection of another user"));
    }

    bob.consumer("ALIVE").close();
  }

  @Test
  void itsTransactionsAreItsUsersHoweverThatLogsIn() throws Exception {
    XATransactionId id = XaIds.of(1);
    try (OpenWire certified = alice("bob", PASSWORD, connection -> {});
        OpenWire known = OpenWire.inVm(broker, "alice")) {
      transact(certified, id, TransactionInfo.BEGIN);

      assertThatThrownBy(() -> transact(bob, id, TransactionInfo.ROLLBACK))
          .hasMessageStartingWith("[require-authorization] user \"bob\"");
      transact(known, id, TransactionInfo.ROLLBACK);
    }
  }

  private static void transact(OpenWire client, XATransactionId id, byte type) throws Exception {
    client
        .connection()
        .syncSendPacket(
            new TransactionInfo(
                client.connection().getConnectionInfo().getConnectionId(), id, type));
  }

  @Test
  void itTakesOverItsOwnUnderAnyName() throws Exception {
    try (OpenWire own = alice("alice", "", connection -> {});
        OpenWire again =
            alice(
                "bob",
                PASSWORD,
                connection ->
                    connection
                        .getConnectionInfo()
                        .setConnectionId(own.connection().getConnectionInfo().getConnectionId()))) {
      again.consumer("ALIVE").close();
    }
  }
}
