package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Networks;
import io.portcullis.rule.ConnectionFacts.Carrier;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
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

  @ParameterizedTest(name = "on {0} for {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1           | 10.0.0.0/8               | true",
        "127.0.0.1           | 127.0.0.1/32             | false",
        "127.0.0.1           | 0.0.0.0/0                | false",
        "127.0.0.1           | ::1/128                  | true",
        "127.0.0.1,10.0.0.1  | 10.0.0.0/8               | false",
        "10.0.0.1            | 127.0.0.0/8              | true",
        "10.0.0.1            | 192.168.0.0/16           | false",
        "10.0.0.1            | fd00::/8                 | true",
        "fd00::1             | 10.0.0.0/8               | true",
        "fd00::1             | fd00::/8                 | false",
        "fd00::1             | ::1/128                  | true",
        "::1                 | ::/0                     | false",
        "::ffff:10.0.0.1     | 10.0.0.0/8               | false",
      })
  void aConnectorThatNoAllowedClientReachesIsReported(
      String addresses, String networks, boolean reported) throws Exception {
    ConnectorFacts connector = connector(addresses.split(",", -1));

    assertThat(new RefuseOutsideClient(Networks.of(networks)).foresee(connector))
        .hasSize(reported ? 1 : 0);
    assertThat(new RefuseOutsideClient(Networks.of(networks)).judge(connector)).isEmpty();
  }

  @Test
  void ofAConnectorWithoutKnownAddressesNothingIsSaid() throws Exception {
    assertThat(rule.foresee(connector())).isEmpty();
    assertThat(rule.foresee(connector("127.0.0.1")))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-outside-client] connector \"c\" (ssl://h:1): it listens on 127.0.0.1, where no"
                + " client from an allowed network (10.0.0.0/8) arrives; add 127.0.0.1 to"
                + " allowedNetworks, or write an address that its clients reach into its URI");
    assertThat(new RefuseOutsideClient(Networks.of("fd00::/8")).foresee(connector("10.0.0.1")))
        .extracting(Violation::remedy)
        .containsExactly(
            "add the network of its clients to allowedNetworks, or write an address that its"
                + " clients reach into its URI");
  }

  private static ConnectorFacts connector(String... addresses) throws Exception {
    List<InetAddress> bound = new ArrayList<>();
    for (String address : addresses) {
      bound.add(InetAddress.getByName(address));
    }
    return new ConnectorFacts("c", "ssl://h:1", "ssl", bound, false, Optional.empty());
  }

  private static PeerFacts peer(String address) throws Exception {
    return new PeerFacts(
        "c", "tcp://" + address + ":5", Optional.of(InetAddress.getByName(address)), false);
  }
}
