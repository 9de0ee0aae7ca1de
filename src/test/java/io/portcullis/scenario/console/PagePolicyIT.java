package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.cli.Main;
import io.portcullis.testing.Browser;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.WebConsole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operators' page behind the Content-Security-Policy that ActiveMQ itself sends since 5.19.4,
 * 6.1.7 and 6.2, which lets no page ask for data.
 */
@EnabledIf(
    value = "io.portcullis.testing.Browser#isInstalled",
    disabledReason = "there is no chromium or no chromedriver in /usr/bin")
@NotOn(
    value = {Line.V5_18, Line.V5_19, Line.V6_3},
    because = "this is Jolokia as 6.1 has it, on its Jetty; PageIT has that of 5.18")
class PagePolicyIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  private static final String OURS =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  /** Of ActiveMQ 6.1.8. */
  private static final String STRICT =
      "style-src-elem 'self'; style-src 'self'; img-src 'self'; script-src-elem 'self'; default-src"
          + " 'none'; object-src 'none'; frame-ancestors 'none'; base-uri 'none';";

  @TempDir private Path folder;

  @Test
  void itIsSaidAndNotTriedAgain() throws Exception {
    try (WebConsole console = start(jetty -> jetty.replace(OURS, STRICT));
        Browser browser = Browser.open(folder.resolve("profile"), console.authorityPem())) {
      browser.open(console.page("/portcullis/", "admin"));

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(browser.text("#news"))
                      .endsWith(
                          "The web server's Content-Security-Policy lets no page ask for data. Let"
                              + " it, for /portcullis/*, with connect-src 'self' in ActiveMQ's"
                              + " jetty.xml."));
      assertThat(browser.text("h1")).isEqualTo("No data");
      assertThat(browser.barriers()).isEmpty();
      browser.picture(Files.createDirectories(Path.of("target/pictures")).resolve("policy.png"));
    }
  }

  @Test
  void theRuleThatTheDocumentationHasLetsItAskAndNoOtherPage() throws Exception {
    String rule = documentedRule();
    try (WebConsole console =
            start(
                jetty ->
                    jetty
                        .replace(OURS, STRICT)
                        .replaceFirst(
                            "(?s)(base-uri 'none';\"/>\\s*</bean>)",
                            "$1" + Matcher.quoteReplacement(rule)));
        Browser browser = Browser.open(folder.resolve("profile"), console.authorityPem())) {
      browser.open(console.page("/portcullis/", "admin"));

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(browser.text("#of")).startsWith("Broker portcullis, on"));
      assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("Security"));
    }
  }

  /** Jolokia then asks of every origin whether it is among them, the console's own too. */
  @Test
  void whereOtherOriginsAreListedItSaysThatItsOwnIsNot() throws Exception {
    UnaryOperator<String> listed =
        access ->
            access.replace("<cors>", "<cors><allow-origin>https://tool.example</allow-origin>");
    try (WebConsole console =
            WebConsole.start(
                folder.resolve("home"),
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                listed);
        Browser browser = Browser.open(folder.resolve("profile"), console.authorityPem())) {
      assertThat(Main.run("page")).isZero();

      browser.open(console.page("/portcullis/", "admin"));

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(browser.text("#news"))
                      .contains("jolokia-access.xml does not let this page ask.")
                      .containsPattern("<allow-origin>https://localhost:\\d+</allow-origin>\\.$"));
    }
  }

  private WebConsole start(UnaryOperator<String> jetty) throws Exception {
    WebConsole console = WebConsole.start(folder.resolve("home"), UnaryOperator.identity(), jetty);
    assertThat(Main.run("page")).isZero();
    return console;
  }

  private static String documentedRule() throws Exception {
    return Pattern.compile(
            "```xml not-run\n(<bean class=\"[\\w.]+\\.HeaderPatternRule\">.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("src/site/markdown/console.md")))
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }
}
