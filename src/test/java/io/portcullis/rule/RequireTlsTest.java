package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.ConnectionFacts.Carrier;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTlsTest {

  private final RequireTls rule = new RequireTls();

  @ParameterizedTest
  @FieldSource("io.portcullis.testing.Schemes#TLS")
  @ValueSource(strings = {"https", "vm"})
  void schemesThatCarryTlsPass(String scheme) {
    assertThat(rule.judge(connector(scheme))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: write {1}")
  @CsvSource({
    "tcp, ssl",
    "nio, nio+ssl",
    "auto, auto+ssl",
    "auto+nio, auto+nio+ssl",
    "amqp, amqp+ssl",
    "amqp+nio, amqp+nio+ssl",
    "mqtt, mqtt+ssl",
    "mqtt+nio, mqtt+nio+ssl",
    "stomp, stomp+ssl",
    "stomp+nio, stomp+nio+ssl",
    "ws, wss",
    "http, ssl",
    "udp, ssl",
    "multicast, ssl",
    "ssl2, ssl",
  })
  void allOthersAreRefused(String scheme, String remedy) {
    assertThat(rule.judge(connector(scheme)))
        .extracting(Violation::line)
        .containsExactly(
            ("[require-tls] connector \"c\" (%1$s://10.0.0.1:1): scheme %1$s carries no TLS;"
                    + " write %2$s:// for %1$s:// in its URI, as its clients do")
                .formatted(scheme, remedy));
  }

  @Test
  void aLinkIsJudgedByEveryUriInIt() {
    LinkFacts link =
        new LinkFacts(
            LinkFacts.Kind.NETWORK_CONNECTOR,
            "n",
            "static:(ssl://a,tcp://b)",
            List.of("ssl", "tcp"));

    assertThat(rule.judge(link))
        .extracting(Violation::line)
        .containsExactly(
            "[require-tls] network connector \"n\" (static:(ssl://a,tcp://b)): scheme tcp carries"
                + " no TLS; write ssl:// for tcp:// in its uri, where the remote broker has such a"
                + " connector");
  }

  @Test
  void aLinkIntoTheSameJvmPasses() {
    LinkFacts link =
        new LinkFacts(LinkFacts.Kind.NETWORK_CONNECTOR, "n", "static:(vm://b)", List.of("vm"));

    assertThat(rule.judge(link)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TLS,true", "IN_VM,true", "PLAIN,false", "HTTP,false", "UNKNOWN,false"})
  void aLiveConnectionIsJudgedByWhatCarriesIt(Carrier carrier, boolean passes) {
    PeerFacts peer = new PeerFacts("c", "tcp://10.0.0.9:5", Optional.empty(), false);

    assertThat(
            rule.judge(new ConnectionFacts(peer, carrier, true, Optional.empty(), true)).isEmpty())
        .isEqualTo(passes);
  }

  /** As Java lists the addresses of an interface: each IPv6 address has a scope. */
  @Test
  void theCertificateIsForAddressesWithoutTheScopesOfThisHost() throws Exception {
    byte[] address = InetAddress.getByName("2001:db8::2").getAddress();
    ConnectorFacts keyless =
        new ConnectorFacts(
            "c",
            "tcp://[::]:1",
            "tcp",
            List.of(Inet6Address.getByAddress(null, address, 2)),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new ConnectorFacts.MissingKeys(Path.of("/conf/broker.p12"), false)));

    assertThat(rule.judge(keyless))
        .singleElement()
        .extracting(Violation::remedy)
        .asString()
        .contains(" -ext san=ip:2001:db8:0:0:0:0:0:2 ");
  }

  private static ConnectorFacts connector(String scheme) {
    return new ConnectorFacts(
        "c", scheme + "://10.0.0.1:1", scheme, List.of(), false, Optional.empty());
  }
}
