package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.policy.Resource;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RightHolder;
import io.portcullis.rule.Violation;
import io.portcullis.testing.BrokerXml;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** Whoever reads a report from above knows what each line is about. */
class TextHeadingsTest {

  private static final List<String> RULES = List.of("require-tls", "bound-resources");

  @TempDir Path folder;

  /** In every order, each text stands under the connectors that it is about, and under no other. */
  @RepeatedTest(40)
  void eachTextStandsUnderWhatItIsAbout(RepetitionInfo run) throws Exception {
    Random random = new Random(run.getCurrentRepetition());
    Set<String> said = new HashSet<>();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String rule = RULES.get(random.nextInt(RULES.size()));
      String connector = "connector \"%s\"".formatted((char) ('a' + random.nextInt(3)));
      String fault = "fault-" + random.nextInt(3);
      findings.add(
          new Finding(
              Violation.of(
                  rule,
                  new Named(Resource.connector(connector), connector),
                  new Fault(fault, fault, "mend it")),
              Disposition.REFUSED));
      said.add(rule + " " + connector + " " + fault);
    }

    assertThat(read(text(findings))).isEqualTo(said);
  }

  /** The last steps of a remedy, if they are long, stand once. */
  @Test
  void stepsOfTheRemedyBeforeAreNotRepeated() throws Exception {
    String steps = "; put it into the file" + "; and so on".repeat(12);
    List<Finding> findings = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      findings.add(
          new Finding(
              Violation.of(
                  "require-tls",
                  new Named(Resource.connector(name), name),
                  new Fault("fault", "is wrong", "write %s" + (name.equals("c") ? "; x" : steps)),
                  name),
              Disposition.REFUSED));
    }

    String text = text(findings);

    assertThat(text)
        .contains("-> write b; then take the same steps as above")
        .contains("-> write c; x")
        .containsOnlyOnce("put it into the file");
  }

  private String text(List<Finding> findings) throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, "");
    CheckedBroker checked = CheckedBroker.asData(folder.resolve("activemq.xml"), Clock.systemUTC());
    CheckedBroker with =
        new CheckedBroker(
            checked.reading(),
            checked.gate(),
            checked.policy(),
            checked.judgement(),
            findings,
            checked.connectors(),
            checked.accesses(),
            checked.waivers(),
            checked.changes(),
            checked.observed());
    StringWriter out = new StringWriter();
    new TextReport(Ansi.OFF, new LineWrap(80)).print(Report.of("activemq.xml", with, "1"), out);
    return out.toString();
  }

  /** Reads the list of what is refused as a person does. */
  private static Set<String> read(String text) {
    Set<String> said = new HashSet<>();
    String rule = "";
    List<String> headings = new ArrayList<>();
    boolean inHeadings = false;
    for (String line :
        text.replaceFirst("(?s).*?\nREFUSED\n", "")
            .replaceFirst("(?s)\n\n.*", "")
            .lines()
            .toList()) {
      if (line.matches(" {2}\\S.*")) {
        rule = line.strip();
        headings.clear();
      } else if (line.matches(" {4}\\S.*")) {
        if (!inHeadings) {
          headings.clear();
        }
        headings.add(line.strip());
        inHeadings = true;
      } else if (line.matches(" {6}fault.*")) {
        inHeadings = false;
        for (String heading : headings) {
          said.add(rule + " " + heading + " " + line.strip());
        }
      }
    }
    return said;
  }

  @Test
  void aGroupThatIsCalledEveryoneIsAGroup() {
    StringBuilder page = new StringBuilder();
    new HtmlRights(
            List.of(
                new GroupRights("queue://A", "everyone", true, false, false),
                new GroupRights("queue://A", "*", true, false, false)),
            Optional.empty(),
            true)
        .appendTo(page);

    assertThat(page)
        .contains("<span>everyone</span>", "<span><em>everybody who is logged in</em></span>");
    assertThat(RightHolder.EVERYONE).hasToString("everyone");
    assertThat(RightHolder.to(Set.of("everyone", "a"))).hasToString("a,\"everyone\"");
    assertThat(RightHolder.to(Set.of("nobody"))).hasToString("\"nobody\"");
    assertThat(RightHolder.to(Set.of())).hasToString("nobody");
  }
}
