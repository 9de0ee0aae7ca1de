package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.TestAuthority;
import io.portcullis.testing.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import org.apache.activemq.broker.SslContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates with which a broker starts, and with which it does not. */
class CertificatesTest {

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+nio+ssl", "amqp+ssl", "wss"})
  void aCertificateLikeTheOneThatActiveMqIsShippedWithIsRefused(String scheme) throws Exception {
    TestCertificate shipped =
        TestCertificate.rsa(1024)
            .signed("MD5withRSA")
            .named()
            .valid(Instant.parse("2006-10-19T18:47:10Z"), Instant.parse("2007-01-17T18:47:10Z"));

    assertThat(with(TestCertificate.context(shipped), scheme).problems())
        .extracting(line -> line.replaceFirst(".*: its certificate CN=test ", ""))
        .containsExactly(
            "ended on 2007-01-17T18:47:10Z; renew it",
            "has a key of RSA with 1024 bits; have one issued for a key of RSA with 2048 bits or"
                + " more, EC with 256 or more, or Ed25519",
            "is signed with MD5withRSA; have it signed with SHA-256 or better",
            "names no host in subjectAltName, so clients cannot tell whose it is; have it issued for 127.0.0.1,"
                + " or for the names that clients connect to");
  }

  /** The whole text of each flaw of a chain. PKCS #12 would put the certificates into order. */
  @Test
  void aChainThatClientsCannotVerifyIsRefused() throws Exception {
    TestAuthority root = TestAuthority.root("root");
    TestAuthority upper = root.belowFor("upper", "example.com");
    TestAuthority lower = upper.below("lower");
    TestAuthority own = lower.issue("localhost");
    TestAuthority other = TestAuthority.root("other");
    SslContext context =
        new SslContext(own.keyManagers(root, lower, other), upper.trustManagers(), null);
    SslContext whole = new SslContext(own.keyManagers(lower, upper), root.trustManagers(), null);
    String where =
        "[require-valid-certificate] connector \"ssl\" (ssl://127.0.0.1:0): its certificate CN=broker ";
    String write =
        "; run openssl pkcs12 -export -name broker -inkey KEY.pem -in CHAIN.pem -out STORE.p12; name that"
            + " store in <sslContext>";

    assertThat(with(context, "ssl").problems())
        .containsExactly(
            where
                + "is shown with CN=root, CN=other, which signed nothing of its chain; write its"
                + " certificates into CHAIN.pem, each before the one that signed it, without CN=root,"
                + " CN=other"
                + write,
            where
                + "is shown without CN=upper, whom only another authority vouches for; write its"
                + " certificates into CHAIN.pem, and behind them, in this order: CN=upper"
                + write);
    assertThat(with(whole, "ssl").problems())
        .containsExactly(
            where
                + "has a name that the name constraints of CN=upper exclude, so clients refuse it;"
                + " have it issued for names that these constraints permit, or by another authority;"
                + " run keytool -list -v -keystore STORE.p12 to see them as NameConstraints");
    assertThat(
            with(new SslContext(own.keyManagers(upper, lower), root.trustManagers(), null), "ssl")
                .problems())
        .contains(
            where
                + "is shown with its authorities' in the wrong order, which TLS 1.2 does not allow;"
                + " write its certificates into CHAIN.pem, in this order: CN=broker, CN=lower,"
                + " CN=upper"
                + write);
  }

  @Test
  void withoutAKeyTheBrokerDoesNotStart() throws Exception {
    assertThat(with(new SslContext(), "ssl").problems())
        .singleElement()
        .asString()
        .startsWith(
            "[require-valid-certificate] connector \"ssl\" (ssl://127.0.0.1:0): nobody can tell"
                + " which certificate it shows: a handshake fails: ")
        .endsWith("; put a key store with the broker's key and certificate into <sslContext>");
  }

  @Test
  void oneThatEndsSoonIsReportedAtTheStartAndTheBrokerStarts() throws Exception {
    TestCertificate ending =
        TestCertificate.ec(256)
            .valid(Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(5)));
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            with(TestCertificate.context(ending), "ssl")
                .with(gate -> gate.setCertificateWarningDays("6"))
                .started()) {
      await().until(() -> audit.rules("start").contains("require-valid-certificate"));

      assertThat(broker.view().getRefusedCount()).isZero();
      assertThat(audit.lines())
          .filteredOn(line -> AuditLines.field(line, "rule").equals("require-valid-certificate"))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("reported");
                assertThat(AuditLines.field(line, "found")).endsWith(", in 4 days");
              });
    }
  }

  @Test
  void aNumberOfDaysThatIsNoneIsAnError() throws Exception {
    assertThat(GatedBroker.create().with(gate -> gate.setCertificateWarningDays("soon")).problems())
        .containsExactly("certificateWarningDays=\"soon\" is not a whole number from 0 to 3650");
  }

  private static GatedBroker with(SslContext context, String scheme) throws Exception {
    return GatedBroker.listening(scheme).withService(service -> service.setSslContext(context));
  }
}
