package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** ActiveMQ's map, whose answers wait for a latch where they would wait for a directory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimedAuthorizationMapIT {

  private static final ActiveMQQueue KNOWN = new ActiveMQQueue("KNOWN");
  private static final Set<GroupPrincipal> ADMINS = Set.of(new GroupPrincipal("admins"));

  private final AtomicInteger asked = new AtomicInteger();
  private volatile CountDownLatch silence = new CountDownLatch(0);
  private volatile Set<GroupPrincipal> answer = ADMINS;
  private final TimedAuthorizationMap map =
      (TimedAuthorizationMap)
          TimedAuthorizationMap.of(
              new LDAPAuthorizationMap() {
                @Override
                public Set<GroupPrincipal> getReadACLs(ActiveMQDestination destination) {
                  return answered();
                }

                @Override
                public Set<GroupPrincipal> getWriteACLs(ActiveMQDestination destination) {
                  return answered();
                }

                @Override
                public Set<GroupPrincipal> getAdminACLs(ActiveMQDestination destination) {
                  return answered();
                }

                @Override
                public Set<GroupPrincipal> getTempDestinationWriteACLs() {
                  return answered();
                }
              });

  private Set<GroupPrincipal> answered() {
    asked.incrementAndGet();
    try {
      silence.await();
    } catch (InterruptedException e) {
      return Set.of(); // as ActiveMQ's map does
    }
    return answer;
  }

  @AfterEach
  void answer() {
    silence.countDown();
  }

  @Test
  void mapsWithoutADirectoryAreAskedAsBefore() {
    AuthorizationMap plain = new DefaultAuthorizationMap();

    assertThat(TimedAuthorizationMap.of(plain)).isSameAs(plain);
    assertThat(TimedAuthorizationMap.behind(plain)).isSameAs(plain);
    SimpleCachedLDAPAuthorizationMap cached = new SimpleCachedLDAPAuthorizationMap();
    assertThat(TimedAuthorizationMap.behind(TimedAuthorizationMap.of(cached))).isSameAs(cached);
  }

  @Test
  void everyQuestionIsPassedOn() {
    assertThat(map.getReadACLs(KNOWN)).isEqualTo(ADMINS);
    assertThat(map.getWriteACLs(KNOWN)).isEqualTo(ADMINS);
    assertThat(map.getAdminACLs(KNOWN)).isEqualTo(ADMINS);
    assertThat(map.getTempDestinationWriteACLs()).isEqualTo(ADMINS);
    assertThat(asked).hasValue(4);
    answer = null;
    assertThat(map.getWriteACLs(KNOWN)).as("everybody").isNull();
  }

  /** A thread is needed for none of them for longer than the timeout. */
  @Test
  void moreQuestionsThanThreadsAreRefusedAndTheMapRecovers() {
    silence = new CountDownLatch(1);
    assertThatThrownBy(() -> map.getWriteACLs(new ActiveMQQueue("FIRST")))
        .isExactlyInstanceOf(SecurityException.class)
        .hasMessageContaining("has not answered within 5 seconds");

    for (int i = 0; i < 200; i++) {
      ActiveMQQueue queue = new ActiveMQQueue("Q" + i);
      assertThatThrownBy(() -> map.getWriteACLs(queue)).isInstanceOf(SecurityException.class);
      ActiveMQQueue withOptions = new ActiveMQQueue("Q%d?consumer.priority=1".formatted(i));
      assertThatThrownBy(() -> map.getWriteACLs(withOptions)).isInstanceOf(SecurityException.class);
    }
    assertThat(asked).hasValueLessThan(20);
    assertThat(map.isSlow()).isTrue();

    silence.countDown();

    await()
        .atMost(Duration.ofSeconds(15))
        .ignoreExceptions()
        .until(() -> map.getWriteACLs(KNOWN).equals(ADMINS));
    assertThat(map.isSlow()).isFalse();
  }

  @Test
  void theLastAnswerHoldsWhileNoneComesAndNoOlderOne() {
    map.getWriteACLs(KNOWN);
    silence = new CountDownLatch(1);

    assertThat(map.getWriteACLs(KNOWN)).isEqualTo(ADMINS);
    assertThatThrownBy(() -> map.writersNow(KNOWN)).isInstanceOf(SecurityException.class);

    silence.countDown();
    answer = Set.of();
    await().until(() -> map.getWriteACLs(KNOWN).isEmpty());
    silence = new CountDownLatch(1);
    assertThatThrownBy(() -> map.getWriteACLs(KNOWN))
        .as("what was taken back does not come back")
        .isInstanceOf(SecurityException.class);
  }

  @Test
  void anErrorOfTheMapReachesWhoAsks() {
    TimedAuthorizationMap failing =
        (TimedAuthorizationMap)
            TimedAuthorizationMap.of(
                new LDAPAuthorizationMap() {
                  @Override
                  public Set<GroupPrincipal> getTempDestinationWriteACLs() {
                    throw new IllegalStateException("broken");
                  }

                  @Override
                  public Set<GroupPrincipal> getTempDestinationReadACLs() {
                    throw new StackOverflowError();
                  }
                });

    assertThatThrownBy(failing::getTempDestinationWriteACLs).hasMessage("broken");
    assertThatThrownBy(failing::getTempDestinationReadACLs).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void whoIsInterruptedIsRefused() {
    silence = new CountDownLatch(1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> map.getWriteACLs(KNOWN)).isInstanceOf(SecurityException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
