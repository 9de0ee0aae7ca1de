package io.portcullis.rule;

import io.portcullis.rule.ShownCertificateFacts.Flaw;
import java.util.stream.Stream;

/** Judges the chains of a connector's certificates for {@link RequireValidCertificate}. */
final class ChainFaults {

  private static final String WRITE_CHAIN =
      "write its certificates into CHAIN.pem, %s; run openssl pkcs12 -export -name broker -inkey"
          + " KEY.pem -in CHAIN.pem -out STORE.p12; name that store in <sslContext>";

  private static final Fault ORDER =
      new Fault(
          "certificate-chain-order",
          "%s is shown with its authorities' in the wrong order, which TLS 1.2 does not allow",
          WRITE_CHAIN.formatted("in this order: %4$s"));
  private static final Fault ALIEN =
      new Fault(
          "certificate-chain-alien",
          "%s is shown with %4$s, which signed nothing of its chain",
          WRITE_CHAIN.formatted("each before the one that signed it, without %4$s"));
  private static final Fault INCOMPLETE =
      new Fault(
          "certificate-chain-incomplete",
          "%s is shown without %4$s, whom only another authority vouches for",
          WRITE_CHAIN.formatted("and behind them, in this order: %4$s"));
  private static final Fault EXCLUDED =
      new Fault(
          "certificate-names-excluded",
          "%s has a name that the name constraints of %4$s exclude, so clients refuse it",
          "have it issued for names that these constraints permit, or by another authority; run"
              + " keytool -list -v -keystore STORE.p12 to see them as NameConstraints");

  private ChainFaults() {}

  /** Returns what is wrong with the chains that a connector shows. */
  static Stream<Violation> judge(ConnectorFacts connector, ShownCertificateFacts shown) {
    return shown.flaws().stream().map(flaw -> violation(connector, flaw));
  }

  private static Violation violation(ConnectorFacts connector, Flaw flaw) {
    return Violation.of(
        RequireValidCertificate.ID,
        connector,
        fault(flaw.kind()),
        Argument.shown(flaw.own().what()),
        flaw.own().subject(),
        flaw.own().serial(),
        Argument.of(flaw.others()));
  }

  private static Fault fault(Flaw.Kind kind) {
    return switch (kind) {
      case ORDER -> ORDER;
      case ALIEN -> ALIEN;
      case INCOMPLETE -> INCOMPLETE;
      case EXCLUDED -> EXCLUDED;
    };
  }
}
