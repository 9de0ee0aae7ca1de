package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.SetClock;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @AfterEach
  void end() {
    Patience.end();
  }

  @Test
  void whatALoginWaitedForIsLeftOutOfWhatItWaitsForNext() throws Exception {
    FailedLogins failures = new FailedLogins(new SetClock());
    InetAddress here = InetAddress.getByName("10.0.0.1");
    failures.takeTurn(here);

    Patience next = Patience.presentOr(Duration.ofDays(1));
    assertThat(next.left()).isPositive().isLessThan(Patience.LONGEST_WAIT);
    assertThat(Patience.presentOr(MINUTE)).isSameAs(next);
    failures.done(here);

    assertThat(Patience.presentOr(MINUTE)).isNotSameAs(next);
    assertThat(Patience.presentOr(MINUTE).left()).isLessThanOrEqualTo(MINUTE);
  }

  @Test
  void itsEndIsNothing() {
    assertThat(Patience.presentOr(Duration.ZERO).left()).isEqualTo(Duration.ZERO);
  }
}
