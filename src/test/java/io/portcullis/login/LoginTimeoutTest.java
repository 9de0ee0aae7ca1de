package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.SetClock;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginTimeoutTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @AfterEach
  void end() {
    LoginTimeout.end();
  }

  @Test
  void whatALoginWaitedForIsLeftOutOfWhatItWaitsForNext() throws Exception {
    LoginThrottle failures = new LoginThrottle(new SetClock());
    InetAddress here = InetAddress.getByName("10.0.0.1");
    failures.takeTurn(here);

    LoginTimeout next = LoginTimeout.presentOr(Duration.ofDays(1));
    assertThat(next.left()).isPositive().isLessThan(LoginTimeout.LONGEST_WAIT);
    assertThat(LoginTimeout.presentOr(MINUTE)).isSameAs(next);
    failures.done(here);

    assertThat(LoginTimeout.presentOr(MINUTE)).isNotSameAs(next);
    assertThat(LoginTimeout.presentOr(MINUTE).left()).isLessThanOrEqualTo(MINUTE);
  }

  @Test
  void itsEndIsNothing() {
    assertThat(LoginTimeout.presentOr(Duration.ZERO).left()).isEqualTo(Duration.ZERO);
  }
}
