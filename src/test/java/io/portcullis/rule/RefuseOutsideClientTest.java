package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Networks;
import io.portcullis.rule.ConnectionFacts.Carrier;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefuseOutsideClientTest {

  private final RefuseOutsideClient rule = new RefuseOutsideClient(Networks.of("10.0.0.0/8"));

  @Test
  void aClientFromInsidePasses() throws Exception {
    assertThat(rule.judge(peer("10.1.2.3"))).isEmpty();
  }

  @Test
  void aClientFromOutsideIsRefused() throws Exception {
    assertThat(rule.judge(peer("11.1.2.3")))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-outside-client] client tcp://11.1.2.3:5 on connector \"c\": 11.1.2.3 is in none"
                + " of the allowed networks; connect from one of them, or add its network to"
                + " allowedNetworks");
  }

  @Test
  void aTransportThatShowsNoAddressIsRefusedUnlessItIsInTheJvm() {
    assertThat(rule.judge(new PeerFacts("c", "x", Optional.empty(), false))).hasSize(1);
    assertThat(rule.judge(new PeerFacts("c", "vm://x#1", Optional.empty(), true))).isEmpty();
  }

  @ParameterizedTest(name = "from {0}, vetted {1}: {2} violations")
  @CsvSource({"11.1.2.3, false, 1", "10.1.2.3, false, 0", "11.1.2.3, true, 0"})
  void aConnectionIsJudgedUnlessItsPeerWasWhenItWasAccepted(
      String address, boolean vetted, int violations) throws Exception {
    ConnectionFacts connection =
        new ConnectionFacts(peer(address), Carrier.TLS, vetted, Optional.empty(), true);

    assertThat(rule.judge(connection)).hasSize(violations);
  }

  private static PeerFacts peer(String address) throws Exception {
    return new PeerFacts(
        "c", "tcp://" + address + ":5", Optional.of(InetAddress.getByName(address)), false);
  }
}
