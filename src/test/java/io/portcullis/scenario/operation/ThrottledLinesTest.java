package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

/** A client that does the same wrong thing over and over fills no disk, and every time counts. */
class ThrottledLinesTest {

  private static final int TIMES = 10_000;

  @Test
  void tenThousandRefusalsAreFiveLinesAndAllOfThemCount() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started();
        AuditLines audit = AuditLines.capture();
        OpenWire client = OpenWire.inVm(broker, "admin");
        MessageProducer producer =
            client.session().createProducer(OpenWire.destination("queue://ORDERS"))) {
      client.connection().setUseAsyncSend(true);
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      TextMessage plaintext = client.session().createTextMessage("plaintext");

      for (int i = 0; i < TIMES; i++) {
        producer.send(plaintext);
      }

      await().atMost(Duration.ofSeconds(60)).until(() -> broker.view().getRefusedCount() >= TIMES);
      assertThat(broker.view().getRefusedCount()).isEqualTo(TIMES);
      // The last one is counted before its line is written.
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(repeated(audit.lines())).containsExactly(0L, 8L, 89L, 899L, 8_999L));
      assertThat(broker.view().getSenders().values())
          .singleElement()
          .extracting(row -> ((CompositeData) row).get("count"))
          .isEqualTo((long) TIMES);
    }
  }

  private static List<Long> repeated(List<String> lines) {
    return lines.stream()
        .map(Pattern.compile("\"repeated\":(\\d+)")::matcher)
        .filter(Matcher::find)
        .map(found -> Long.valueOf(found.group(1)))
        .toList();
  }
}
