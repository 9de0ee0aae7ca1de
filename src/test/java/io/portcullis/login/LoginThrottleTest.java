package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.login.LoginThrottle.Failed;
import io.portcullis.testing.SetClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginThrottleTest {

  private static final InetAddress HERE = address("10.0.0.1");
  private static final InetAddress THERE = address("10.0.0.2");

  private final SetClock time = new SetClock();
  private final LoginThrottle failures = new LoginThrottle(time);

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aFailureMakesTheUserWaitThereAndNowhereElse() {
    failures.failed("alice", HERE);

    assertThat(failures.left("alice", HERE)).hasValue(Duration.ofMillis(250));
    assertThat(failures.left("alice", THERE)).isEmpty();
    assertThat(failures.left("bob", HERE)).isEmpty();
  }

  @Test
  void anotherSpellingIsNoOtherUser() {
    failures.failed("alice", HERE);
    failures.failed(" ALICE", HERE);

    assertThat(failures.left("Alice ", HERE)).hasValue(Duration.ofMillis(500));
  }

  @Test
  void theWaitGrowsToAMinute() {
    for (int i = 0; i < 8; i++) {
      failures.failed("alice", HERE);
    }
    assertThat(failures.left("alice", HERE)).hasValue(Duration.ofSeconds(32));
    failures.failed("alice", HERE);

    assertThat(failures.left("alice", HERE)).hasValue(Duration.ofMinutes(1));
  }

  /** Somebody tries more names than are remembered, from all addresses of one site. */
  @Test
  void noNetworkMakesThatOfAnotherForgotten() {
    for (int i = 0; i < 9; i++) {
      failures.failed("alice", HERE);
    }
    for (int i = 0; i < 11_000; i++) {
      failures.failed("user " + i, address("2001:db8::%x".formatted(i)));
    }

    assertThat(failures.left("alice", HERE)).hasValue(Duration.ofMinutes(1));
    assertThat(failures.all()).hasSize(1_000).anyMatch(row -> row.user().equals("alice"));
  }

  @Test
  void thoseOfNoKnownAddressDoNotShareItsFailures() {
    for (int i = 0; i < 2 * LoginThrottle.FAILURES_AT_ONCE; i++) {
      failures.failed("user-" + i, address("0.0.0.0"));
    }

    assertThat(failures.left("alice", address("0.0.0.0"))).isEmpty();
    assertThat(failures.left("user-0", address("0.0.0.0"))).hasValue(Duration.ofMillis(250));
  }

  @Test
  void aRightPasswordEndsIt() {
    failures.failed("alice", HERE);
    failures.failed("alice", HERE);
    failures.succeeded("alice", HERE);

    assertThat(failures.left("alice", HERE)).isEmpty();
    assertThat(failures.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.2, false",
    "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "::ffff:10.0.0.1, 10.0.0.1, true"
  })
  void aNetworkIsAnAddressOrHalfOfOne(String first, String second, boolean same) {
    failures.failed("alice", address(first));

    assertThat(failures.left("alice", address(second)).isPresent()).isEqualTo(same);
  }

  @Test
  void whoeverTriesManyUsersIsSlowedDownAsANetwork() {
    for (int i = 0; i < LoginThrottle.FAILURES_AT_ONCE - 1; i++) {
      failures.failed("user-" + i, HERE);
    }
    assertThat(failures.left("another", HERE)).isEmpty();
    failures.failed("one-more", HERE);

    assertThat(failures.left("another", HERE)).hasValue(Duration.ofSeconds(2));
    assertThat(failures.left("another", THERE)).isEmpty();
  }

  @Test
  void usersWhoLoggedInThereDoNotWaitForOthers() {
    failures.succeeded("alice", HERE);
    for (int i = 0; i < 200; i++) {
      failures.failed("user-" + i, HERE);
    }

    assertThat(failures.left("alice", HERE)).isEmpty();
    assertThat(failures.left("bob", HERE)).isPresent();
  }

  @Test
  void rotatingNamesPushesNobodyOutOfMemoryAtTheRateThatIsLeft() {
    failures.failed("alice", HERE);
    int tried = 0;
    for (int second = 0; second < 600; second++) {
      time.pass(Duration.ofSeconds(1));
      while (failures.left("rotated-" + tried, HERE).isEmpty()) {
        failures.failed("rotated-" + tried++, HERE);
      }
    }

    assertThat(tried).isBetween(300, 400);
    assertThat(failures.all()).extracting(Failed::user).contains("alice");
  }

  @Test
  void rowsTellWhoAndUntilWhenTheLastFirstAndNotAll() {
    failures.failed("first", HERE);
    time.pass(Duration.ofMillis(10));
    Instant last = time.instant();
    failures.failed("alice", address("2001:db8::1"));

    assertThat(failures.all())
        .first()
        .isEqualTo(new Failed("alice", "2001:db8:0:0:0:0:0:0/64", 1, last, last.plusMillis(250)));
    for (int i = 0; i < 1_000; i++) {
      time.pass(Duration.ofMillis(1));
      failures.failed("user-" + i, HERE);
    }
    assertThat(failures.all()).hasSize(1_000).noneMatch(row -> row.user().equals("first"));
  }
}
