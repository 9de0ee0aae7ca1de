package io.portcullis.scenario.login;

import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.command.ConnectionInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody at one address tries passwords as fast as it can. */
@Timeout(120)
class PasswordFloodTest {

  private static final int THREADS = 3;
  private static final int TRIES = 40;
  private static final int ALL = THREADS * TRIES;

  /** Whose passwords are tried. */
  enum Victims {
    ONE,
    MANY;

    String name(int number) {
      return this == ONE ? "admin" : "user-" + number;
    }
  }

  private static int refused(GatedBroker broker, Victims victims, int first) throws Exception {
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
        ConnectionInfo login = RawPeer.login(victims.name(first + i));
        login.setPassword("a-wrong-password");
        refused += peer.ask(login).isException() ? 1 : 0;
      }
    }
    return refused;
  }

  @ParameterizedTest
  @EnumSource
  void allIsCountedTheLogIsBoundedAndOthersLogIn(Victims victims) throws Exception {
    ExecutorService flood = Executors.newFixedThreadPool(THREADS);
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        AuditLines audit = AuditLines.capture()) {
      List<Future<Integer>> floods = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i * TRIES;
        floods.add(flood.submit(() -> refused(broker, victims, first)));
      }
      int others = 0;
      while (!floods.stream().allMatch(Future::isDone)) {
        OpenWire.connect("ssl://localhost:" + broker.port("ssl"), "user", PASSWORD).close();
        others++;
      }

      int refused = 0;
      for (Future<Integer> each : floods) {
        refused += each.get();
      }
      assertThat(others).isPositive();
      assertThat(refused).isEqualTo(ALL);
      assertThat(broker.view().getRefusedCount()).isEqualTo(ALL);
      assertThat(audit.lines()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
      assertThat(audit.lines())
          .allSatisfy(
              line ->
                  assertThat(AuditLines.field(line, "rule")).isEqualTo("require-authentication"));
      assertThat(audit.lines().stream().mapToLong(PasswordFloodTest::events).sum())
          .isLessThanOrEqualTo(ALL);
    } finally {
      flood.shutdownNow();
    }
  }

  private static long events(String line) {
    return 1 + Long.parseLong(line.replaceFirst(".*\"repeated\":(\\d+).*", "$1"));
  }
}
