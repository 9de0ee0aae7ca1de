package io.portcullis.cli;

import static io.portcullis.policy.DestinationName.queue;
import static io.portcullis.policy.DestinationName.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.rule.Operation;
import io.portcullis.rule.Rules;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.Browser;
import io.portcullis.testing.SomeUses;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page, in a real browser: of a broker with many rights and hostile names. */
class HtmlReportIT {

  private static final String PASSWORD = "correct-horse-battery";
  private static final int GROUPS = 15;
  private static final int QUEUES = 30;
  private static final String KMS_KEY =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String LONG = "x".repeat(300);

  /** The contrast of every text with what is behind it, by WCAG 2; the worst, and where it is. */
  private static final String CONTRAST =
      """
      const rgb = c => c.match(/[\\d.]+/g).map(Number);
      const light = c => { const [r, g, b] = rgb(c).map(v => v / 255)
          .map(v => v <= .04045 ? v / 12.92 : Math.pow((v + .055) / 1.055, 2.4));
        return .2126 * r + .7152 * g + .0722 * b; };
      const behind = e => { for (; e; e = e.parentElement) {
          const c = getComputedStyle(e).backgroundColor;
          if (rgb(c).length < 4 || rgb(c)[3] > 0) return c; } return 'rgb(255, 255, 255)'; };
      let worst = [21, ''];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let t = walker.nextNode(); t; t = walker.nextNode()) {
        const e = t.parentElement;
        if (!t.data.trim() || e.closest('symbol, .hidden')) continue;
        const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
        const ratio = (a + .05) / (b + .05);
        if (ratio < worst[0]) worst = [ratio, t.data];
      }
      return worst[0] + ' ' + worst[1];
      """;

  @TempDir private static Path folder;
  private static String page;
  private static Browser browser;

  @BeforeAll
  static void lookAtIt() throws Exception {
    assumeTrue(Browser.isInstalled());
    DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    BrokerXml.write(
        folder,
        map() + BrokerXml.GATE,
        """
        <transportConnector name="&lt;script>alert(1)&lt;/script>" uri="tcp://0.0.0.0:61616"/>
        <transportConnector name="%s" uri="ssl://127.0.0.1:0"/>
        """
            .formatted(LONG));
    Path file = folder.resolve("activemq.xml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "<plugins>",
                "<sslContext><sslContext keyStore=\"file:%s/broker.p12\" keyStoreType=\"PKCS12\" keyStorePassword=\"%s\"/></sslContext><plugins>"
                    .formatted(folder, PASSWORD))
            .replace(
                "useJmx=\"false\"",
                "useJmx=\"false\" dataDirectory=\"%s\"".formatted(folder.resolve("data"))));
    new UsageFile(folder.resolve("data").resolve("xml")).write(observed());
    Path report = folder.resolve("report.html");
    assertThat(CheckRun.of("--trust", "--format", "html", "--output", report, file).status())
        .isEqualTo(1);
    page = Files.readString(report);
    browser = Browser.open(folder.resolve("profile")).looking(1180, false, false);
    browser.open(report.toUri());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Observation observed() {
    return SomeUses.observed(
        Duration.ofDays(3),
        List.of(
            SomeUses.permitted("group-3", Operation.READ, queue("Q3.<b>.X")),
            SomeUses.permitted("<img src=x onerror=alert(1)>", Operation.WRITE, queue("Q3.<b>.X")),
            SomeUses.lacking("group-3", Operation.WRITE, queue("OWN.<b>")),
            SomeUses.lacking("group-4", Operation.ADMIN, topic("<u>" + LONG))),
        List.of(
            SomeUses.key("alice", queue("Q3.<b>.X"), "aws-kms", KMS_KEY),
            SomeUses.key("alice", topic(LONG), "<i>" + LONG, LONG)));
  }

  private static String map() {
    String all =
        IntStream.range(0, GROUPS).mapToObj("group-%d"::formatted).collect(Collectors.joining(","));
    String queues =
        IntStream.range(0, QUEUES)
            .mapToObj(
                "<authorizationEntry queue=\"Q%1$d.&lt;b>.>\" read=\"group-%1$d\" write=\"&lt;img src=x onerror=alert(1)>\"/>\n"
                    ::formatted)
            .collect(Collectors.joining());
    return "<authorizationPlugin><map><authorizationMap><authorizationEntries>"
        + "<authorizationEntry queue=\">\" read=\"%1$s\" write=\"admins\" admin=\"admins\"/>"
            .formatted(all)
        + "<authorizationEntry queue=\"%s\" read=\"%s\"/>".formatted(LONG, LONG)
        + queues
        + "</authorizationEntries></authorizationMap></map></authorizationPlugin>";
  }

  @Test
  void itAsksNobodyForAnything() {
    assertThat(browser.ask("return performance.getEntriesByType('resource').length")).isEqualTo(0L);
    assertThat(browser.complaints()).isEmpty();
    assertThat(page)
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .doesNotContain("http-equiv=\"refresh\"")
        .matches("(?s)[\\x20-\\x7e\\n\\r]*");
  }

  @Test
  void namesAreTextAndNothingElse() {
    assertThat(browser.ask("return document.scripts.length + document.images.length"))
        .isEqualTo(0L);
    assertThat(browser.text("#connectors")).contains("<script>alert(1)</script>");
    assertThat(browser.text("#rights"))
        .contains("<img src=x onerror=alert(1)>", "queue://Q1.<b>.>");
    assertThat(browser.ask("return document.querySelectorAll('main b b, main th b').length"))
        .isEqualTo(0L);
  }

