package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.WebConsole;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other sites' pages before a gate that only reports, where Jolokia lists one of them. */
@NotOn(
    value = {Line.V5_18, Line.V5_19, Line.V6_3},
    because = "this is Jolokia as 6.1 has it, and Maven Central has no activemq-web of 6.3")
class ReportedSitesPagesIT {

  private static final String LISTED = "https://listed.example";
  private static final String GATE = "class=\"io.portcullis.PortcullisPlugin\"";

  @TempDir private static Path folder;
  @AutoClose private static WebConsole console;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    console =
        WebConsole.start(
            folder.resolve("home"),
            xml ->
                xml.replace(
                    GATE + "/>", GATE + "><property name=\"mode\" value=\"REPORT_ONLY\"/></bean>"),
            UnaryOperator.identity(),
            access ->
                access.replace(
                    "<restrict>",
                    "<restrict><cors><allow-origin>%s</allow-origin></cors>".formatted(LISTED)));
    client = console.client();
  }

  private static HttpResponse<String> askJolokia(String origin) throws Exception {
    return client.send(
        console
            .request("/api/jolokia/", "admin")
            .header("Content-Type", "text/plain")
            .header("Origin", origin)
            .POST(BodyPublishers.ofString("{\"type\":\"version\"}"))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void anotherSitesPageIsReportedAndServed() throws Exception {
    try (AuditLines audit = AuditLines.capture()) {
      assertThat(
              client
                  .send(
                      console
                          .request("/admin/queues.jsp", "admin")
                          .header("Origin", "https://evil.example")
                          .build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);

      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("secure-management");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("reported");
                assertThat(AuditLines.field(line, "moment")).isEqualTo("connection");
              });
    }
  }

  @Test
  void aListedSitesPageUsesJolokiaAndIsNotReported() throws Exception {
    try (AuditLines audit = AuditLines.capture()) {
      HttpResponse<String> answer = askJolokia(LISTED);

      assertThat(answer.body()).contains("\"status\":200");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(LISTED);
      assertThat(audit.rules("connection")).doesNotContain("secure-management");
    }
  }
}
