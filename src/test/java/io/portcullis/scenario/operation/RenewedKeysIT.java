package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.RevokingAuthority;
import io.portcullis.testing.RevokingAuthority.Issued;
import io.portcullis.testing.Schemes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.management.openmbean.CompositeData;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.spring.SpringSslContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key stores, trust stores and revocation lists that change while the broker runs. */
@Timeout(120)
class RenewedKeysIT {

  private static final RevokingAuthority AUTHORITY = new RevokingAuthority();
  private static final String PASSWORD = RevokingAuthority.PASSWORD;

  private final Instant now = Instant.now();

  @TempDir private Path folder;
  private Path keys;
  private Path trust;
  private Path revoked;
  private Issued first;
  private GatedBroker broker;

  @BeforeEach
  void files() throws Exception {
    first = AUTHORITY.issue("first", 0x11);
    keys = first.store(folder.resolve("broker.p12"));
    trust = AUTHORITY.trust(folder.resolve("trust.p12"));
    revoked = AUTHORITY.revoke(folder.resolve("revoked.crl"));
  }

  @AfterEach
  void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private void start(String... schemes) throws Exception {
    start("ENFORCE", schemes);
  }

  private void start(String mode, String[] schemes) throws Exception {
    SpringSslContext context = new SpringSslContext();
    context.setKeyStore(keys.toUri().toString());
    context.setKeyStoreType("PKCS12");
    context.setKeyStorePassword(PASSWORD);
    context.setTrustStore(trust.toUri().toString());
    context.setTrustStoreType("PKCS12");
    context.setTrustStorePassword(PASSWORD);
    context.setCrlPath(revoked.toUri().toString());
    context.afterPropertiesSet();
    broker =
        GatedBroker.listening(schemes)
            .with(gate -> gate.setMode(mode))
            .withService(service -> service.setSslContext(context))
            .started();
  }

  private String[] reload() throws Exception {
    return broker.view().reload();
  }

  /** What a client sees that connects once more. */
  private record Shown(X509Certificate certificate, long sessionBegan) {}

