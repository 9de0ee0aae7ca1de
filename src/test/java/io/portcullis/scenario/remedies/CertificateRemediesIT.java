package io.portcullis.scenario.remedies;

import io.portcullis.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for keys and certificates. What only an authority can do, the test does. */
class CertificateRemediesIT {

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Failing.rows(
        Failing.of(
            "certificate-unknown",
            "no sslContext",
            folder ->
                folder.write(
                    "activemq.xml",
                    folder
                        .read("activemq.xml")
                        .replaceAll("<sslContext><sslContext [^>]*/></sslContext>", ""))),
        Failing.of(
            "certificate-unknown",
            "an sslContext without a key store",
            folder ->
                folder.write(
                    "activemq.xml",
                    folder
                        .read("activemq.xml")
                        .replaceAll("<sslContext [^>]*/>", "<sslContext/>"))),
        with("certificate-ended", "last year", valid(-700, -300)),
        with("certificate-ending", "in a week", valid(-300, 7)),
        with("certificate-weak-key", "RSA 1024", TestCertificate.rsa(1024)),
        with(
            "certificate-weak-signature", "SHA-1", TestCertificate.ec(256).signed("SHA1withECDSA")),
        with("certificate-without-names", "on loopback", TestCertificate.ec(256).named()),
        on("0.0.0.0", "certificate-without-names", TestCertificate.ec(256).named()),
        on("localhost", "certificate-without-names", TestCertificate.ec(256).named()),
        on("0.0.0.0", "certificate-for-loopback", TestCertificate.ec(256)));
  }

  private static TestCertificate valid(int fromDay, int untilDay) {
    Instant now = Instant.now();
    return TestCertificate.ec(256)
        .valid(now.plus(Duration.ofDays(fromDay)), now.plus(Duration.ofDays(untilDay)));
  }

  private static Named<Failing> with(String code, String name, TestCertificate certificate) {
    return Failing.of(code, name, folder -> folder.keys(certificate));
  }

  private static Named<Failing> on(String host, String code, TestCertificate certificate) {
    return Failing.of(
        code,
        "on " + host,
        folder -> {
          folder.keys(certificate);
          folder.replace("ssl://127.0.0.1", "ssl://" + host);
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
