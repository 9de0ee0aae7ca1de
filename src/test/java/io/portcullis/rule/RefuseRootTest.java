package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RefuseRootTest {

  private final RefuseRoot rule = new RefuseRoot();

  @Test
  void rootIsRefused() {
    assertThat(rule.judge(process(OptionalInt.of(0))))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-root] process: the broker runs as root, so whoever gets it to run code has the"
                + " whole host; start it as a user of its own, to whom nothing belongs but the"
                + " broker's files");
  }

  @Test
  void anybodyElsePasses() {
    assertThat(rule.judge(process(OptionalInt.of(1)))).isEmpty();
    assertThat(rule.judge(process(OptionalInt.of(-2)))).isEmpty();
    assertThat(rule.notChecked(posture(OptionalInt.of(0)))).isEmpty();
  }

  @Test
  void whereTheSystemDoesNotTellItIsSaid() {
    assertThat(rule.judge(process(OptionalInt.empty()))).isEmpty();
    assertThat(rule.notChecked(posture(OptionalInt.empty())))
        .containsExactly("the user that the broker runs as: this system has no /proc/self/status");
  }

  private static ProcessFacts process(OptionalInt userId) {
    return new ProcessFacts(userId, "6.3.1", List.of());
  }

  private static PostureFacts posture(OptionalInt userId) {
    return Postures.of(process(userId));
  }
}
