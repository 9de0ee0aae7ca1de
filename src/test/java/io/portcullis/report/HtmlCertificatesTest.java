package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.start.ShownConnector;
import io.portcullis.rule.CertificateFacts;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.ShownCertificateFacts;
import io.portcullis.rule.TlsFacts;
import io.portcullis.testing.SomeFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where certificates stand on the line of time, and in what state. */
class HtmlCertificatesTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final int WARNING_DAYS = 30;

  @ParameterizedTest(name = "from {0} until {1}: {2}, {3}")
  @CsvSource({
    "-400, -1,   refused,  ended 1 day ago",
    "-400, 0,    reported, 0 days left",
    "-1,   29,   reported, 29 days left",
    "-1,   31,   passed,   31 days left",
    "1,    365,  refused,  not valid yet"
  })
  void itsStateIsSaid(int from, int until, String style, String words) {
    String page = page(certificate("a", from, until));

    assertThat(page)
        .contains("<span class=\"%s\">%s</span>".formatted(style, words))
        .contains("class=\"bar-%s\"".formatted(style));
  }

  @Test
  void allAreOnOneLineOfTime() {
    String page = page(certificate("old", -1000, -500), certificate("new", 0, 1000));

    assertThat(page)
        .contains("bar-refused\" x=\"0.0\" y=\"2\" width=\"250.0\"")
        .contains("bar-passed\" x=\"500.0\" y=\"2\" width=\"500.0\"")
        .contains("window\" x=\"985.0\" y=\"2\" width=\"15.0\"")
        .contains("today\" x=\"500.0\"")
        .contains(">2025</span>", ">2029</span>");
  }

  @Test
  void theTicksAreFewHoweverLongItIs() {
    for (int days : List.of(1, 20, 90, 400, 4_000, 40_000, 2_900_000)) {
      assertThat(page(certificate("a", -1, days)).split("class=\"tick\"", -1).length - 1)
          .as("%d days", days)
          .isBetween(days > 40 ? 1 : 0, 13);
    }
  }

  @Test
  void oneThatSeveralConnectorsShowIsThereOnce() {
    CertificateFacts certificate = certificate("a", -1, 100);
    StringBuilder page = new StringBuilder();

    new HtmlCertificates(
            List.of(connector("x", certificate), connector("y", certificate)), NOW, WARNING_DAYS)
        .appendTo(page);

    assertThat(page.toString().split("<li>", -1)).hasSize(2);
    assertThat(page).contains("Shown by x, y.");
  }

  private static String page(CertificateFacts... certificates) {
    StringBuilder page = new StringBuilder();
    new HtmlCertificates(List.of(connector("c", certificates)), NOW, WARNING_DAYS).appendTo(page);
    return page.toString();
  }

  private static ShownConnector connector(String name, CertificateFacts... certificates) {
    TlsFacts tls = SomeFacts.tls(ShownCertificateFacts.of(Arrays.asList(certificates)));
    return new ShownConnector(
        new ConnectorFacts(name, "ssl://h:1", "ssl", List.of(), false, Optional.of(tls)),
        List.of(),
        List.of());
  }

  private static CertificateFacts certificate(String name, int fromDays, int untilDays) {
    return new CertificateFacts(
        "CN=" + name,
        "1",
        true,
        false,
        List.of(name),
        NOW.plus(Duration.ofDays(fromDays)),
        NOW.plus(Duration.ofDays(untilDays)),
        "EC",
        256,
        "SHA256withECDSA");
  }
}
