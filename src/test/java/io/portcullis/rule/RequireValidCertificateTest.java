package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.SomeFacts;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequireValidCertificateTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LATER = Instant.parse("2027-11-24T12:00:00Z");
  private static final String WHERE =
      "[require-valid-certificate] connector \"c\" (ssl://host:1): ";

  private final RequireValidCertificate rule =
      new RequireValidCertificate(30, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aGoodCertificatePasses() throws Exception {
    ConnectorFacts good =
        connector("10.0.0.1", "", own(LATER, "EC", 256, "SHA256withECDSA", "mq.a"));

    assertThat(rule.judge(good)).isEmpty();
    assertThat(rule.foresee(good)).isEmpty();
  }

  @Test
  void aConnectorWithoutTlsIsNotJudged() {
    ConnectorFacts plain =
        new ConnectorFacts("c", "tcp://host:1", "tcp", List.of(), false, Optional.empty());

    assertThat(rule.judge(plain)).isEmpty();
    assertThat(rule.foresee(plain)).isEmpty();
  }

  @Test
  void withoutACertificateItSaysWhy() throws Exception {
    TlsFacts tls = SomeFacts.tls(ShownCertificateFacts.untold("a handshake fails"));
    ConnectorFacts connector =
        new ConnectorFacts("c", "ssl://host:1", "ssl", List.of(), false, Optional.of(tls));

    assertThat(rule.judge(connector))
        .extracting(Violation::line)
        .containsExactly(
            WHERE
                + "nobody can tell which certificate it shows: a handshake fails; put a key store"
                + " with the broker's key and certificate into <sslContext>");
  }

  @Test
  void everythingThatIsWrongWithACertificateIsSaid() throws Exception {
    CertificateFacts bad =
        own(NOW.minusSeconds(1), "RSA", 1024, "MD5withRSA", "localhost", "127.0.0.1");

    assertThat(rule.judge(connector("10.0.0.1", "", bad)))
        .extracting(Violation::line)
        .containsExactly(
            WHERE + "its certificate CN=c ended on 2026-11-24T11:59:59Z; renew it",
            WHERE
                + "its certificate CN=c has a key of RSA with 1024 bits; have one issued for a key"
                + " of RSA with 2048 bits or more, EC with 256 or more, or Ed25519",
            WHERE
                + "its certificate CN=c is signed with MD5withRSA; have it signed with SHA-256 or"
                + " better",
            WHERE
                + "its certificate CN=c is for localhost, 127.0.0.1, while other machines connect;"
                + " have it issued for 10.0.0.1, or for the names that they connect to");
  }

  @ParameterizedTest(name = "{0} of {1} bits: {2}")
  @CsvSource({
    "RSA,2047,false",
    "RSA,2048,true",
    "RSASSA-PSS,2048,true",
    "EC,255,false",
    "EC,256,true",
    "EC,521,true",
    "Ed25519,0,true",
    "Ed448,0,true",
    "DSA,3072,false",
    "X25519,255,false"
  })
  void keysAreStrong(String algorithm, int bits, boolean passes) throws Exception {
    CertificateFacts certificate = own(LATER, algorithm, bits, "SHA256withRSA", "mq.a");

    assertThat(rule.judge(connector("10.0.0.1", "", certificate)).isEmpty()).isEqualTo(passes);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "SHA256withRSA,true",
    "SHA512withECDSA,true",
    "Ed25519,true",
    "RSASSA-PSS SHA-384,true",
    "RSASSA-PSS SHA-1,false",
    "RSASSA-PSS,false",
    "SHA1withRSA,false",
    "SHA224withRSA,false",
    "MD5withRSA,false",
    "SHA1withECDSA,false",
    "unheard-of,false"
  })
  void signaturesAreStrong(String signature, boolean passes) throws Exception {
    CertificateFacts certificate = own(LATER, "EC", 256, signature, "mq.a");

    assertThat(rule.judge(connector("10.0.0.1", "", certificate)).isEmpty()).isEqualTo(passes);
  }

  @Test
  void datesAreJudgedToTheirLastInstant() throws Exception {
    assertThat(rule.judge(connector("10.0.0.1", "", between(NOW, NOW)))).isEmpty();
    assertThat(rule.judge(connector("10.0.0.1", "", between(NOW.plusMillis(1), LATER))))
        .extracting(Violation::line)
        .containsExactly(
            WHERE
                + "its certificate CN=c begins only on 2026-11-24T12:00:00.001Z; wait, or set the"
                + " clock right");
    assertThat(
            rule.judge(
                connector(
                    "10.0.0.1", "", between(NOW.minus(Duration.ofDays(9)), NOW.minusMillis(1)))))
        .hasSize(1);
  }

  @ParameterizedTest(name = "days {0}, and {1} ms: {2}")
  @CsvSource({"30,0,true", "30,1,false", "0,0,true", "0,-1,false"})
  void theEndIsForeseenDaysBefore(int days, long millis, boolean foreseen) throws Exception {
    Instant end = NOW.plus(Duration.ofDays(days)).plusMillis(millis);
    ConnectorFacts connector =
        connector("10.0.0.1", "", between(NOW.minus(Duration.ofDays(9)), end));

    assertThat(rule.foresee(connector)).hasSize(foreseen ? 1 : 0);
  }

  @ParameterizedTest(name = "{0} hours: {1}")
  @CsvSource({"23, in 0 days", "24, in 1 day", "47, in 1 day", "48, in 2 days"})
  void theEndIsForeseenInWholeDays(int hours, String said) throws Exception {
    Instant end = NOW.plus(Duration.ofHours(hours));
    ConnectorFacts connector =
        connector("10.0.0.1", "", between(NOW.minus(Duration.ofDays(9)), end));

    assertThat(rule.foresee(connector))
        .extracting(Violation::found)
        .containsExactly("its certificate CN=c ends on %s, %s".formatted(end, said));
  }

  @Test
  void everyCertificateThatIsShownIsJudged() throws Exception {
    CertificateFacts good = own(LATER, "EC", 256, "SHA256withECDSA", "mq.a");
    CertificateFacts ended = authority(false, "SHA256withRSA", NOW.minusSeconds(5));
    CertificateFacts ending = authority(false, "SHA256withRSA", NOW.plusSeconds(5));
    ConnectorFacts connector = connector("10.0.0.1", "", good);
    TlsFacts tls = connector.tls().orElseThrow();
    ConnectorFacts several =
        new ConnectorFacts(
            "c",
            "ssl://host:1",
            "ssl",
            connector.addresses(),
            false,
            Optional.of(
                new TlsFacts(
                    tls.protocols(),
                    tls.cipherSuites(),
                    false,
                    false,
                    tls.host(),
                    ShownCertificateFacts.of(List.of(good, ended, ending)))));

    assertThat(several.certificates()).containsExactly(good, ended, ending);
    assertThat(rule.judge(several)).hasSize(1);
    assertThat(rule.foresee(several)).hasSize(1);
  }

  @Test
  void theEndIsForeseenWithItsDay() throws Exception {
    Instant end = NOW.plus(Duration.ofDays(12)).plusSeconds(1);
    ConnectorFacts connector =
        connector("10.0.0.1", "", between(NOW.minus(Duration.ofDays(9)), end));

    assertThat(rule.judge(connector)).isEmpty();
    assertThat(rule.foresee(connector))
        .extracting(Violation::line)
        .containsExactly(
            WHERE
                + "its certificate CN=c ends on 2026-12-06T12:00:01Z, in 12 days; renew it before that"
                + " day");
  }

  @Test
  void whatAuthoritiesShowIsJudgedButForNamesAndTheRootsOwnSignature() throws Exception {
    CertificateFacts root = authority(true, "SHA1withRSA", LATER);
    CertificateFacts between = authority(false, "SHA1withRSA", NOW.minusSeconds(5));

    assertThat(rule.judge(connector("10.0.0.1", "", root))).isEmpty();
    assertThat(rule.judge(connector("10.0.0.1", "", between)))
        .extracting(Violation::found)
        .containsExactly(
            "its authority's certificate CN=a ended on 2026-11-24T11:59:55Z",
            "its authority's certificate CN=a is signed with SHA1withRSA");
  }

  @Test
  void aCertificateOfItsOwnIsJudgedByItsSignatureEvenIfItSignedItself() throws Exception {
    CertificateFacts selfSigned =
        new CertificateFacts(
            "CN=c",
            "1",
            true,
            true,
            List.of("mq.a"),
            NOW.minusSeconds(1),
            LATER,
            "EC",
            256,
            "SHA1withECDSA");

    assertThat(rule.judge(connector("10.0.0.1", "", selfSigned)))
        .extracting(Violation::found)
        .containsExactly("its certificate CN=c is signed with SHA1withECDSA");
  }

  @ParameterizedTest(name = "{0} on {1} named {2}: {3}")
  @CsvSource({
    "10.0.0.1, '', mq.example.com, true",
    "10.0.0.1, '', 10.9.9.9, true",
    "10.0.0.1, '', localhost, false",
    "10.0.0.1, '', 127.0.0.1, false",
    "10.0.0.1, '', 0:0:0:0:0:0:0:1, false",
    "10.0.0.1, '', ::1, false",
    "10.0.0.1, '', LocalHost, false",
    "10.0.0.1, '', localhosts.example.com, true",
    "10.0.0.1, '', localhost.localdomain, false",
    "10.0.0.1, '', '', false",
    "127.0.0.1, '', localhost, true",
    "127.0.0.1, '', mq.example.com, true",
    "127.0.0.1, localhost, mq.example.com, true",
    "127.0.0.1, '', '', false",
    "10.0.0.1, mq.example.com, mq.example.com, true",
    "10.0.0.1, mq.example.com, MQ.Example.com, true",
    "10.0.0.1, mq.example.com, *.example.com, true",
    "10.0.0.1, a.mq.example.com, *.example.com, false",
    "10.0.0.1, example.com, *.example.com, false",
    "10.0.0.1, mq.example.com, mq2.example.com, false",
    "10.0.0.1, .example.com, *.example.com, false",
    "10.0.0.1, m.example.com, *.example.com, true",
    "10.0.0.1, mq, *.example.com, false",
    "10.0.0.1, localhost, localhost, false",
    "10.0.0.1, mq.example.com, 10.0.0.1, false"
  })
  void namesMatch(String address, String host, String name, boolean passes) throws Exception {
    CertificateFacts certificate =
        name.isEmpty()
            ? own(LATER, "EC", 256, "SHA256withECDSA")
            : own(LATER, "EC", 256, "SHA256withECDSA", name);

    assertThat(rule.judge(connector(address, host, certificate)).isEmpty()).isEqualTo(passes);
  }

  @Test
  void aNameThatIsMissingIsSaid() throws Exception {
    assertThat(
            rule.judge(
                connector(
                    "10.0.0.1", "mq.a", own(LATER, "EC", 256, "SHA256withECDSA", "x.b", "c"))))
        .extracting(Violation::line)
        .containsExactly(
            WHERE
                + "its certificate CN=c is for x.b, c, and not for mq.a; have it issued for that name"
                + " too, or write the name that it is for into the URI");
    assertThat(rule.judge(connector("10.0.0.1", "mq.a", own(LATER, "EC", 256, "SHA256withECDSA"))))
        .extracting(Violation::line)
        .containsExactly(
            WHERE
                + "its certificate CN=c names no host in subjectAltName, so clients cannot tell whose"
                + " it is; have it issued for mq.a, or for the names that clients connect to");
  }

  @Test
  void whatIsOnNoAddressThatIsKnownIsNotTakenForLoopback() throws Exception {
    ConnectorFacts known =
        connector(
            "127.0.0.1",
            "mq.elsewhere",
            own(NOW.plus(Duration.ofDays(90)), "EC", 256, "SHA256withECDSA", "mq.a"));
    ConnectorFacts unknown =
        new ConnectorFacts(
            known.name(), known.location(), known.scheme(), List.of(), false, known.tls());

    assertThat(rule.judge(known)).isEmpty();
    assertThat(rule.judge(unknown))
        .extracting(Violation::found)
        .containsExactly("its certificate CN=c is for mq.a, and not for mq.elsewhere");
  }

  private static CertificateFacts own(
      Instant until, String key, int bits, String signature, String... names) {
    return new CertificateFacts(
        "CN=c",
        "1",
        true,
        false,
        Arrays.asList(names),
        NOW.minus(Duration.ofDays(10)),
        until,
        key,
        bits,
        signature);
  }

  private static CertificateFacts between(Instant from, Instant until) {
    return new CertificateFacts(
        "CN=c", "1", true, false, List.of("mq.a"), from, until, "EC", 256, "SHA256withECDSA");
  }

  private static CertificateFacts authority(boolean root, String signature, Instant until) {
    return new CertificateFacts(
        "CN=a",
        "1",
        false,
        root,
        List.of(),
        NOW.minus(Duration.ofDays(10)),
        until,
        "RSA",
        2048,
        signature);
  }

  private static ConnectorFacts connector(String address, String host, CertificateFacts shown)
      throws Exception {
    TlsFacts tls = SomeFacts.tls(host, false, ShownCertificateFacts.of(List.of(shown)));
    return new ConnectorFacts(
        "c",
        "ssl://host:1",
        "ssl",
        List.of(InetAddress.getByName(address)),
        false,
        Optional.of(tls));
  }
}