  private static Shown look(SSLContext client, int port, String protocol) throws IOException {
    try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      return new Shown(
          (X509Certificate) socket.getSession().getPeerCertificates()[0],
          socket.getSession().getCreationTime());
    }
  }

  private String shown(String scheme) throws Exception {
    return serial(look(AUTHORITY.context(), broker.port(scheme), "TLSv1.3"));
  }

  private static String serial(Shown shown) {
    return shown.certificate.getSerialNumber().toString(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void everySchemeShowsTheNewCertificateAtOnceToClientsWithASessionToo(String protocol)
      throws Exception {
    start(Schemes.TLS.toArray(new String[0]));
    SSLContext client = AUTHORITY.context();
    for (String scheme : Schemes.TLS) {
      assertThat(serial(look(client, broker.port(scheme), protocol))).as(scheme).isEqualTo("11");
    }

    AUTHORITY.issue("second", 0x22).store(keys);
    assertThat(reload()).isEmpty();

    for (String scheme : Schemes.TLS) {
      assertThat(serial(look(client, broker.port(scheme), protocol))).as(scheme).isEqualTo("22");
    }
  }

  @Test
  void theLogAndTheTableSayWhatIsShown() throws Exception {
    start("ssl", "stomp+nio+ssl");
    assertThat(broker.view().getCertificates().size()).isPositive();
    try (LoggedLines log = LoggedLines.of("io.portcullis.broker.keys")) {
      Issued second = AUTHORITY.issue("second", 0x22);
      second.store(keys);
      assertThat(reload()).isEmpty();

      assertThat(log.lines())
          .containsExactly(
              "io.portcullis.broker.keys.KeyStoreReload: %s changed and is in use: ssl,"
                      .formatted(keys)
                  + " stomp+nio+ssl show CN=second (serial 22, until %s)".formatted(until(second))
                  + " instead of CN=first (serial 11, until %s)".formatted(until(first)));
    }
    assertThat(
            broker.view().getCertificates().values().stream()
                .map(row -> ((CompositeData) row).get("serial"))
                .filter(serial -> !serial.equals("1")))
        .containsExactly("22", "22");
  }

  private static Instant until(Issued issued) {
    return issued.chain().get(0).getNotAfter().toInstant();
  }

  @Test
  void inReportOnlyTheNewCertificateIsShownToo() throws Exception {
    start("REPORT_ONLY", new String[] {"ssl", "nio+ssl"});
    AUTHORITY.issue("second", 0x22).store(keys);

    assertThat(reload()).isEmpty();

    assertThat(shown("ssl")).isEqualTo("22");
    assertThat(shown("nio+ssl")).isEqualTo("22");
  }

  @ParameterizedTest
  @EnumSource(names = {"ENDED", "NOT_BEGUN", "WITHOUT_KEY", "OTHERS_CHAIN"})
  void inReportOnlyWhatNoClientAcceptsIsNotTakenEither(Fault fault) throws Exception {
    start("REPORT_ONLY", new String[] {"ssl"});
    happen(fault);

    assertThat(reload()).hasSize(1);

    assertThat(shown("ssl")).isEqualTo("11");
  }

  @Test
  void keysAndTrustThatChangeTogetherAreTakenTogether() throws Exception {
    start("ssl");
    RevokingAuthority other = new RevokingAuthority();
    other.issue("second", 0x22).store(keys);
    other.trust(trust);
    other.revoke(revoked);

    assertThat(reload()).isEmpty();

    assertThat(serial(look(other.context(), broker.port("ssl"), "TLSv1.3"))).isEqualTo("22");
  }

  /** Ways in which a change is no good, and what is said of each. */
  enum Fault {
    MISSING("it is not there"),
    A_FOLDER("it is a folder"),
    EMPTY("key store"),
    TRUNCATED("key store"),
    OTHER_PASSWORD("password was incorrect"),
    WITHOUT_KEY("nobody could connect"),
    ENDED("ended on"),
    NOT_BEGUN("begins only on"),
    WEAK("has a key of RSA with 1024 bits"),
    OTHERS_CHAIN("is not signed by the next in its chain, CN=authority"),
    OTHERS_KEY("nobody could connect"),
    NO_TRUST("trust"),
    TRUST_CUT_OFF("trust store"),
    NO_LIST("revocation list"),
    LIST_ENDED("the revocation list of CN=authority ended on"),
    OTHERS_LIST("the revocation list of CN=authority is not signed by it");

    private final String said;

    Fault(String said) {
      this.said = said;
    }
  }

  private static void cut(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
  }

  private void happen(Fault fault) throws Exception {
    Issued good = AUTHORITY.issue("second", 0x22);
    KeyPair pair = RevokingAuthority.ecKeys();
    Instant before = now.minus(Duration.ofDays(3));
    Instant after = now.plus(Duration.ofDays(3));
    switch (fault) {
      case MISSING -> Files.delete(keys);
      case A_FOLDER -> {
        Files.delete(keys);
        Files.createDirectory(keys);
      }
      case EMPTY -> Files.write(keys, new byte[0]);
      case TRUNCATED -> cut(good.store(keys));
      case OTHER_PASSWORD -> good.store(keys, "another-password");
      case WITHOUT_KEY -> AUTHORITY.trust(keys);
      case ENDED -> AUTHORITY.issue("b", 2, pair, before, now.minusSeconds(60)).store(keys);
      case NOT_BEGUN -> AUTHORITY.issue("b", 2, pair, after, after.plusSeconds(60)).store(keys);
      case WEAK ->
          AUTHORITY.issue("b", 2, RevokingAuthority.rsaKeys(1024), before, after).store(keys);
      case OTHERS_CHAIN ->
          new Issued(
                  good.keys(), List.of(good.chain().get(0), new RevokingAuthority().certificate()))
              .store(keys);
      case OTHERS_KEY -> new Issued(pair, good.chain()).store(keys);
      case NO_TRUST -> RevokingAuthority.emptyTrust(trust);
      case TRUST_CUT_OFF -> cut(trust);
      case NO_LIST -> Files.writeString(revoked, "no list");
      case LIST_ENDED -> AUTHORITY.revoke(revoked, now.minusSeconds(60));
      case OTHERS_LIST -> new RevokingAuthority().revoke(revoked);
    }
  }

  private static Stream<Path> changed(Fault fault, Path keys, Path trust, Path revoked) {
    return switch (fault) {
      case NO_TRUST, TRUST_CUT_OFF -> Stream.of(trust);
      case NO_LIST, LIST_ENDED, OTHERS_LIST -> Stream.of(revoked);
      default -> Stream.of(keys);
    };
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoGoodChangesNothingAndIsSaidOnce(Fault fault) throws Exception {
    start("ssl");
    byte[] before = Files.readAllBytes(keys);
    try (LoggedLines log = LoggedLines.of("io.portcullis.broker.keys")) {
      happen(fault);

      assertThat(reload())
          .hasSize(1)
          .allMatch(
              line ->
                  changed(fault, keys, trust, revoked)
                      .anyMatch(file -> line.startsWith(file.toString())));
      reload();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains(fault.said)
          .contains(" cannot be used: ")
          .endsWith("; connectors go on with what they have read");
      assertThat(shown("ssl")).isEqualTo("11");
    }

    Files.deleteIfExists(keys);
    Files.write(keys, before);
    AUTHORITY.issue("third", 0x33).store(keys);
    AUTHORITY.trust(trust);
    AUTHORITY.revoke(revoked);
    assertThat(reload()).isEmpty();
    assertThat(shown("ssl")).isEqualTo("33");
  }

  @Test
  void aStoreThatIsAsItWasIsSaidToBe() throws Exception {
    start("ssl");
    byte[] before = Files.readAllBytes(keys);
    try (LoggedLines log = LoggedLines.of("io.portcullis.broker.keys")) {
      cut(keys);
      assertThat(reload()).hasSize(1);
      Files.write(keys, before);
      assertThat(reload()).isEmpty();

      assertThat(log.lines())
          .hasSize(2)
          .last()
          .asString()
          .endsWith(" is again what connectors have read");
    }
  }
}
