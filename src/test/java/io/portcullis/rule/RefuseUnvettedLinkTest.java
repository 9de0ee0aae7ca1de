package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.ConnectionFacts.Carrier;
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

  private final RefuseUnvettedLink rule = new RefuseUnvettedLink();

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

  @ParameterizedTest
  @EnumSource(LinkFacts.Kind.class)
  void onlyNetworkConnectorsMayBringMessages(LinkFacts.Kind kind) {
    LinkFacts link = new LinkFacts(kind, "l", "ssl://a:1", List.of());

    assertThat(rule.judge(link).isEmpty()).isEqualTo(kind == LinkFacts.Kind.NETWORK_CONNECTOR);
  }

  @Test
  void aPeersBridgeIsRefused() {
    assertThat(rule.judge(new PeerBridgeFacts("c", "tcp://10.0.0.9:5")))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-unvetted-link] duplex bridge from tcp://10.0.0.9:5 on connector \"c\": a peer"
                + " asks for a bridge in both directions; remove duplex=\"true\" there and make a"
                + " network connector here");
  }
}
