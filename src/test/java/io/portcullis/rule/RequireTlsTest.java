package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.ConnectionFacts.Carrier;
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

  @ParameterizedTest(name = "{0}: use {1}")
  @CsvSource({
    "tcp,       'ssl://, nio+ssl:// or auto+nio+ssl://'",
    "nio,       'ssl://, nio+ssl:// or auto+nio+ssl://'",
    "auto,      auto+ssl:// or auto+nio+ssl://",
    "auto+nio,  auto+ssl:// or auto+nio+ssl://",
    "amqp,      amqp+ssl:// or amqp+nio+ssl://",
    "amqp+nio,  amqp+ssl:// or amqp+nio+ssl://",
    "mqtt,      mqtt+ssl:// or mqtt+nio+ssl://",
    "mqtt+nio,  mqtt+ssl:// or mqtt+nio+ssl://",
    "stomp,     stomp+ssl:// or stomp+nio+ssl://",
    "stomp+nio, stomp+ssl:// or stomp+nio+ssl://",
    "ws,        wss://",
    "http,      wss://",
    "udp,       'ssl://, nio+ssl:// or auto+nio+ssl://'",
    "multicast, 'ssl://, nio+ssl:// or auto+nio+ssl://'",
    "ssl2,      'ssl://, nio+ssl:// or auto+nio+ssl://'",
  })
  void allOthersAreRefused(String scheme, String remedy) {
    assertThat(rule.judge(connector(scheme)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-tls] connector \"c\" (%1$s://10.0.0.1:1): scheme %1$s carries no TLS; use %2$s"
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
                + " no TLS; name the remote brokers with ssl:// or nio+ssl://");
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

  private static ConnectorFacts connector(String scheme) {
    return new ConnectorFacts(
        "c", scheme + "://10.0.0.1:1", scheme, List.of(), false, Optional.empty());
  }
}
