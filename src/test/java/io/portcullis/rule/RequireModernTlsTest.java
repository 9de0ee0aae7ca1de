package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.TlsVersion;
import io.portcullis.rule.ConnectionFacts.Carrier;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireModernTlsTest {

  private static final PeerFacts PEER =
      new PeerFacts("c", "tcp://10.0.0.9:5", Optional.empty(), false);

  private final RequireModernTls rule = new RequireModernTls(new ModernTls(TlsVersion.TLS_1_2));

  @Test
  void aConnectorThatNamesNothingPasses() {
    assertThat(rule.judge(connector(tls(List.of(), List.of(), false), false))).isEmpty();
  }

  @Test
  void aConnectorWithoutTlsIsNotJudged() {
    ConnectorFacts plain =
        new ConnectorFacts("c", "tcp://10.0.0.1:1", "tcp", List.of(), false, Optional.empty());

    assertThat(rule.judge(plain)).isEmpty();
  }

  @Test
  void aConnectorThatNamesModernOnesPasses() {
    TlsFacts tls =
        tls(
            List.of("TLSv1.2", "TLSv1.3"),
            List.of("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
            false);

    assertThat(rule.judge(connector(tls, true))).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsSaid() {
    TlsFacts tls =
        tls(
            List.of("TLSv1.1", "TLSv1.2"),
            List.of("TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
            true);

    assertThat(rule.judge(connector(tls, false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-modern-tls] connector \"c\" (ssl://10.0.0.1:1): transport.enabledProtocols"
                + " names TLSv1.1; remove transport.enabledProtocols from its URI, and Portcullis sets TLSv1.2, TLSv1.3",
            "[require-modern-tls] connector \"c\" (ssl://10.0.0.1:1): transport.enabledCipherSuites"
                + " names TLS_RSA_WITH_AES_128_GCM_SHA256; remove transport.enabledCipherSuites from its URI, and Portcullis sets those of"
                + " TLS 1.3, and ECDHE with AES-GCM or ChaCha20-Poly1305",
            "[require-modern-tls] connector \"c\" (ssl://10.0.0.1:1): its options name a key store,"
                + " and then nobody can set its protocols and cipher suites; put <sslContext><sslContext"
                + " keyStore=\"FILE\" keyStorePassword=\"PASSWORD\"/></sslContext> into <broker>,"
                + " with the values of those options, and remove transport.keyStore from its URI");
  }

  @Test
  void aConnectorThatIsBoundAlreadyHasToNameThemItself() {
    assertThat(rule.judge(connector(tls(List.of("TLSv1.3"), List.of(), false), true)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-modern-tls] connector \"c\" (ssl://10.0.0.1:1): its port was bound from a URI"
                + " before Portcullis could set its protocols and cipher suites; declare it as a"
                + " <transportConnector>, or in code give a TransportConnector the URI and let the"
                + " broker bind it");
  }

  @ParameterizedTest(name = "{0} with {1}, bound early {2}: {3}")
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256, true,  true",
    "'',      TLS_AES_128_GCM_SHA256, true,  false",
    "TLSv1.3, '',                     true,  false",
    "'',      '',                     true,  false",
    "'',      TLS_AES_128_GCM_SHA256, false, true",
    "TLSv1.3, '',                     false, true"
  })
  void whatIsBoundAlreadyNamesBoth(String protocol, String suite, boolean early, boolean passes) {
    TlsFacts tls =
        tls(
            protocol.isEmpty() ? List.of() : List.of(protocol),
            suite.isEmpty() ? List.of() : List.of(suite),
            false);

    assertThat(rule.judge(connector(tls, early)).isEmpty()).isEqualTo(passes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDH_anon_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
        "TLS_ECDHE_ECDSA_WITH_NULL_SHA",
        "SSL_RSA_EXPORT_WITH_DES40_CBC_SHA",
        "SSL_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_RSA_WITH_NULL_SHA256",
        "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
        "tls_aes_128_gcm_sha256",
        "ALL"
      })
  void onlySuitesThatAreKnownToBeGoodPass(String suite) {
    assertThat(rule.judge(connector(tls(List.of(), List.of(suite), false), false))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSLv2Hello", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.4", "tlsv1.2", "TLS"})
  void onlyProtocolsThatAreKnownToBeGoodPass(String protocol) {
    assertThat(rule.judge(connector(tls(List.of(protocol), List.of(), false), false))).hasSize(1);
  }

  @Test
  void theLeastVersionIsTheOperators() {
    RequireModernTls strict = new RequireModernTls(new ModernTls(TlsVersion.TLS_1_3));
    TlsFacts tls = tls(List.of("TLSv1.2", "TLSv1.3"), List.of(), false);

    assertThat(strict.judge(connector(tls, false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-modern-tls] connector \"c\" (ssl://10.0.0.1:1): transport.enabledProtocols"
                + " names TLSv1.2; remove transport.enabledProtocols from its URI, and Portcullis sets TLSv1.3");
  }

  @Test
  void theSuitesGoWithTheLeastVersion() {
    assertThat(new ModernTls(TlsVersion.TLS_1_3).cipherSuites())
        .containsExactly(
            "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");
    assertThat(new ModernTls(TlsVersion.TLS_1_2).cipherSuites())
        .hasSize(9)
        .containsAll(new ModernTls(TlsVersion.TLS_1_3).cipherSuites());
  }

  @ParameterizedTest(name = "{0} with {1}: {2}")
  @CsvSource({
    "TLSv1.3, TLS_AES_256_GCM_SHA384, true",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true",
    "TLSv1.1, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, false",
    "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256, false",
    "NONE, SSL_NULL_WITH_NULL_NULL, false",
    "unknown, unknown, false"
  })
  void aLiveConnectionIsJudgedByItsSession(String protocol, String suite, boolean passes) {
    ConnectionFacts connection =
        new ConnectionFacts(
            PEER, Carrier.TLS, true, Optional.of(new SessionFacts(protocol, suite)), true);

    assertThat(rule.judge(connection).isEmpty()).isEqualTo(passes);
  }

  @Test
  void aSessionThatIsRefusedIsNamed() {
    ConnectionFacts connection =
        new ConnectionFacts(
            PEER,
            Carrier.TLS,
            true,
            Optional.of(new SessionFacts("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA")),
            true);

    assertThat(rule.judge(connection))
        .extracting(Violation::line)
        .containsExactly(
            "[require-modern-tls] client tcp://10.0.0.9:5 on connector \"c\": its session is TLSv1.2"
                + " with TLS_RSA_WITH_AES_128_CBC_SHA; use TLSv1.2 or later, with ECDHE and AES-GCM"
                + " or ChaCha20-Poly1305");
  }

  @Test
  void aConnectionThatShowsNoSessionIsNotJudged() {
    assertThat(rule.judge(new ConnectionFacts(PEER, Carrier.TLS, true, Optional.empty(), true)))
        .isEmpty();
  }

  private static TlsFacts tls(List<String> protocols, List<String> suites, boolean ownKeyStore) {
    return new TlsFacts(
        protocols,
        suites,
        false,
        ownKeyStore,
        Optional.empty(),
        ShownCertificateFacts.untold("not looked at"));
  }

  private static ConnectorFacts connector(TlsFacts tls, boolean early) {
    return new ConnectorFacts("c", "ssl://10.0.0.1:1", "ssl", List.of(), early, Optional.of(tls));
  }
}
