package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Policy;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleTextsTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[`([a-z-]+)`]\\S+ \\| (.*) \\|$");

  @Test
  void theyAreTheRulesInTheirOrderAndTheConfiguration() {
    assertThat(RuleTexts.ids()).startsWith(Rules.ids().toArray(new String[0]));
    assertThat(RuleTexts.ids()).hasSize(Rules.ids().size() + 1).endsWith("configuration");
  }

  @Test
  void theySayWhatTheManualSays() throws Exception {
    ROW.matcher(Files.readString(Path.of("src/site/markdown/rules.md")))
        .results()
        .forEach(
            row ->
                assertThat(RuleTexts.demand(row.group(1)))
                    .isEqualTo(
                        row.group(2)
                            .replace("`", "")
                            .replace("; only reports, unless enforce names it", "")));
  }

  @Test
  void theyKnowWhichRulesOnlyReport() throws Exception {
    Set<String> reported =
        Rules.of(Policy.builder().build(Set.of())).all().stream()
            .filter(rule -> !rule.enforcedByDefault())
            .map(Rule::id)
            .collect(Collectors.toSet());

    assertThat(Rules.ids().stream().filter(RuleTexts::isReportedByDefault))
        .containsExactlyInAnyOrderElementsOf(reported);
  }
}
