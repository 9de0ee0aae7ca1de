package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Stranger;
import io.portcullis.testing.TypicalTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.util.introspection.PropertyOrFieldSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever opens a connection of an auto connector and says too little is ended, and noted. */
class UndetectedProtocolIT {

  private static final int STRANGERS = 60;

  /** TLS 1.2 record of a handshake, a ClientHello of 512 bytes, of which half come. */
  private static final byte[] HALF_A_HELLO = new byte[261];

  static {
    byte[] start = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
    System.arraycopy(start, 0, HALF_A_HELLO, 0, start.length);
  }

  static Stream<Arguments> strangers() {
    return Stream.of("auto+ssl", "auto+nio+ssl")
        .flatMap(
            scheme ->
                Stream.of(
                    Arguments.of(scheme, "nothing", false, new byte[0]),
                    Arguments.of(scheme, "half a ClientHello", false, HALF_A_HELLO),
                    Arguments.of(scheme, "a handshake and a byte", true, new byte[] {1}),
                    Arguments.of(scheme, "a handshake and seven", true, new byte[7]),
                    Arguments.of(scheme, "no protocol", true, new byte[8])));
  }

  @ParameterizedTest(name = "{1} at {0}")
  @MethodSource("strangers")
  void manyAreEndedWithOneLineWhileOthersLogIn(
      String scheme, String what, boolean secure, byte[] said) throws Exception {
    try (GatedBroker broker = impatient(scheme, 3_000).started();
        AuditLines audit = AuditLines.capture()) {
      int port = broker.port(scheme);
      logIn(port);
      long processor = processorNanos();
      List<Stranger> strangers = new ArrayList<>();
      try {
        for (int i = 0; i < STRANGERS; i++) {
          Stranger stranger = secure ? Stranger.at(port) : Stranger.plainAt(port);
          strangers.add(stranger);
          stranger.send(said);
        }
        TypicalTime login = new TypicalTime();
        while (login.count() < 5) {
          login.take(() -> logIn(port));
        }
        assertThat(login.median()).isLessThan(Duration.ofSeconds(1));

        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> strangers.stream().allMatch(Stranger::isEnded));
        assertThat(Duration.ofNanos(processorNanos() - processor))
            .isLessThan(Duration.ofSeconds(15));
        await().atMost(Duration.ofSeconds(30)).until(() -> !isDetecting());
        assertThat(audit.found())
            .hasSizeBetween(1, 2)
            .allSatisfy(
                found ->
                    assertThat(found)
                        .isEqualTo(
                            "a client on connector \"%s\": it began no protocol that the connector"
                                    .formatted(scheme)
                                + " speaks, or not in time"));
      } finally {
        for (Stranger stranger : strangers) {
          stranger.close();
        }
      }
    }
  }

  /** Whether a thread still waits for what a client speaks. */
  private static boolean isDetecting() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().startsWith("org.apache.activemq.transport.auto.")
                    && frame.getMethodName().equals("configureTransport"));
  }

  private static void logIn(int port) throws Exception {
    OpenWire.connect("ssl://localhost:" + port, "admin", GatedBroker.PASSWORD).close();
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  @ParameterizedTest
  @CsvSource({"auto+ssl, 0", "auto+nio+ssl, 0", "auto+ssl, 3600000", "auto+nio+ssl, -1"})
  void nobodyMayTakeLongerThanALogin(String scheme, int millis) throws Exception {
    try (GatedBroker broker = impatient(scheme, millis).started()) {
      assertThat(waits(broker, scheme)).isEqualTo(30_000);
    }
  }

  @Test
  void whereTheRuleOnlyReportsTheOperatorsTimeHolds() throws Exception {
    try (GatedBroker broker =
        impatient("auto+ssl", 0).with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      assertThat(waits(broker, "auto+ssl")).isEqualTo(0);
    }
  }

  private static Object waits(GatedBroker broker, String scheme) {
    try {
      return PropertyOrFieldSupport.EXTRACTION.getValueOf(
          "bound.protocolDetectionTimeOut",
          broker.getBrokerService().getConnectorByName(scheme).getServer());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static GatedBroker impatient(String scheme, int millis) throws Exception {
    return GatedBroker.create().listen(scheme, "protocolDetectionTimeOut=" + millis);
  }
}
