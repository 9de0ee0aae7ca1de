package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.testing.OperatorsRights;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequireSystemGroupTest {

  private final RequireSystemGroup rule = new RequireSystemGroup("system");

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({
    "QUEUE, READ, read",
    "QUEUE, WRITE, write",
    "QUEUE, ADMIN, admin",
    "TOPIC, READ, read",
    "TOPIC, WRITE, write",
    "TOPIC, ADMIN, admin"
  })
  void eachRightThatTheGroupLacksIsNamed(DestinationKind kind, Operation operation, String right) {
    String type = kind == DestinationKind.QUEUE ? "queue" : "topic";

    assertThat(rule.judge(new AllBut(kind, operation, "")))
        .extracting(Violation::line)
        .containsExactly(
            "[require-system-group] authorization map: group \"system\" may not %1$s on %2$s \">\"; add"
                    .formatted(right, type)
                + " system to %1$s of <authorizationEntry %2$s=\">\">".formatted(right, type));
  }

  @ParameterizedTest
  @CsvSource({
    AuthorizationFacts.NAME_OF_NOTHING + ", 1",
    AuthorizationFacts.LONG_NAME_OF_NOTHING + ", 1",
    "ORDERS, 0"
  })
  void aRightOnNamesOfOneLengthIsNoneOnAll(String name, int violations) {
    assertThat(rule.judge(new AllBut(DestinationKind.QUEUE, Operation.READ, name)))
        .hasSize(violations);
  }

  @Test
  void whereEverybodyMayDoEverythingTheGroupMay() {
    assertThat(rule.judge(new AllBut(DestinationKind.TEMPORARY_QUEUE, Operation.READ, "")))
        .isEmpty();
  }

  /** Every right for the group, but for one, on one name or, where that is empty, on all. */
  private record AllBut(DestinationKind kind, Operation operation, String name)
      implements OperatorsRights {

    @Override
    public RightHolder grant(Operation asked, DestinationName destination) {
      boolean lacks =
          asked == operation
              && destination.kind() == kind
              && (name.isEmpty() || destination.name().equals(name));
      return RightHolder.to(lacks ? Set.of("others") : Set.of("others", "system"));
    }

    @Override
    public RightHolder temporaryGrant(Operation asked) {
      return RightHolder.to(Set.of());
    }
  }
}
