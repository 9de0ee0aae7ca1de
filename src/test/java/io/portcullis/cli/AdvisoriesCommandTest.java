package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portcullis.report.LineWrap;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

class AdvisoriesCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private LineWrap wrap = LineWrap.NONE;
  private Ansi ansi = Ansi.OFF;

  private int run(String... arguments) {
    return Main.commandLine(InputStream.nullInputStream(), 1, Optional.empty(), () -> wrap)
        .setColorScheme(HelpColours.of(ansi))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of("advisories"), Stream.of(arguments)).toArray(String[]::new));
  }

  @Test
  void aReleaseWithoutAnyEndsWith0() {
    assertThat(run("6.3.2")).isEqualTo(AdvisoriesCommand.NONE_OPEN);

    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            ActiveMQ 6.3.2: no published hole is open in it
              Line 6.3 (since 2026-07-27, newest 6.3.3) gets security fixes.
              Known as of 2026-11-29.
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void eachHoleIsSaidWithWhatStandsInItsWay() {
    assertThat(run("6.2.10")).isEqualTo(AdvisoriesCommand.OPEN);

    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            ActiveMQ 6.2.10: 1 published hole is open in it
              Line 6.2 (since 2025-11-14, newest 6.2.10) is deprecated: pull request 2455 of August 2026 deprecates it in favour of 6.3, while SECURITY.md of that month still lists it as supported.
              Update to 6.3.2 or later; it has none of them.
              Known as of 2026-11-29.

            Portcullis stands against in part
              CVE-2026-74761 (gives rights, with a login): A user removes the durable subscription of another by naming its client id.
                  through openwire
                  mended in 5.19.11, 6.3.2
                  require-authorization, against some: its maker, an administrator and the users of its client id remove it; after a restart whoever may read its topic
                  note: No release of 6.2 is named as mended. The page of 6.2.10, which is younger, does not mention it.
                  https://www.cve.org/CVERecord?id=CVE-2026-74761
            """);
  }

  @Test
  void whatNothingStandsAgainstComesFirstAndBeforeALogin() {
    assertThat(run("6.1.8")).isEqualTo(AdvisoriesCommand.OPEN);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "ActiveMQ 6.1.8: 25 published holes are open in it; against 8 of them nothing of"
                + " Portcullis stands");
    assertThat(lines)
        .containsSubsequence(
            "Nothing of Portcullis stands against",
            "Portcullis stands against in part",
            "Portcullis stands against, where the rule enforces");
    assertThat(lines.stream().filter(line -> line.startsWith("  CVE-")).findFirst().orElseThrow())
        .startsWith("  CVE-2026-59878 (denies service, before a login): ");
    assertThat(lines)
        .contains(
            "      opened again by allowTempDestinationStealing=true",
            "      opened again by syncDurableSubs towards peers that are not trusted");
    assertThat(out.toString())
        .contains("CVE-2026-34197 (runs code, with a login, known to be exploited)");
  }

  @Test
  void ofReleasesThatTheGateWasNeverRunOnItSaysSo() {
    assertThat(run("5.15.16")).isEqualTo(AdvisoriesCommand.OPEN);

    assertThat(out.toString())
        .contains("Portcullis was never run on releases before 5.18.0")
        .containsPattern("\\ROpen\\R")
        .doesNotContain("against some", "against everybody");
  }

  @Test
  void linesFitTheTerminal() {
    wrap = new LineWrap(80);
    run("5.18.0");

    assertThat(out.toString().lines())
        .filteredOn(line -> line.length() > 80)
        .allMatch(line -> !line.strip().contains(" "));
  }

  @Test
  void onlyTheVerdictAndHeadingsHaveAStyle() {
    ansi = Ansi.ON;
    run("6.1.8");

    assertThat(out.toString().lines().filter(line -> line.contains("\u001b"))).hasSize(4);
    assertThat(out.toString()).startsWith("\u001b[1m\u001b[31mActiveMQ 6.1.8: ");
  }

  @Test
  void jsonIsOneObjectOfTheSame() throws Exception {
    assertThat(run("6.1.8", "--format", "json")).isEqualTo(AdvisoriesCommand.OPEN);

    assertThat(out.toString()).matches("[ -~\\r\\n]*");
    JsonNode advisories = JsonMapper.builder().build().readTree(out.toString());
    assertThat(names(advisories))
        .containsExactly("version", "asOf", "line", "updateTo", "gateRan", "holes", "sources");
    assertThat(advisories.path("version").asText()).isEqualTo("6.1.8");
    assertThat(advisories.path("updateTo").asText()).isEqualTo("6.3.2");
    assertThat(advisories.path("line").path("state").asText()).isEqualTo("ended");
    assertThat(advisories.path("line").path("ended").asText()).isEqualTo("2026-05-14");
    assertThat(advisories.path("holes")).hasSize(25);
    JsonNode first = advisories.path("holes").get(0);
    assertThat(names(first))
        .containsExactly(
            "id",
            "published",
            "does",
            "effect",
            "access",
            "through",
            "exploited",
            "mendedIn",
            "gate",
            "reopenedBy",
            "source");
    assertThat(first.path("id").asText()).isEqualTo("CVE-2026-59878");
    assertThat(first.path("access").asText()).isEqualTo("before-login");
    assertThat(first.path("through").get(0).asText()).isEqualTo("amqp");
    JsonNode last = advisories.path("holes").get(24).path("gate").get(0);
    assertThat(names(last)).containsExactly("rule", "stops", "how", "test");
    assertThat(last.path("stops").asText()).isEqualTo("all");
  }

  @Test
  void jsonNamesTheReleaseOfTheSameLine() throws Exception {
    run("6.2.5", "--format", "json");

    JsonNode holes = JsonMapper.builder().build().readTree(out.toString()).path("holes");
    assertThat(
            StreamSupport.stream(holes.spliterator(), false)
                .filter(hole -> hole.path("id").asText().equals("CVE-2026-42588")))
        .singleElement()
        .satisfies(hole -> assertThat(hole.path("mendedInLine").asText()).isEqualTo("6.2.6"));
  }

  private static List<String> names(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .toList();
  }

  @Test
  void withoutAVersionItIsTheOneThatItRunsIn() {
    run();

    assertThat(out.toString())
        .startsWith("ActiveMQ %s: ".formatted(ActiveMQConnectionMetaData.PROVIDER_VERSION));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6.4.0 | line 6.4 is not known (as of 2026-11-29); the newest is 6.3",
        "6.3.4 | release 6.3.4 is not known (as of 2026-11-29); the newest of line 6.3 is 6.3.3",
        "6.3.2-SNAPSHOT | \"6.3.2-SNAPSHOT\" is not one of ActiveMQ's own releases, such as 6.1.8",
        "6.1 | \"6.1\" is not one of ActiveMQ's own releases, such as 6.1.8",
        "6.1.8\u001b[2J | \"6.1.8\\u001b[2J\" is not one of ActiveMQ's own releases, such as 6.1.8",
      })
  void anUnknownReleaseEndsWith2(String version, String said) {
    assertThat(run(version)).isEqualTo(AdvisoriesCommand.UNKNOWN);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip()).isEqualTo("portcullis advisories: " + said);
  }

  @Test
  void wrongArgumentsEndWith2() {
    assertThat(run("6.1.8", "6.2.0")).isEqualTo(Main.USAGE);
    assertThat(run("--format", "xml")).isEqualTo(Main.USAGE);
  }
}
