package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.BodyPolicy;
import io.portcullis.PortcullisPlugin;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.TestCertificate;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.jaas.GuestLoginModule;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.proxy.ProxyConnector;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What starts and what does not, and what the refusal says. */
class StartTest {

  private static final List<String> PLAIN_SCHEMES =
      List.of(
          "tcp",
          "nio",
          "auto",
          "auto+nio",
          "amqp",
          "amqp+nio",
          "mqtt",
          "mqtt+nio",
          "stomp",
          "stomp+nio",
          "ws",
          "http",
          "udp",
          "multicast",
          "unheard-of");

  @Test
  void plainConnectorsKeepTheBrokerFromStartingAllNamedAtOnce() throws Exception {
    List<Integer> ports = new ArrayList<>();
    GatedBroker broker = GatedBroker.listening("ssl");
    for (String scheme : PLAIN_SCHEMES) {
      ports.add(FreePorts.next());
      broker.connector(scheme, "%s://127.0.0.1:%d".formatted(scheme, ports.get(ports.size() - 1)));
    }

    List<String> problems = broker.problems();

    for (String scheme : PLAIN_SCHEMES) {
      assertThat(problems)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("[require-tls] connector \"%1$s\" (%1$s://".formatted(scheme))
                      .contains("scheme %s carries no TLS".formatted(scheme)));
    }
    for (int port : ports) {
      assertThat(catchThrowable(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()))
          .isInstanceOf(ConnectException.class);
    }
    assertThat(broker.getBrokerService().isStarted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto+nio+ssl", "auto+ssl", "ssl", "nio+ssl"})
  void tlsConnectorsPass(String scheme) throws Exception {
    try (GatedBroker broker = GatedBroker.listening(scheme).started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
    }
  }

  @Test
  void aWildcardOnAHostWithPrivateAddressesPasses() throws Exception {
    try (GatedBroker broker = reachable().unnamedConnector("ssl://0.0.0.0:0").started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
    }
  }

  @Test
  void aPublicAddressIsRefusedWhateverNetworksAreAllowed() throws Exception {
    GatedBroker broker =
        reachable()
            .with(gate -> gate.setAllowedNetworks("0.0.0.0/0"))
            .unnamedConnector("ssl://8.8.8.8:61617?transport.soTimeout=1");

    assertThat(broker.problems())
        .containsExactly(
            "[refuse-public-connector] connector \"ssl://8.8.8.8:61617\" (ssl://8.8.8.8:61617): it"
                + " would listen on 8.8.8.8, which the internet can reach; write 127.0.0.1 for"
                + " 8.8.8.8 in its URI, or a private address of this host, by which other machines"
                + " reach it");
  }

  @Test
  void aConnectorThatIsBoundAlreadyIsRefused() throws Exception {
    GatedBroker broker = GatedBroker.create();
    TransportConnector connector = broker.getBrokerService().addConnector("ssl://127.0.0.1:0");
    URI bound = connector.getConnectUri();

    assertThat(broker.problems())
        .containsExactly(
            ("[require-modern-tls] connector \"%1$s\" (%1$s): its port was bound from a URI before"
                    + " Portcullis could set its protocols and cipher suites; declare it as a"
                    + " <transportConnector>, or in code give a TransportConnector the URI and let"
                    + " the broker bind it")
                .formatted(bound),
            ("[refuse-unvetted-link] connector \"%1$s\" (%1$s): its"
                    + " port was bound from a URI before Portcullis could look; declare it as a"
                    + " <transportConnector>, or in code give a TransportConnector the URI and let"
                    + " the broker bind it")
                .formatted(bound));
    assertThat(
            catchThrowable(
                () -> new Socket(InetAddress.getLoopbackAddress(), bound.getPort()).close()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void linksThatTheGateCannotSeeWholeAreRefused() throws Exception {
    GatedBroker broker = GatedBroker.create();
    ProxyConnector proxy = new ProxyConnector();
    proxy.setName("proxy");
    proxy.setBind(new URI("ssl://127.0.0.1:0"));
    proxy.setRemote(new URI("ssl://127.0.0.1:1"));
    broker.getBrokerService().addProxyConnector(proxy);
    broker.getBrokerService().addNetworkConnector("static:(ssl://a:1,tcp://b:2)").setName("n");
    broker.getBrokerService().addNetworkConnector("multicast://default").setName("m");
    broker.listen("https");

    assertThat(broker.problems())
        .containsExactlyInAnyOrder(
            "[require-tls] network connector \"n\" (static:(ssl://a:1,tcp://b:2)): scheme tcp"
                + " carries no TLS; write ssl:// for tcp:// in its uri, where the remote broker has"
                + " such a connector",
            "[require-tls] network connector \"m\" (multicast://default): scheme multicast carries"
                + " no TLS; write ssl:// for multicast:// in its uri, where the remote broker has such a"
                + " connector",
            "[refuse-unvetted-link] proxy connector \"proxy\" (ssl://127.0.0.1:0): it brings in"
                + " messages from where Portcullis cannot look; remove <proxyConnector name=\"proxy\">; clients and brokers connect"
                + " to a transport connector themselves",
            "[refuse-unvetted-link] connector \"https\" (https://127.0.0.1:0): https shows neither"
                + " the client's address nor its TLS session; write ssl:// for https:// in its URI, as its"
                + " clients do");
  }

  @Test
  void aPluginBehindTheGateIsRefused() throws Exception {
    GatedBroker broker =
        GatedBroker.create()
            .withOnly(GatedBroker.users(), new PortcullisPlugin(), new StatisticsBrokerPlugin())
            .withoutGate();

    assertThat(broker.problems())
        .containsExactly(
            "[refuse-unvetted-link] broker \"%s\": plugin org.apache.activemq.plugin.StatisticsBrokerPlugin"
                    .formatted(broker.getBrokerName())
                + " stands behind Portcullis and acts without being seen; list Portcullis last in"
                + " <plugins>");
  }

  @Test
  void withoutAuthenticationItDoesNotStart() {
    GatedBroker broker = GatedBroker.create().withOnly();

    assertThat(broker.problems())
        .containsExactly(
            ("[require-authentication] broker \"%s\": no authentication plugin is configured, so"
                    + " everybody may connect; put <jaasAuthenticationPlugin"
                    + " configuration=\"activemq\"/> first into <plugins>; add these lines to"
                    + " login.config: activemq { io.portcullis.login.PasswordLoginModule required"
                    + " org.apache.activemq.jaas.properties.user=\"users.properties\""
                    + " org.apache.activemq.jaas.properties.group=\"groups.properties\"; }; and give"
                    + " each user a line of the command hash in users.properties")
                .formatted(broker.getBrokerName()));
  }

  @Test
  void withAnonymousAccessItDoesNotStart() {
    SimpleAuthenticationPlugin users = GatedBroker.users();
    users.setAnonymousAccessAllowed(true);
    GatedBroker broker = GatedBroker.create().withOnly(users);

    assertThat(broker.problems())
        .containsExactly(
            ("[require-authentication] broker \"%s\": simpleAuthenticationPlugin"
                    + " anonymousAccessAllowed=\"true\" lets clients in without credentials; remove"
                    + " anonymousAccessAllowed=\"true\" from <simpleAuthenticationPlugin>, and give"
                    + " every client a user name and a password")
                .formatted(broker.getBrokerName()));
  }

  @Test
  void withAGuestsModuleItDoesNotStart() {
    Configuration before = Configuration.getConfiguration();
    Configuration.setConfiguration(
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
              new AppConfigurationEntry(
                  GuestLoginModule.class.getName(), LoginModuleControlFlag.SUFFICIENT, Map.of())
            };
          }
        });
    try {
      JaasAuthenticationPlugin jaas = new JaasAuthenticationPlugin();
      jaas.setConfiguration("activemq");
      GatedBroker broker = GatedBroker.create().withOnly(jaas);

      assertThat(broker.problems())
          .containsExactly(
              ("[require-authentication] broker \"%s\": org.apache.activemq.jaas.GuestLoginModule in"
                      + " login configuration \"activemq\" lets clients in without credentials;"
                      + " remove org.apache.activemq.jaas.GuestLoginModule in login configuration"
                      + " \"activemq\", and give every client a user name and a password")
                  .formatted(broker.getBrokerName()));
    } finally {
      Configuration.setConfiguration(before);
    }
  }

  static Stream<Arguments> sixPlaces() {
    return Stream.of("queue", "topic")
        .flatMap(type -> Stream.of("read", "write", "admin").map(r -> Arguments.of(type, r)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("sixPlaces")
  void anOperatorsMapWithoutTheSystemGroupDoesNotStart(String type, String right) throws Exception {
    List<AuthorizationEntry> entries =
        List.of(entry("queue", type, right), entry("topic", type, right));
    GatedBroker broker = GatedBroker.create().withPlugin(authorization(entries, true));

    assertThat(broker.problems())
        .containsExactly(
            ("[require-system-group] authorization map: group \"activemq-webconsole\" may not %2$s"
                    + " on %1$s \">\"; add activemq-webconsole to %2$s of <authorizationEntry"
                    + " %1$s=\">\">")
                .formatted(type, right));
  }

  @Test
  void theSystemGroupIsNotThereForHavingItInAnEntryForLess() throws Exception {
    AuthorizationEntry everything = entry("queue", "queue", "read");
    AuthorizationEntry less = entry("queue", "none", "none");
    less.setQueue("ORDERS.>");
    GatedBroker broker =
        GatedBroker.create()
            .withPlugin(authorization(List.of(everything, less, entry("topic", "", "")), true));

    assertThat(broker.problems()).hasSize(1);
  }

  @Test
  void anOperatorsMapWithoutTemporaryDestinationsDoesNotStart() throws Exception {
    List<AuthorizationEntry> entries = List.of(entry("queue", "", ""), entry("topic", "", ""));
    GatedBroker broker = GatedBroker.create().withPlugin(authorization(entries, false));

    assertThat(broker.problems())
        .containsExactly(
            "[guard-temporary-destinations] authorization map: everybody may read, write, admin"
                + " temporary destinations; put"
                + " <tempDestinationAuthorizationEntry><tempDestinationAuthorizationEntry"
                + " read=\"activemq-webconsole,admins\""
                + " write=\"activemq-webconsole,admins\""
                + " admin=\"activemq-webconsole,admins\"/></tempDestinationAuthorizationEntry> into"
                + " <authorizationMap>; other groups lose them");
  }

  @Test
  void anOperatorsMapIsKept() throws Exception {
    AuthorizationPlugin own =
        authorization(List.of(entry("queue", "", ""), entry("topic", "", "")), true);
    try (GatedBroker broker = GatedBroker.create().withPlugin(own).started()) {
      org.apache.activemq.security.AuthorizationBroker authorization =
          (org.apache.activemq.security.AuthorizationBroker)
              broker
                  .getBrokerService()
                  .getBroker()
                  .getAdaptor(org.apache.activemq.security.AuthorizationBroker.class);

      assertThat(authorization.getAuthorizationMap()).isSameAs(own.getMap());
    }
  }

  @Test
  void whatIsWrongWithThePropertiesIsSaidAtOnceAndNothingStarts() throws Exception {
    BodyPolicy nowhere = new BodyPolicy();
    nowhere.setBody("ANY");
    GatedBroker broker =
        GatedBroker.listening("tcp")
            .with(
                gate -> {
                  gate.setMode("STRICT");
                  gate.setAllowedNetworks("10.0.0.0/64");
                  gate.setEnforce("no-such-rule");
                  gate.setBodyPolicies(List.of(nowhere));
                });

    assertThat(broker.problems())
        .satisfiesExactly(
            line ->
                assertThat(line).isEqualTo("mode=\"STRICT\" is not one of ENFORCE, REPORT_ONLY"),
            line ->
                assertThat(line)
                    .startsWith("enforce: \"no-such-rule\" is not one of ")
                    .contains("guard-advisories, "),
            line ->
                assertThat(line)
                    .startsWith("allowedNetworks: \"10.0.0.0/64\" is not an address block"),
            line ->
                assertThat(line)
                    .startsWith("bodyPolicies[0] names no destination; it needs exactly one of"));
  }

  /** With a certificate for others than this machine. */
  private static GatedBroker reachable() {
    TestCertificate certificate = TestCertificate.ec(256).named("broker.example.com");
    return GatedBroker.create()
        .withService(service -> service.setSslContext(TestCertificate.context(certificate)));
  }

  /** An entry for everything; the named right of the named type lacks the system group. */
  private static AuthorizationEntry entry(String type, String lackingType, String lackingRight)
      throws Exception {
    String all = "admins,activemq-webconsole";
    boolean lacking = type.equals(lackingType);
    AuthorizationEntry entry = new AuthorizationEntry();
    entry.setRead(lacking && lackingRight.equals("read") ? "admins" : all);
    entry.setWrite(lacking && lackingRight.equals("write") ? "admins" : all);
    entry.setAdmin(lacking && lackingRight.equals("admin") ? "admins" : all);
    if (type.equals("queue")) {
      entry.setQueue(">");
    } else {
      entry.setTopic(">");
    }
    return entry;
  }

  private static AuthorizationPlugin authorization(
      List<AuthorizationEntry> entries, boolean withTemporary) throws Exception {
    DefaultAuthorizationMap map = new DefaultAuthorizationMap();
    entries.forEach(entry -> map.put(entry.getDestination(), entry));
    if (withTemporary) {
      TempDestinationAuthorizationEntry temporary = new TempDestinationAuthorizationEntry();
      temporary.setRead("admins");
      temporary.setWrite("admins");
      temporary.setAdmin("admins");
      map.setTempDestinationAuthorizationEntry(temporary);
    }
    return new AuthorizationPlugin(map);
  }
}
