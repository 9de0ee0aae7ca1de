package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.ClientCertificates;
import io.portcullis.rule.ConnectionFacts.Carrier;
import io.portcullis.testing.SomeFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequireClientCertificateTest {

  private static final PeerFacts PEER =
      new PeerFacts("c", "tcp://10.0.0.9:5", Optional.empty(), false);

  private final RequireClientCertificate rule =
      new RequireClientCertificate(ClientCertificates.REQUIRED);

  @Test
  void aConnectorHasToDemandOne() {
    assertThat(rule.judge(connector(true))).isEmpty();
    assertThat(rule.judge(connector(false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-client-certificate] connector \"c\" (ssl://10.0.0.1:1): it does not demand a"
                + " certificate of clients; write transport.needClientAuth=true into its URI, and"
                + " name a trust store with the authorities of your clients in <sslContext>");
  }

  @Test
  void aConnectorWithoutTlsIsNotJudged() {
    ConnectorFacts plain =
        new ConnectorFacts("c", "tcp://10.0.0.1:1", "tcp", List.of(), false, Optional.empty());

    assertThat(rule.judge(plain)).isEmpty();
  }

  @ParameterizedTest(name = "{0}, certified {1}: {2}")
  @CsvSource({
    "TLS,true,true",
    "TLS,false,false",
    "PLAIN,false,false",
    "HTTP,false,false",
    "UNKNOWN,false,false",
    "IN_VM,false,true"
  })
  void aConnectionHasToShowOne(Carrier carrier, boolean certified, boolean passes) {
    assertThat(rule.judge(connection(carrier, certified)).isEmpty()).isEqualTo(passes);
  }

  @Test
  void aConnectionWithoutOneIsNamed() {
    assertThat(rule.judge(connection(Carrier.TLS, false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-client-certificate] client tcp://10.0.0.9:5 on connector \"c\": it shows no"
                + " certificate; connect with a key store that holds a certificate the broker"
                + " trusts");
  }

  @Test
  void whereTheyAreOptionalNothingIsJudged() {
    RequireClientCertificate lenient = new RequireClientCertificate(ClientCertificates.OPTIONAL);

    assertThat(lenient.judge(connector(false))).isEmpty();
    assertThat(lenient.judge(connection(Carrier.TLS, false))).isEmpty();
  }

  private static ConnectionFacts connection(Carrier carrier, boolean certified) {
    return new ConnectionFacts(PEER, carrier, true, Optional.empty(), certified);
  }

  private static ConnectorFacts connector(boolean demands) {
    TlsFacts tls = SomeFacts.tls("", demands, ShownCertificateFacts.untold("not looked at"));
    return new ConnectorFacts("c", "ssl://10.0.0.1:1", "ssl", List.of(), false, Optional.of(tls));
  }
}
