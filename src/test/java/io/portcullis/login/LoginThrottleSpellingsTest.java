package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.SetClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What failed is forgiven by nobody else, however alike the names are. */
class LoginThrottleSpellingsTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final String LONG = "x".repeat(299);

  private final SetClock time = new SetClock();
  private final LoginThrottle failures = new LoginThrottle(time);

  private Optional<Duration> afterSuccessOf(String other, String guessed) {
    failures.failed(guessed, HERE);
    failures.failed(guessed, HERE);
    failures.succeeded(other, HERE);
    return failures.left(guessed, HERE);
  }

  @Test
  void guessesAtOneAreNotForgivenByAnother() {
    assertThat(afterSuccessOf("Bob", "bob")).hasValue(Duration.ofMillis(500));
  }

  @Test
  void norByAnotherOfTheSameFirst256Characters() {
    assertThat(afterSuccessOf(LONG + "2", LONG + "1")).hasValue(Duration.ofMillis(500));
    assertThat(failures.left(LONG + "2", HERE)).isEmpty();
  }

  @Test
  void allSpellingsWaitTogether() {
    failures.failed("bob", HERE);
    failures.failed("\uff22ob", HERE);
    failures.failed("B\u00a0OB".replace("\u00a0", ""), HERE);

    assertThat(failures.left("BOB ", HERE)).hasValue(Duration.ofSeconds(1));
  }

  /** A directory takes both, so the one who logs in may be the one who mistyped. */
  @Test
  void whoFailedInSeveralWaysWaitsUntilTimeForgives() {
    failures.failed("bob", HERE);
    failures.failed("Bob", HERE);
    failures.succeeded("Bob", HERE);
    assertThat(failures.left("bob", HERE)).isPresent();

    time.pass(Duration.ofMinutes(11));
    assertThat(failures.left("bob", HERE)).isEmpty();
    assertThat(afterSuccessOf("bob", "bob")).isEmpty();
  }

  @Test
  void whoeverLogsInIsWelcomeByNoOtherName() {
    failures.succeeded("BOB", HERE);
    for (int i = 0; i < LoginThrottle.FAILURES_AT_ONCE; i++) {
      failures.failed("user " + i, HERE);
    }

    assertThat(failures.left("BOB", HERE)).isEmpty();
    assertThat(failures.left("bob", HERE)).isPresent();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("aAbB \u00e4\u00c4\u0131Iis\u017f").ofMaxLength(4);
  }

  @Property
  void onlyWhoFailedIsForgiven(@ForAll("names") String guessed, @ForAll("names") String other) {
    LoginThrottle fresh = new LoginThrottle(time);
    fresh.failed(guessed, HERE);
    fresh.succeeded(other, HERE);

    assertThat(fresh.left(guessed, HERE).isEmpty()).isEqualTo(guessed.equals(other));
  }
}
