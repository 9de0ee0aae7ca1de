package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Knocks;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.broker.BrokerRegistry;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.LdapNetworkConnector;
import org.apache.activemq.network.MulticastNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a network connector that is the broker itself, and kinds of network connectors. */
class NetworkConnectorEndsTest {

  private static final Duration LONG_ENOUGH = Duration.ofMillis(1_500);
  private static final String REMOTE = "static:(ssl://localhost:1)";

  private static List<String> problems(Consumer<BrokerService> change) {
    return GatedBroker.create().withService(change).problems();
  }

  private static void add(BrokerService service, NetworkConnector connector) {
    try {
      service.addNetworkConnector(connector);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static NetworkConnector connector(String uri) {
    try {
      return new DiscoveryNetworkConnector(new URI(uri));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp://127.0.0.1:1 | leads to tcp://127.0.0.1:1",
        "vm://made | leads to vm://made",
        "vm://NAME/x | leads to vm://NAME/x",
        "vm://NAME?brokerConfig=xbean:x.xml | has options that make a broker",
        "vm://NAME?%62rokerConfig=xbean:x.xml | has options that make a broker",
        "vm:(broker:(vm://NAME)?persistent=false) | leads to vm://",
      })
  void aBrokersOwnEndThatIsNotTheBrokerIsRefusedAtTheStart(String uri, String why) {
    assertThat(
            problems(
                service -> {
                  service.setVmConnectorURI(
                      URI.create(uri.replace("NAME", service.getBrokerName())));
                  add(service, connector(REMOTE));
                }))
        .singleElement()
        .asString()
        .startsWith("[refuse-unvetted-link] network connector \"NC\" (static:(ssl://localhost:1))")
        .contains(": its end in this broker ")
        .containsPattern(why.replace("NAME", "gated-\\d+"))
        .endsWith(
            "; remove vmConnectorURI=\"...\" from <broker>, and ActiveMQ takes vm:// and its name");
  }

  @Test
  void aUriInAListHasTheSameEnd() {
    assertThat(
            problems(
                service -> {
                  service.setVmConnectorURI(URI.create("vm://made"));
                  service.setNetworkConnectorURIs(new String[] {REMOTE});
                }))
        .anySatisfy(problem -> assertThat(problem).contains("its end in this broker leads to"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vm://NAME", "vm://NAME?create=false", "vm://NAME?marshal=true"})
  void theBrokerItselfPasses(String uri) {
    try (GatedBroker broker =
        GatedBroker.create()
            .withService(
                service -> {
                  service.setVmConnectorURI(
                      URI.create(uri.replace("NAME", service.getBrokerName())));
                  add(service, connector(REMOTE));
                })
            .started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
    }
  }

  @Test
  void oneThatIsAddedLaterHasTheBrokerAtItsEndToo() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started()) {
      broker.getBrokerService().setVmConnectorURI(URI.create("vm://made"));

      assertThatThrownBy(() -> broker.getBrokerService().addNetworkConnector(new URI(REMOTE)))
          .isExactlyInstanceOf(SecurityException.class)
          .hasMessageContaining("its end in this broker leads to vm://made");
    }
  }

  /** The peer need not be there: ActiveMQ connects its own end first. */
  @Test
  void anEndThatIsChangedAfterwardsIsNotConnected() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started();
        ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        AuditLines audit = AuditLines.capture()) {
      NetworkConnector connector = broker.getBrokerService().addNetworkConnector(new URI(REMOTE));
      connector.setLocalUri(new URI("tcp://127.0.0.1:" + elsewhere.getLocalPort()));

      connector.start();

      assertThat(Knocks.at(elsewhere, LONG_ENOUGH)).isFalse();
      assertThat(audit.rules("connection")).contains("refuse-unvetted-link");
      connector.stop();
    }
  }

  private static MulticastNetworkConnector toAGroup(String uri) {
    return new MulticastNetworkConnector(URI.create(uri));
  }

  @Test
  void oneWhoseBridgesNobodyJudgesIsRefusedAtTheStart() {
    assertThat(problems(service -> add(service, toAGroup("ssl://127.0.0.1:1"))))
        .containsExactly(
            "[refuse-unvetted-link] network connector \"NC\" (ssl://127.0.0.1:1): the bridges of a"
                + " MulticastNetworkConnector are not judged; use a <networkConnector> with a URI");
  }

  @Test
  void whatAGroupsConnectorDialsIsJudgedLikeAnyUri() {
    assertThat(problems(service -> add(service, toAGroup("tcp://127.0.0.1:1"))))
        .anySatisfy(problem -> assertThat(problem).startsWith("[require-tls] network connector"));
    assertThat(problems(service -> add(service, toAGroup("vm://made"))))
        .anySatisfy(problem -> assertThat(problem).contains("vm://made makes a broker"));
  }

  /** Neither was it at the start, nor may whoever holds it start it. */
  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:PORT", "ssl://127.0.0.1:PORT", "vm://made"})
  void oneWhoseBridgesNobodyJudgesReachesNobodyLater(String uri) throws Exception {
    try (GatedBroker broker = GatedBroker.create().started();
        ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      MulticastNetworkConnector held =
          toAGroup(uri.replace("PORT", Integer.toString(elsewhere.getLocalPort())));

      assertThatThrownBy(() -> broker.getBrokerService().addNetworkConnector(held))
          .isExactlyInstanceOf(SecurityException.class);
      Throwable started = catchThrowable(held::start);

      assertThat(started).isInstanceOf(IllegalArgumentException.class);
      assertThat(Knocks.at(elsewhere, LONG_ENOUGH)).isFalse();
      assertThat(BrokerRegistry.getInstance().lookup("made")).isNull();
    }
  }

  @Test
  void oneThatAsksADirectoryAsksNobodyOnceItIsRefused() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started();
        ServerSocket directory = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LdapNetworkConnector held = new LdapNetworkConnector();
      held.setUri(new URI("failover:(ldap://127.0.0.1:%d)".formatted(directory.getLocalPort())));
      held.setAnonymousAuthentication(true);

      assertThatThrownBy(() -> broker.getBrokerService().addNetworkConnector(held))
          .isExactlyInstanceOf(SecurityException.class);
      Thread starts = new Thread(() -> assertThatThrownBy(held::start).isNotNull());
      starts.setDaemon(true);
      starts.start();

      assertThat(Knocks.at(directory, LONG_ENOUGH)).isFalse();
    }
  }

  @Test
  void aConnectorIsAnnouncedByNoAgentThatStartsAServer() {
    assertThat(
            problems(
                service -> {
                  try {
                    TransportConnector connector = new TransportConnector();
                    connector.setName("c");
                    connector.setUri(new URI("ssl://127.0.0.1:0"));
                    connector.setDiscoveryUri(
                        new URI("http://127.0.0.1:1/?startEmbeddRegistry=true"));
                    service.addConnector(connector);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }))
        .containsExactly(
            "[refuse-unvetted-link] connector \"c\" (ssl://127.0.0.1:0): discovery agent http may"
                + " make or load something in this JVM; set"
                + " discoveryUri=\"multicast://default\" on <transportConnector name=\"c\">, or"
                + " remove it");
  }
}
