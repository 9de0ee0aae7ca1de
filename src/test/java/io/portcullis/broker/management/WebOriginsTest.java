package io.portcullis.broker.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.OriginFacts;
import io.portcullis.testing.AuditLines;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A web server in a JVM where no broker has started. */
class WebOriginsTest {

  @Test
  void whatIsRefusedWithoutAGateIsRecordedToo() throws Exception {
    OriginFacts foreign =
        new OriginFacts(
            "/admin/",
            "203.0.113.9",
            "https",
            List.of("console.example"),
            List.of("https://evil.example"),
            List.of(),
            List.of());
    try (AuditLines audit = AuditLines.capture()) {
      assertThat(WebOrigins.judge(foreign)).hasSize(1);

      assertThat(audit.lines())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("secure-management");
                assertThat(AuditLines.field(line, "remoteAddress")).isEqualTo("203.0.113.9");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("refused");
              });
    }
  }

  @Test
  void whatSomebodyDoesThereIsRecordedToo() {
    try (AuditLines audit = AuditLines.capture()) {
      WebOrigins.note("admin", "203.0.113.10", "purge");

      assertThat(audit.lines()).singleElement().asString().contains("operator-acted");
    }
  }
}