  @Test
  void everyRuleHasItsStateAndViolationsTheirRemedy() {
    String rules = browser.text("#rules");

    assertThat(rules).contains(Rules.ids()).contains("refused, ", "passed", "not checked");
    assertThat(browser.text("#findings"))
        .contains(
            "scheme tcp carries no TLS",
            "write ssl:// for tcp:// in its URI, as its clients do",
            "line ");
    assertThat(browser.text("h1")).isEqualTo("Would be refused");
    assertThat(browser.text("#certificates")).contains("CN=localhost", " days left");
    assertThat(browser.text("footer"))
        .contains("host ", ActiveMQConnectionMetaData.PROVIDER_VERSION, "ENFORCE");
  }

  @Test
  void theMatrixIsSplitWhereThereAreManyGroups() {
    assertThat(browser.ask("return document.querySelectorAll('.matrix').length")).isEqualTo(3L);
    assertThat(
            browser.ask(
                """
                const rights = group => [...document.querySelectorAll('.matrix table')].map(table => {
                  const head = [...table.tHead.rows[0].cells].findIndex(h => h.textContent === group);
                  const row = [...table.tBodies[0].rows]
                    .find(r => r.cells[0].textContent.startsWith('queue://Q3.'));
                  return head < 0 ? '' : row.cells[head].textContent; }).join('');
                return ['group-3', 'group-4', 'admins'].map(rights).join('; ');
                """))
        .isEqualTo(
            "read; read (never seen used in that time);"
                + " write (never seen used in that time), admin (never seen used in that time)");
  }

  @Test
  void usedUnusedAndMissingRightsLookDifferent() {
    String style =
        """
        const fill = selector => getComputedStyle(document.querySelector('symbol ' + selector));
        return ['.read:not(.unused):not(.missing) rect', '.read.unused rect', '.write.missing rect']
          .map(fill).map(s => [s.fill === 'none', s.stroke === 'none', s.strokeDasharray === 'none'])
          .join('; ');
        """;

    assertThat(browser.ask(style)).isEqualTo("false,true,true; true,false,true; false,false,false");
    assertThat(browser.text("#rights"))
        .contains("granted and used", "granted, never seen used in that time", "used, not granted");
    assertThat(browser.text("#keys")).contains(KMS_KEY, "aws-kms", "0578", "<i>xxx");
  }

  @ParameterizedTest
  @CsvSource({"390, false", "390, true", "768, false", "1180, true"})
  void onlyTheMatrixIsWiderThanTheWindow(int width, boolean dark) {
    browser.looking(width, dark, false);

    assertThat((long) browser.ask("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void everyTextStandsOut(boolean dark, boolean onPaper) {
    browser.looking(1180, dark, onPaper);

    String worst = browser.ask(CONTRAST).toString();

    assertThat(Double.parseDouble(worst.substring(0, worst.indexOf(" "))))
        .as(worst)
        .isGreaterThanOrEqualTo(4.5);
  }

  @Test
  void onPaperThereIsNoNavigationAndNoDarkness() {
    browser.looking(700, true, true);

    assertThat(browser.ask("return getComputedStyle(document.querySelector('nav')).display"))
        .isEqualTo("none");
    assertThat(browser.ask("return getComputedStyle(document.body).color"))
        .isEqualTo("rgb(0, 0, 0)");
  }

  @Test
  void auditPointsAreFoldedOnTheScreenAndOpenOnPaper() {
    String shown = "return document.querySelector('.serves dd b').checkVisibility()";
    browser.looking(1180, false, false);
    Object onScreen = browser.ask(shown);
    browser.ask("document.querySelector('.serves summary').click()");
    Object unfolded = browser.ask(shown);
    browser.ask("document.querySelector('.serves summary').click()");
    browser.looking(700, false, true);

    assertThat(onScreen).isEqualTo(false);
    assertThat(unfolded).isEqualTo(true);
    assertThat(browser.ask(shown)).isEqualTo(true);
    assertThat(browser.ask("return document.querySelector('.serves dd b').offsetHeight > 0"))
        .isEqualTo(true);
  }

  @Test
  void whoeverCannotSeeItFindsTheirWay() {
    assertThat(browser.ask("return document.documentElement.lang")).isEqualTo("en");
    assertThat(browser.ask("return document.querySelectorAll('header, main, footer, nav').length"))
        .isEqualTo(4L);
    assertThat(browser.ask("return document.querySelectorAll('th:not([scope])').length"))
        .isEqualTo(0L);
    assertThat(
            browser.ask(
                "return document.querySelectorAll('svg:not([aria-hidden]):not([aria-label])').length"))
        .isEqualTo(0L);
    assertThat(
            browser.ask(
                "return [...document.querySelectorAll('nav a')].every(a => document.querySelector(a.hash))"))
        .isEqualTo(true);
    assertThat(
            browser.ask(
                """
                const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
                return new Set(ids).size === ids.length;
                """))
        .isEqualTo(true);
    assertThat(levels().get(0)).isEqualTo(1);
    for (int i = 1; i < levels().size(); i++) {
      assertThat(levels().get(i)).isBetween(2, levels().get(i - 1) + 1);
    }
  }

  private static List<Integer> levels() {
    String all =
        browser
            .ask(
                "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => h.tagName[1]).join(' ')")
            .toString();
    return List.of(all.split(" ")).stream().map(Integer::valueOf).toList();
  }
}
