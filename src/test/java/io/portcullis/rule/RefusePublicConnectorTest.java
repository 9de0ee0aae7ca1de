package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusePublicConnectorTest {

  private final RefusePublicConnector rule = new RefusePublicConnector();

  @ParameterizedTest(name = "{0} is reachable: {1}")
  @CsvSource({
    "127.0.0.1,        false",
    "::1,              false",
    "10.0.0.1,         false",
    "172.15.255.255,   true",
    "172.16.0.0,       false",
    "172.31.255.255,   false",
    "172.32.0.0,       true",
    "192.168.1.1,      false",
    "100.63.255.255,   true",
    "100.64.0.0,       false",
    "100.127.255.255,  false",
    "100.128.0.0,      true",
    "169.254.169.254,  false",
    "192.0.0.8,        false",
    "192.0.0.9,        true",
    "192.0.0.10,       true",
    "192.0.2.2,        false",
    "192.88.99.1,      true",
    "198.17.255.255,   true",
    "198.18.0.0,       false",
    "198.20.0.0,       true",
    "203.0.113.1,      false",
    "224.0.0.1,        true",
    "239.255.255.255,  true",
    "240.0.0.1,        false",
    "8.8.8.8,          true",
    "::ffff:8.8.8.8,   true",
    "::ffff:10.0.0.1,  false",
    "64:ff9b::1,       true",
    "64:ff9b:1::1,     false",
    "100::1,           false",
    "2001::1,          true",
    "2001:1::1,        true",
    "2001:1::4,        false",
    "2001:2::1,        false",
    "2001:20::1,       true",
    "2001:db8::1,      false",
    "2002::1,          true",
    "2606:4700::1,     true",
    "3fff::1,          false",
    "5f00::1,          false",
    "fc00::1,          false",
    "fdff::1,          false",
    "fe80::1,          false",
    "ff02::1,          true",
  })
  void theRegistriesSayWhatIsReachable(String address, boolean reachable)
      throws UnknownHostException {
    ConnectorFacts connector = connector(List.of(InetAddress.getByName(address)));

    assertThat(rule.judge(connector).isEmpty()).isEqualTo(!reachable);
  }

  @Test
  void oneReachableAddressOfAWildcardIsEnough() throws UnknownHostException {
    ConnectorFacts connector =
        connector(List.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("8.8.8.8")));

    assertThat(rule.judge(connector))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-public-connector] connector \"c\" (ssl://host:1): it would listen on 8.8.8.8,"
                + " which the internet can reach; write 127.0.0.1 for host in its URI, or a private address"
                + " of this host, by which other machines reach it");
  }

  @Test
  void aHostThatCannotBeResolvedIsRefused() {
    assertThat(rule.judge(connector(List.of())))
        .extracting(Violation::found)
        .containsExactly("its host name cannot be resolved, so nobody knows where it would listen");
  }

  @Test
  void whatNeverLeavesTheJvmListensNowhere() {
    ConnectorFacts vm =
        new ConnectorFacts("vm", "vm://b", "vm", List.of(), false, Optional.empty());

    assertThat(rule.judge(vm)).isEmpty();
  }

  private static ConnectorFacts connector(List<InetAddress> addresses) {
    return new ConnectorFacts("c", "ssl://host:1", "ssl", addresses, false, Optional.empty());
  }
}
