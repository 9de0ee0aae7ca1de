package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.testing.OperatorsRights;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardTemporaryDestinationsTest {

  private final GuardTemporaryDestinations rule =
      new GuardTemporaryDestinations(new Groups("admins", "users", "system"));

  @Test
  void whereEachRightIsSomebodysItPasses() {
    assertThat(rule.judge(new OpenTo(Set.of()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void oneRightThatIsEverybodysIsEnough(Operation operation) {
    assertThat(rule.judge(new OpenTo(Set.of(operation))))
        .extracting(Violation::found)
        .containsExactly("everybody may %s temporary destinations".formatted(operation.right()));
  }

  @Test
  void saysWhichRightsAreEverybodysAndWhatToAdd() {
    assertThat(rule.judge(new OpenTo(EnumSet.allOf(Operation.class))))
        .extracting(Violation::line)
        .containsExactly(
            "[guard-temporary-destinations] authorization map: everybody may read, write, admin"
                + " temporary destinations; put"
                + " <tempDestinationAuthorizationEntry><tempDestinationAuthorizationEntry"
                + " read=\"admins,users,system\" write=\"admins,users,system\""
                + " admin=\"admins,users,system\"/></tempDestinationAuthorizationEntry> into"
                + " <authorizationMap>; other groups lose them");
  }

  @Test
  void onlyADestinationThatNamesBothKindsIsRefused() {
    DestinationName destination =
        new DestinationName(
            DestinationKind.TEMPORARY_QUEUE,
            "ID:c-1:1:1,queue://A",
            List.of(
                new DestinationName(DestinationKind.TEMPORARY_QUEUE, "ID:c-1:1:1"),
                DestinationName.queue("A")));

    assertThat(rule.judge(new UseFacts("alice", destination, false))).isEmpty();
    assertThat(rule.judge(new UseFacts("alice", destination, true)))
        .extracting(Violation::line)
        .containsExactly(
            "[guard-temporary-destinations] user \"alice\": temp-queue://ID:c-1:1:1,queue://A"
                + " names temporary and other destinations in one; use the others by themselves");
  }

  /** A map that gives everybody some rights on temporary destinations. */
  private record OpenTo(Set<Operation> everybodys) implements OperatorsRights {

    @Override
    public RightHolder grant(Operation operation, DestinationName destination) {
      return RightHolder.EVERYONE;
    }

    @Override
    public RightHolder temporaryGrant(Operation operation) {
      return everybodys.contains(operation)
          ? RightHolder.EVERYONE
          : RightHolder.to(Set.of("users"));
    }
  }
}
