package io.portcullis.scenario.remedies;

import static io.portcullis.scenario.remedies.ConfFolder.replacing;

import io.portcullis.testing.BrokerXml;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for the gate's own bean, its waivers, and the broker's keys. */
class GateRemediesIT {

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Failing.rows(
        Failing.of("gate-missing", "other plugins", replacing(ConfFolder.GATE, "")),
        Failing.taking(
            Failing.of(
                "gate-missing",
                "no plugins",
                folder ->
                    folder.write(
                        "activemq.xml",
                        folder.read("activemq.xml").replaceAll("(?s)<plugins>.*</plugins>", "")))),
        Failing.of(
            "gate-property-wrong",
            "a value",
            replacing(ConfFolder.GATE, gate("<property name=\"mode\" value=\"ENFORCED\"/>"))),
        waiver("waiver-ended", "secure-management", "x", -3, 0),
        waiver("waiver-unmatched", "refuse-default-credentials", "nobody", 100, 1),
        Failing.other(
            1,
            Failing.of(
                "waiver-ending",
                "renewed",
                folder ->
                    folder
                        .replace("ssl://127.0.0.1:61617", "tcp://127.0.0.1:61617")
                        .replace(ConfFolder.GATE, waived("require-tls", "openwire", 9)))),
        Failing.of("keys-missing", "a wrong name", replacing("keys.p12", "gone.p12")),
        Failing.of(
            "keys-unloaded",
            "a wrong password",
            replacing("keyStorePassword=\"" + ConfFolder.PASSWORD, "keyStorePassword=\"wrong")));
  }

  private static Named<Failing> waiver(
      String code, String rule, String subject, int days, int alternative) {
    return Failing.other(
        alternative,
        Failing.of(code, "removed", replacing(ConfFolder.GATE, waived(rule, subject, days))));
  }

  private static String waived(String rule, String subject, int days) {
    return gate(
        BrokerXml.waivers(
            BrokerXml.waiver(
                rule,
                subject,
                "a reason that is long enough",
                LocalDate.now(ZoneOffset.UTC).plusDays(days).toString())));
  }

  private static String gate(String properties) {
    return BrokerXml.with(ConfFolder.GATE, properties);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
