package io.portcullis.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.CertificateFacts;
import io.portcullis.rule.ShownCertificateFacts;
import io.portcullis.testing.TestCertificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a context shows of the keys that it has. */
class ShownCertificatesTest {

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(TestCertificate.rsa(2048), "RSA", 2048, "SHA256withRSA"),
        Arguments.of(TestCertificate.rsa(1024), "RSA", 1024, "SHA256withRSA"),
        Arguments.of(TestCertificate.rsa(2048).signed("SHA1withRSA"), "RSA", 2048, "SHA1withRSA"),
        Arguments.of(TestCertificate.rsa(2048).signed("MD5withRSA"), "RSA", 2048, "MD5withRSA"),
        Arguments.of(
            TestCertificate.rsa(2048).signed("SHA384withRSAandMGF1"),
            "RSA",
            2048,
            "RSASSA-PSS SHA-384"),
        Arguments.of(TestCertificate.ec(256), "EC", 256, "SHA256withECDSA"),
        Arguments.of(TestCertificate.ec(521), "EC", 521, "SHA256withECDSA"),
        Arguments.of(TestCertificate.ed25519(), "Ed25519", 0, "Ed25519"));
  }

  @ParameterizedTest(name = "{1} {2} {3}")
  @MethodSource("kinds")
  void aCertificateIsReadAsItIs(
      TestCertificate certificate, String algorithm, int bits, String signature) throws Exception {
    ShownCertificateFacts shown =
        ShownCertificates.of(TestCertificate.context(certificate).getSSLContext(), List.of());

    assertThat(shown.certificates())
        .containsExactly(
            new CertificateFacts(
                "CN=test",
                "1",
                true,
                true,
                certificate.names(),
                seconds(certificate.from()),
                seconds(certificate.until()),
                algorithm,
                bits,
                signature));
  }

  @Test
  void everyKindOfKeyIsShownToThoseWhoAskForIt() throws Exception {
    ShownCertificateFacts shown =
        ShownCertificates.of(
            TestCertificate.context(TestCertificate.rsa(2048), TestCertificate.ec(256))
                .getSSLContext(),
            List.of());

    assertThat(shown.certificates())
        .extracting(CertificateFacts::keyAlgorithm)
        .containsExactlyInAnyOrder("RSA", "EC");
  }

  @Test
  void aContextThatEndedAlreadyIsShownToo() throws Exception {
    Instant longAgo = Instant.parse("2007-01-17T18:47:10Z");
    TestCertificate old =
        TestCertificate.rsa(2048).valid(Instant.parse("2006-10-19T18:47:10Z"), longAgo);

    assertThat(
            ShownCertificates.of(TestCertificate.context(old).getSSLContext(), List.of())
                .certificates())
        .extracting(CertificateFacts::until)
        .containsExactly(longAgo);
  }

  @Test
  void aContextWithoutKeysSaysWhyNobodyCanConnect() throws Exception {
    SSLContext empty = SSLContext.getInstance("TLS");
    empty.init(new KeyManager[0], new TrustManager[0], null);

    ShownCertificateFacts shown = ShownCertificates.of(empty, List.of());

    assertThat(shown.certificates()).isEmpty();
    assertThat(shown.untold()).startsWith("a handshake fails: ");
  }

  private static Instant seconds(Instant instant) {
    return Instant.ofEpochSecond(instant.getEpochSecond());
  }
}
