package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.cli.Main;
import io.portcullis.testing.Browser;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.Terminal;
import io.portcullis.testing.TestCertificate;
import io.portcullis.testing.WebConsole;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the pictures of the README that show the product: what {@code check} prints on a terminal,
 * and the operators' page of a broker in use. Each is made in light and in dark colours.
 */
@EnabledIf(
    value = "io.portcullis.testing.Browser#isInstalled",
    disabledReason = "there is no chromium or no chromedriver in /usr/bin")
@NotOn(
    value = {Line.V5_18, Line.V5_19, Line.V6_2, Line.V6_3},
    because = "the pictures show the line that Portcullis is compiled against")
class ScreenshotsIT {

  private static final Path MADE = Path.of("target", "screenshots");
  private static final Path IMAGES = Path.of("src", "site", "resources", "images");
  private static final boolean IS_KEPT =
      "write".equals(System.getProperty("portcullis.screenshots"));

  private static final int COLUMNS = 100;

  /** The page in a narrower window is long. */
  private static final int PAGE_WIDTH = 1240;

  private static final int MOST_BYTES = 150 << 10;

  /** As in {@code conf/activemq.xml}. */
  private static final Map<String, Integer> PORTS =
      Map.of("openwire", 61617, "amqp", 5671, "mqtt", 8883);

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String PASSWORD = "correct-horse-battery";

  /** Hides some parts, since all of the page is too long to look at, and sets a usual font. */
  private static final String LESS =
      """
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`
        nav, #violations, #rules, #logins, #rights, #keys, #waivers, footer,
        #connections > p, #connections > .box:has(#connections-table) { display: none }
        body { font-family: "Liberation Sans", Arial, sans-serif }
        .page { padding: 1.5rem } section { margin-top: 2.5rem }`);
      document.adoptedStyleSheets = [sheet];
      """;

  @TempDir private Path folder;

  @Test
  void checkOnATerminal() throws Exception {
    Path conf = failingConfiguration();
    Terminal terminal = Terminal.in(folder, "-Dactivemq.conf=" + conf);

    List<String> lines =
        terminal.onTerminal(COLUMNS, Map.of(), "check conf/activemq.xml").stream()
            .takeWhile(Predicate.not(line -> line.contains("WHAT A START WILL CHANGE")))
            .toList();

    assertThat(lines).hasSizeBetween(20, 40);
    String text = TerminalPage.plain(String.join("\n", lines));
    assertThat(text)
        .startsWith("conf/activemq.xml would be refused: 3 violations, ")
        .contains(
            "REFUSED\n  require-tls\n    connector \"openwire\" (tcp://10.0.0.12:61616), line")
        .contains("  require-modern-tls\n    connector \"amqp\" (amqp+ssl://10.0.0.12:5671), line")
        .contains("user \"billing\" has a password that ActiveMQ is shipped with")
        .contains("REPORTED\n", "  require-supported-broker\n    ActiveMQ 6.1.");
    assertSaysNothingOfThisHost(text);
    Path page =
        Files.writeString(
            folder.resolve("check.html"),
            TerminalPage.of("check", "bin/activemq portcullis check conf/activemq.xml", lines));
    try (Browser browser = Browser.open(folder.resolve("profile"))) {
      browser.open(page.toUri());
      picture(browser, "check", "main", 900, 2);
    }
  }

  /** Only the folder of the files can be read by others, so that protect-files has no finding. */
  private Path failingConfiguration() throws Exception {
    Path conf =
        Files.createDirectory(
            folder.toRealPath().resolve("conf"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (var xml = ScreenshotsIT.class.getResourceAsStream("/screenshots/activemq.xml")) {
      Files.copy(xml, conf.resolve("activemq.xml"));
    }
    TestCertificate.ec(256).named("10.0.0.12").store(conf.resolve("broker.p12"), PASSWORD);
    for (String file : List.of("activemq.xml", "broker.p12")) {
      Files.setPosixFilePermissions(
          conf.resolve(file), PosixFilePermissions.fromString("rw-------"));
    }
    return conf;
  }

  @Test
  void theOperatorsPage() throws Exception {
    Path home = folder.resolve("home");
    try (WebConsole console = WebConsole.start(home, xml -> furnished(home, xml));
        Browser browser = Browser.open(folder.resolve("profile"), console.authorityPem());
        OrdersClients clients = new OrdersClients(console)) {
      assertThat(Main.run("page")).isZero();
      browser.looking(PAGE_WIDTH, false, false).open(console.page("/portcullis/", "admin"));

      fill(browser, clients);

      browser.ask(LESS);
      String text = browser.text(".page");
      assertThat(text)
          .contains("Enforcing: what breaks a rule is refused", "Broker orders, on ActiveMQ ")
          .contains("bodies accepted", "violations refused")
          .containsPattern("queue://ORDERS\\s+billing\\s+billing-1\\s+tcp://127.0.0.1")
          .containsPattern("topic://SCANS\\s+scanner\\s+scanner-7")
          .contains("openwire", "amqp+ssl://127.0.0.1", "TLSv1.2, TLSv1.3", "CN=localhost");
      assertSaysNothingOfThisHost(text);
      picture(browser, "page", ".page", PAGE_WIDTH, 1);
    }
  }

  private static String furnished(Path home, String xml) {
    OrdersClients.addUsers(home.resolve("conf"));
    String named =
        xml.replace("brokerName=\"portcullis\"", "brokerName=\"orders\"")
            .replaceAll("<transportConnector name=\"(stomp|wss)\".*/>", "");
    return IS_KEPT ? onUsualPorts(named) : named;
  }

  /** Other tests run at the same time, so ports are free ones unless the pictures are kept. */
  private static String onUsualPorts(String xml) {
    String changed = xml;
    for (Map.Entry<String, Integer> port : PORTS.entrySet()) {
      changed =
          changed.replaceFirst(
              "(name=\"%s\" uri=\"[a-z+]+://127\\.0\\.0\\.1):0".formatted(port.getKey()),
              "$1:" + port.getValue());
    }
    return changed;
  }

  /** Lets clients send until the page has bars of what was accepted. */
  private static void fill(Browser browser, OrdersClients clients) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              clients.sendForASecond();
              assertThat(bars(browser)).isGreaterThan(11);
              assertThat(browser.text("#certificates")).contains("CN=localhost");
              assertThat(browser.text("#senders-table tbody")).contains("scanner-7");
            });
  }

  private static int bars(Browser browser) {
    Object path =
        browser.ask("return document.querySelector('#cards .passed .bars').getAttribute('d')");
    return path.toString().split("M", -1).length - 1;
  }

  private void assertSaysNothingOfThisHost(String text) throws IOException {
    assertThat(text)
        .doesNotContain(
            folder.toRealPath().toString(),
            Path.of("").toAbsolutePath().toString(),
            System.getProperty("user.home") + "/",
            InetAddress.getLocalHost().getHostName());
  }

  private static void picture(Browser browser, String name, String selector, int width, int dots)
      throws IOException {
    Files.createDirectories(MADE);
    for (boolean isDark : List.of(false, true)) {
      Path file = MADE.resolve("%s-%s.png".formatted(name, isDark ? "dark" : "light"));
      IndexedPng.write(browser.sharply(width, dots, isDark).picture(selector), file);
      assertThat(file).satisfies(it -> assertThat(Files.size(it)).isLessThan(MOST_BYTES));
      if (IS_KEPT) {
        Files.createDirectories(IMAGES);
        Files.copy(file, IMAGES.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
