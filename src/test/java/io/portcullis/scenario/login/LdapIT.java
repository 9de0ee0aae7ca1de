package io.portcullis.scenario.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.gate.StandingGate;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LdapDirectory;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators' maps and logins that live in an LDAP directory, unchanged. */
class LdapIT {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String[] OPERATORS = {"admins", "activemq-webconsole"};
  private static final String[] RIGHTS = {"Read", "Write", "Admin"};

  private LdapDirectory directory;

  @BeforeEach
  void start() throws Exception {
    directory = LdapDirectory.loggingIn();
    for (String right : RIGHTS) {
      directory.grant("Queue", "$", right, OPERATORS);
      directory.grant("Topic", "$", right, OPERATORS);
      directory.grantTemporary(right, "admins", "users", "activemq-webconsole");
    }
    if (Line.clientsCreateAdvisories()) {
      directory.grant("Topic", "ActiveMQ.Advisory.$", "Admin", "users");
    }
    directory.grant("Topic", "ActiveMQ.Advisory.TempQueue", "Read", "users");
    directory.grant("Topic", "ActiveMQ.Advisory.TempTopic", "Read", "users");
    directory.grant("Queue", "ORDERS.$", "Write", "shop");
    directory.grant("Queue", "ORDERS.$", "Admin", "shop");
  }

  @AfterEach
  void stop() {
    directory.close();
  }

