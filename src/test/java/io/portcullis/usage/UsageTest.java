package io.portcullis.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.testing.SetClock;
import io.portcullis.usage.Observation.Dropped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsageTest {

  private static final CurrentRights RIGHTS =
      new CurrentRights(
          Source.NOT_INSTALLED,
          Optional.empty(),
          new Groups("admins", "users", "activemq-webconsole"),
          "bridges",
          true);

  private final SetClock clock = new SetClock(Instant.parse("2026-11-29T12:00:10Z"));
  private final Usage usage = new Usage(clock);

  private static Actor user(String name) {
    return new Actor(name, Set.of("users"));
  }

  private void write(String user, String queue) {
    usage.use(user(user), Operation.WRITE, DestinationName.queue(queue), true, true);
  }

  private Observation observed() {
    return usage.observation("b", "6.1.8", RIGHTS);
  }

  @Test
  void minutesAreCountedOnce() {
    write("alice", "Q");
    clock.pass(Duration.ofSeconds(49));
    write("alice", "Q");
    clock.pass(Duration.ofSeconds(1));
    write("alice", "Q");
    clock.pass(Duration.ofMinutes(10));
    write("alice", "Q");

    assertThat(observed().uses())
        .singleElement()
        .extracting(Use::seen)
        .isEqualTo(
            new Seen(
                Instant.parse("2026-11-29T12:00:10Z"), Instant.parse("2026-11-29T12:11:00Z"), 3));
    assertThat(observed().minutes()).isEqualTo(10);
  }

  @Test
  void oneUserHasATenthAndLosesTheLeastRecent() {
    write("bob", "OWN");
    for (int i = 0; i < 1_500; i++) {
      clock.pass(Duration.ofSeconds(1));
      write("mallory", "Q" + i);
    }

    Observation observed = observed();

    assertThat(observed.uses()).filteredOn(use -> use.user().equals("mallory")).hasSize(1_000);
    assertThat(observed.uses())
        .extracting(use -> use.destination().name())
        .contains("OWN", "Q500", "Q1499")
        .doesNotContain("Q499");
    assertThat(observed.dropped()).isEqualTo(new Dropped(500, 0, 0, 0, 0));
  }

  @Test
  void refusedUsesTakeNoRoomFromTheOthers() {
    write("alice", "OWN");
    for (int i = 0; i < 20_000; i++) {
      usage.use(user("alice"), Operation.READ, DestinationName.queue("Q" + i), false, false);
    }

    assertThat(observed().uses())
        .filteredOn(Use::passed)
        .extracting(use -> use.destination().name())
        .containsExactly("OWN");
    assertThat(observed().uses()).filteredOn(use -> !use.passed()).hasSize(100);
    assertThat(observed().dropped().uses()).isZero();
  }

  @Test
  void allUsersTogetherHaveTenThousandRows() {
    for (int user = 0; user < 30; user++) {
      for (int i = 0; i < 900; i++) {
        write("user" + user, "Q" + i);
      }
    }

    Observation observed = observed();

    assertThat(observed.uses()).hasSize(10_000);
    assertThat(observed.dropped().uses()).isEqualTo(30 * 900 - 10_000);
    assertThat(observed.uses()).extracting(Use::user).contains("user0", "user29");
  }

  /** A cut name would be another destination, and a right on it another right. */
  @Test
  void aNameThatIsTooLongIsDroppedAndCounted() {
    write("alice", "Q".repeat(256));
    write("alice", "Q".repeat(257));

    assertThat(observed().uses()).hasSize(1);
    assertThat(observed().dropped().uses()).isEqualTo(1);
  }

  @Test
  void aRefusedNameThatIsTooLongHidesNoUse() {
    usage.use(user("alice"), Operation.WRITE, DestinationName.queue("Q".repeat(257)), false, false);

    assertThat(observed().dropped()).isEqualTo(new Dropped(0, 1, 0, 0, 0));
  }

  @Test
  void timeInWhichNothingIsObservedDoesNotCount() {
    clock.pass(Duration.ofMinutes(30));
    assertThat(observed().minutes()).isEqualTo(30);
    clock.pass(Duration.ofDays(40));
    usage.pause();
    clock.pass(Duration.ofMinutes(2));

    assertThat(observed().minutes()).isEqualTo(2);
  }

  @Test
  void afterMoreThanADayWithoutTheBrokerItBeginsAnew() {
    clock.pass(Duration.ofMinutes(30));
    Observation before = observed();
    clock.pass(Duration.ofDays(1).plusSeconds(1));
    Usage anew = new Usage(clock);
    anew.resume(before);
    clock.pass(Duration.ofMinutes(5));

    assertThat(anew.observation("b", "6.1.8", RIGHTS).minutes()).isEqualTo(5);
  }

  @Test
  void theSameNameOfAnotherKindIsAnotherRow() {
    usage.use(user("alice"), Operation.READ, DestinationName.queue("X"), true, true);
    usage.use(user("alice"), Operation.READ, DestinationName.topic("X"), true, true);

    assertThat(observed().uses()).hasSize(2);
  }

  @Test
  void aClockThatIsSetBackLosesNothing() {
    write("alice", "Q");
    clock.pass(Duration.ofHours(-1));
    write("alice", "Q");

    assertThat(observed().uses()).singleElement().satisfies(use -> use.seen().minutes());
    assertThat(observed().until()).isEqualTo(observed().since());
    assertThat(observed().minutes()).isZero();
  }

  @Test
  void whatWasObservedBeforeCountsOn() {
    write("alice", "Q");
    clock.pass(Duration.ofMinutes(30));
    Observation before = observed();
    clock.pass(Duration.ofDays(1));
    Usage anew = new Usage(clock);
    anew.resume(before);
    clock.pass(Duration.ofMinutes(5));

    Observation after = anew.observation("b", "6.1.8", RIGHTS);

    assertThat(after.uses()).isEqualTo(before.uses());
    assertThat(after.since()).isEqualTo(before.since());
    // The day between does not count.
    assertThat(after.minutes()).isEqualTo(35);
  }
}
