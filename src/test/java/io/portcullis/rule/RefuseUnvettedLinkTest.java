package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.ConnectionFacts.Carrier;
import io.portcullis.testing.NobodysRights;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefuseUnvettedLinkTest {

  private static final PeerFacts PEER =
      new PeerFacts("c", "tcp://10.0.0.9:5", Optional.of(InetAddress.getLoopbackAddress()), false);

  private final RefuseUnvettedLink rule = new RefuseUnvettedLink("bridges");

  @ParameterizedTest(name = "{0}, vetted {1}: passes {2}")
  @CsvSource({
    "TLS,     true,  true",
    "TLS,     false, false",
    "PLAIN,   true,  true",
    "PLAIN,   false, false",
    "UNKNOWN, true,  true",
    "UNKNOWN, false, false",
    "IN_VM,   true,  true",
    "IN_VM,   false, true",
    "HTTP,    true,  false",
    "HTTP,    false, false",
  })
  void aConnectionThatCameThroughNoGateIsRefused(Carrier carrier, boolean vetted, boolean passes) {
    assertThat(
            rule.judge(new ConnectionFacts(PEER, carrier, vetted, Optional.empty(), true))
                .isEmpty())
        .isEqualTo(passes);
  }

  @ParameterizedTest(name = "{0}, bound early {1}: {2} violations")
  @CsvSource({
    "ssl,   false, 0",
    "wss,   false, 0",
    "http,  false, 1",
    "https, false, 1",
    "ssl,   true,  1",
    "https, true,  2"
  })
  void aConnectorHidesNobodyAndIsNotBoundBeforeTheGateLooks(
      String scheme, boolean early, int violations) {
    ConnectorFacts connector =
        new ConnectorFacts("c", scheme + "://h:1", scheme, List.of(), early, Optional.empty());

    assertThat(rule.judge(connector)).hasSize(violations);
  }

  @Test
  void aConnectorThatHidesItsClientsAndWasBoundEarlyIsNamedForBoth() {
    ConnectorFacts connector =
        new ConnectorFacts("c", "http://h:1", "http", List.of(), true, Optional.empty());

    assertThat(rule.judge(connector))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-unvetted-link] connector \"c\" (http://h:1): http shows neither the client's"
                + " address nor its TLS session; write ssl:// for http:// in its URI, as its clients"
                + " do",
            "[refuse-unvetted-link] connector \"c\" (http://h:1): its port was bound from a URI"
                + " before Portcullis could look; declare it as a <transportConnector>, or in code give"
                + " a TransportConnector the URI and let the broker bind it");
  }

  @Test
  void everyPluginBehindTheGateIsNamed() {
    BrokerFacts broker =
        new BrokerFacts(
            "b",
            List.of(),
            List.of(),
            List.of("com.example.One", "com.example.Two"),
            false,
            new AuthenticationFacts(true, List.of(), KnownLogins.NONE),
            new NobodysRights());

    assertThat(rule.judge(broker))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-unvetted-link] broker \"b\": plugin com.example.One stands behind Portcullis and"
                + " acts without being seen; list Portcullis last in <plugins>",
            "[refuse-unvetted-link] broker \"b\": plugin com.example.Two stands behind Portcullis and"
                + " acts without being seen; list Portcullis last in <plugins>");
  }

  @ParameterizedTest
  @EnumSource(LinkFacts.Kind.class)
  void onlyNetworkConnectorsMayBringMessages(LinkFacts.Kind kind) {
    LinkFacts link = new LinkFacts(kind, "l", "ssl://a:1", List.of());

    assertThat(rule.judge(link).isEmpty()).isEqualTo(kind == LinkFacts.Kind.NETWORK_CONNECTOR);
  }

  @Test
  void aPeersBridgeIsRefused() {
    assertThat(rule.judge(new DuplexBridgeFacts("c", "tcp://10.0.0.9:5")))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-unvetted-link] duplex bridge from tcp://10.0.0.9:5 on connector \"c\": a peer"
                + " asks for a bridge in both directions; remove duplex=\"true\" there and make a"
                + " network connector here");
  }

  @Test
  void onlyMembersOfTheBridgesMayBeOne() {
    assertThat(rule.judge(new BridgeClaimFacts("c", "tcp://10.0.0.9:5", "eve", true))).isEmpty();
    assertThat(rule.judge(new BridgeClaimFacts("c", "tcp://10.0.0.9:5", "eve", false)))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-unvetted-link] user \"eve\" from tcp://10.0.0.9:5 on connector \"c\": it says"
                + " that it is the bridge of a peer broker, and is not in group \"bridges\"; put the"
                + " user of the network connector there into the group, or name its group in"
                + " bridgesGroup");
  }
}