  @ParameterizedTest(name = "authorization before authentication: {0}")
  @ValueSource(booleans = {false, true})
  void whoHasTheRightSendsAndWhoHasNotIsRefused(boolean authorizationFirst) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = broker(directory.cachedMap(), authorizationFirst).started();
        OpenWire shop = OpenWire.connect(broker, "shop");
        OpenWire user = OpenWire.connect(broker, "user");
        OpenWire console = OpenWire.connect(broker, "console")) {

      shop.send("ORDERS.NEW", ENCRYPTED);

      assertThat(OpenWire.receive(console.consumer("ORDERS.NEW"))).isEqualTo(ENCRYPTED);
      assertThatThrownBy(() -> user.send("ORDERS.NEW", ENCRYPTED))
          .hasMessageContaining("User user is not authorized to write to: queue://ORDERS.NEW");
      assertThatThrownBy(() -> shop.consumer("ORDERS.NEW"))
          .hasMessageContaining("User shop is not authorized to read from: queue://ORDERS.NEW");
      assertThatThrownBy(() -> user.remove("queue://ORDERS.NEW"))
          .hasMessageContaining("put it into one of activemq-webconsole,admins,shop, or");
      assertThat(audit.rules("start"))
          .doesNotContain(
              "require-authorization",
              "require-system-group",
              "guard-temporary-destinations",
              "guard-advisories");
    }
  }

  @Test
  void aWrongPasswordIsRefusedByTheDirectory() throws Exception {
    try (GatedBroker broker = broker(directory.cachedMap(), false).started()) {
      String uri = "ssl://localhost:" + broker.port("ssl");

      assertThatThrownBy(() -> OpenWire.connect(uri, "shop", "wrong"))
          .hasMessageContaining("User name [shop] or password is invalid");
    }
  }

  @Test
  void aMapWithoutTheSystemGroupDoesNotStart() throws Exception {
    directory.removeGrants("Queue", "$");
    for (String right : RIGHTS) {
      directory.grant("Queue", "$", right, "admins");
    }

    assertThat(broker(directory.cachedMap(), false).problems())
        .containsExactly(
            missing("queue", "read"), missing("queue", "write"), missing("queue", "admin"));
  }

  private static String missing(String type, String right) {
    return ("[require-system-group] authorization map: group \"activemq-webconsole\" may not %2$s"
            + " on %1$s \">\"; add activemq-webconsole to %2$s of <authorizationEntry"
            + " %1$s=\">\">")
        .formatted(type, right);
  }

  @Test
  void anEntryForEachDestinationCannotHoldTheSystemGroup() throws Exception {
    LDAPAuthorizationMap map = directory.map();

    assertThat(broker(map, false).problems()).hasSize(6).contains(missing("topic", "admin"));
  }

  @Test
  void theMapThatAsksTheDirectoryEveryTimeIsJudgedToo() throws Exception {
    LDAPAuthorizationMap map = directory.map();
    map.setQueueSearchMatchingFormat(new java.text.MessageFormat("ou=queues,dc=example,dc=com"));
    map.setTopicSearchMatchingFormat(new java.text.MessageFormat("ou=topics,dc=example,dc=com"));
    map.setAdvisorySearchBase("ou=advisories,dc=example,dc=com");
    map.setTempSearchBase("ou=temporary,dc=example,dc=com");
    for (String place : List.of("queues", "topics", "advisories", "temporary")) {
      String parent = "ou=%s,dc=example,dc=com".formatted(place);
      directory.add(parent, "organizationalUnit");
      for (String right : List.of("read", "write", "admin")) {
        directory.grantAt(parent, right, "uniqueMember", OPERATORS);
      }
    }
    try (GatedBroker broker = broker(map, false).started();
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      admin.send("ORDERS.NEW", ENCRYPTED);

      assertThat(OpenWire.receive(admin.consumer("ORDERS.NEW"))).isEqualTo(ENCRYPTED);
      try (OpenWire user = OpenWire.connect(broker, "user")) {
        assertThatThrownBy(() -> user.send("ORDERS.NEW", ENCRYPTED))
            .hasMessageContaining("User user is not authorized to write to: queue://ORDERS.NEW");
      }
    }
  }

  static Stream<AuthorizationMap> unreachable() {
    SimpleCachedLDAPAuthorizationMap cached = new SimpleCachedLDAPAuthorizationMap();
    cached.setConnectionURL("ldap://127.0.0.1:1");
    cached.setConnectionPassword("p");
    LDAPAuthorizationMap asking = new LDAPAuthorizationMap();
    asking.setConnectionURL("ldap://127.0.0.1:1");
    asking.setConnectionPassword("p");
    return Stream.of(cached, asking);
  }

  @ParameterizedTest
  @MethodSource
  void unreachable(AuthorizationMap map) throws Exception {
    assertThat(broker(map, false).problems())
        .containsExactly(
            unanswered("require-system-group", "ldap://127.0.0.1:1", "Connection refused"),
            unanswered("guard-temporary-destinations", "ldap://127.0.0.1:1", "Connection refused"));
  }

  private static String unanswered(String rule, String url, String why) {
    return ("[%s] authorization map: its directory %s cannot be asked (%s); start the directory, or"
            + " correct the map's connectionURL, connectionUsername and connectionPassword")
        .formatted(rule, url, why);
  }

  @Test
  void aDirectoryThatTurnsTheMapAwayIsSaid() throws Exception {
    SimpleCachedLDAPAuthorizationMap map = directory.cachedMap();
    map.setConnectionPassword("wrong");

    assertThat(broker(map, false).problems())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("cannot be asked ([LDAP: error code 49")
                    .doesNotContain("wrong)"));
  }

  @Test
  void aDirectoryThatNeverAnswersDoesNotKeepTheBrokerWaiting() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SimpleCachedLDAPAuthorizationMap map = directory.cachedMap();
      map.setConnectionURL("ldap://127.0.0.1:" + silent.getLocalPort());

      assertThat(broker(map, false).problems())
          .anySatisfy(
              line -> assertThat(line).contains("cannot be asked (LDAP response read timed"));
    }
  }

  @Test
  void aMapOfSomebodysOwnThatFailsIsSaid() throws Exception {
    LDAPAuthorizationMap failing =
        new LDAPAuthorizationMap() {
          @Override
          public java.util.Set<org.apache.activemq.jaas.GroupPrincipal> getReadACLs(
              org.apache.activemq.command.ActiveMQDestination destination) {
            throw new IllegalStateException("no entries");
          }
        };

    assertThat(broker(failing, false).problems())
        .first()
        .asString()
        .startsWith(
            "[require-system-group] authorization map: io.portcullis.scenario.login.LdapIT$")
        .endsWith("cannot be asked (java.lang.IllegalStateException: no entries); correct the map");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"as it is, true", "out of reach, false"})
  void theElementOfTheCachedMapWorks(String directoryIs, boolean starts, @TempDir Path folder)
      throws Exception {
    String element =
        directory
            .element()
            .replace(directory.url(), starts ? directory.url() : "ldap://127.0.0.1:1");
    String uri = BrokerXml.write(folder, element + BrokerXml.GATE, "");

    if (!starts) {
      assertThatThrownBy(() -> BrokerFactory.createBroker(uri, true))
          .hasStackTraceContaining("Connection refused");
      return;
    }
    BrokerService broker = BrokerFactory.createBroker(uri, true);
    try {
      assertThat(StandingGate.isBefore(broker)).isTrue();
    } finally {
      broker.stop();
    }
  }

  private static GatedBroker broker(AuthorizationMap map, boolean authorizationFirst)
      throws Exception {
    JaasAuthenticationPlugin login = LdapDirectory.jaas();
    AuthorizationPlugin rights = new AuthorizationPlugin(map);
    return GatedBroker.listening("ssl")
        .withOnly(
            authorizationFirst
                ? new BrokerPlugin[] {rights, login}
                : new BrokerPlugin[] {login, rights});
  }
}
