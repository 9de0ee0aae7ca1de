package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.cli.Main;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.login.PasswordLine;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.Browser;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WebConsole;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQQueue;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * The operators' page in a real browser, beside a real broker, through the real Jolokia of 6.1.8
 * behind our own jetty.xml.
 */
@EnabledIf(
    value = "io.portcullis.testing.Browser#isInstalled",
    disabledReason = "there is no chromium or no chromedriver in /usr/bin")
@NotOn(
    value = {Line.V5_18, Line.V5_19, Line.V6_3},
    because = "this is Jolokia as 6.1 has it, on its Jetty; PageIT has that of 5.18")
@TestMethodOrder(OrderAnnotation.class)
class PageBrowserIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String MARKUP = "<img src=x onerror=alert(1)>";
  private static final String TURNING = "\u202egnp.exe\u3164 ";
  private static final String LONG = "x".repeat(250);
  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("account 4711".getBytes(StandardCharsets.UTF_8));
  private static final Path PICTURES = Path.of("target", "pictures");

  private static final String INSTALLED = "class=\"io.portcullis.PortcullisPlugin\"/>";

  /** With a hostile reason. */
  private static final String WAIVERS =
      BrokerXml.waivers(
          BrokerXml.waiver(
              "require-encrypted-body",
              "queue://WAIVED.&gt;",
              "&lt;img src=x onerror=alert(1)&gt;",
              "2999-12-31"));

  @TempDir private static Path folder;

  private static WebConsole console;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(PICTURES);
    console =
        WebConsole.start(
            folder.resolve("home"),
            xml -> xml.replace(INSTALLED, BrokerXml.with(INSTALLED, WAIVERS)));
    assertThat(Main.run("page")).isZero();
    browser = Browser.open(folder.resolve("profile"), console.authorityPem());
    browser.open(console.page("/portcullis/", "admin"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (console != null) {
      console.close();
    }
  }

  @BeforeEach
  void atADesk() {
    browser.looking(1280, false, false);
  }

  /** The page asks every five seconds, and every thirty has the broker looked at. */
  private static void soon(ThrowingRunnable assertion) {
    await().atMost(SOON).untilAsserted(assertion);
  }

  @Test
  @Order(1)
  void itShowsTheBrokerAsItIs() {
    soon(
        () ->
            assertThat(browser.text("#verdict"))
                .matches("Would start again, with \\d+ violations? that (is|are) only reported.*"));
    assertThat(browser.text("h1")).isEqualTo("Enforcing: what breaks a rule is refused");
    soon(
        () ->
            assertThat(browser.text("#lately"))
                .matches("0 refused in the last (\\d+ seconds|minute)"));
    assertThat(browser.text("#exceptions"))
        .matches("\\d rules only report by default, unless enforce names them\\.");
    assertThat(browser.text("#cards")).contains("Nothing yet. Bars will show bodies accepted.");
    assertThat(browser.text("#rules-note")).contains(" passed", " nothing to judge", " reported");
    assertThat(browser.text("#rules-table"))
        .contains("require-client-certificate", "not required", "clientCertificates is OPTIONAL")
        .contains("It demands TLS on every connector", "only reported by default");

    assertThat(browser.text("#of")).startsWith("Broker portcullis, on ActiveMQ 6.1.8, up for ");
    assertThat(browser.text("#violations")).contains("require-supported-broker: only reported");
    assertThat(browser.text("#senders-note")).isEqualTo("Nobody has since the broker started.");
    assertThat(browser.text("#connectors-table"))
        .contains("openwire", "ssl://127.0.0.1", "TLSv1.2, TLSv1.3 with ", "not demanded");
    assertThat(browser.text("#certificates")).contains("CN=localhost", " left", "today");
    assertThat(browser.text("#rights-table")).contains("queue://>", "users");
    assertThat(browser.text("#waivers-table")).contains("queue://WAIVED.>", "31 Dec 2999", "never");
    assertThat(browser.ask("return document.title"))
        .isEqualTo("portcullis: enforcing: what breaks a rule is refused - Portcullis");
    assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("Security"));
  }

  @Test
  @Order(2)
  void whoSendsPlaintextIsSeenAndCounted() throws Exception {
    try (OpenWire sender = console.connect("admin")) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> sender.sendText("ORDERS", "account 4711"));
      }
      sender.sendText("WAIVED.SCANS", "account 4711");
      sender.send("ORDERS", ENCRYPTED);

      soon(
          () ->
              assertThat(browser.text("#senders-table tbody"))
                  .contains("queue://ORDERS", "admin", "vm://portcullis", "require-encrypted-body")
                  .containsPattern("\\s3 queue://ORDERS"));
      soon(
          () ->
              assertThat(browser.text("#cards"))
                  .contains("1\nbody accepted", "3\nviolations refused", "1\nviolation waived"));
      soon(
          () ->
              assertThat(browser.text("#connections-table")).contains("Java calls", "in this JVM"));
      soon(() -> assertThat(bars()).contains("M"));
    }
  }

  private static String bars() {
    return browser
        .ask("return document.querySelector('#cards .refused .bars').getAttribute('d')")
        .toString();
  }

  /** Whatever a client calls itself, it is text, and turns and breaks nothing. */
  @Test
  @Order(3)
  void hostileNamesAreText() throws Exception {
    refuse(MARKUP + "1", MARKUP, "__proto__", "constructor", "A\u200bB");
    refuse(TURNING, LONG, "</td></tr></table><script>alert(1)</script>");
    refuse("__proto__", "__proto__");

    soon(
        () ->
            assertThat(browser.text("#senders-table tbody"))
                .contains(
                    MARKUP + "1",
                    "queue://" + MARKUP,
                    "queue://__proto__",
                    "queue://constructor",
                    "A\\u200bB",
                    "\\u202egnp.exe\\u3164\\u0020",
                    LONG.substring(0, 200),
                    "<script>alert(1)</script>"));
    assertThat(rows()).as("two clients send to __proto__").isEqualTo(8L);
    assertThat(browser.text("#waivers-table")).contains(MARKUP);
    assertThat(browser.ask("return document.scripts.length + document.images.length"))
        .isEqualTo(1L);
    assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("Security"));
  }

  private static Object rows() {
    return browser.ask("return document.querySelectorAll('#senders-table tbody tr').length");
  }

  private static void refuse(String clientId, String... queues) throws Exception {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory("vm://portcullis?create=false");
    factory.setClientID(clientId);
    factory.setWatchTopicAdvisories(false);
    try (ActiveMQConnection connection =
            (ActiveMQConnection) factory.createConnection("admin", console.password("admin"));
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      for (String queue : queues) {
        try (MessageProducer producer = session.createProducer(new ActiveMQQueue(queue))) {
          assertThatThrownBy(() -> producer.send(session.createTextMessage("account 4711")))
              .isInstanceOf(JMSException.class)
              .hasMessageContaining("[require-encrypted-body]");
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} pixels, dark: {1}")
  @CsvSource({"1280, false", "1280, true", "390, false", "390, true"})
  @Order(4)
  void nobodyIsKeptOutAndNothingIsWiderThanTheWindow(int width, boolean dark) throws Exception {
    browser.looking(width, dark, false);

    assertThat(browser.barriers()).isEmpty();
    assertThat((long) browser.ask("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
    browser.wholePicture(
        PICTURES.resolve("page-%d-%s.png".formatted(width, dark ? "dark" : "light")));
  }

  @Test
  @Order(5)
  void itIsFilteredAndSortedByKeyboardAndThatIsSaid() {
    browser.ask("document.getElementById('senders-filter').focus()");
    browser.press("PROTO require");
    assertThat(browser.focused()).isEqualTo("searchbox Only with");
    assertThat(rows()).isEqualTo(1L);
    assertThat(browser.text("#senders-note")).isEqualTo("1 of 8 senders.");
    assertThat(said()).isEqualTo("1 of 8 senders.");
    browser.press(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    assertThat(rows()).isEqualTo(8L);

    browser.press(Keys.TAB, Keys.TAB, Keys.TAB);
    assertThat(browser.focused()).isEqualTo("button Count");
    browser.press(Keys.ENTER);

    assertThat(said()).isEqualTo("Sorted by Count, descending.");
    assertThat(browser.ask("return document.querySelector('[aria-sort]').outerHTML"))
        .asString()
        .contains("data-column=\"count\"", "aria-sort=\"descending\"");
    assertThat(browser.text("#senders-table tbody tr:first-child")).contains("queue://ORDERS");
    browser.press(Keys.SPACE);
    assertThat(said()).isEqualTo("Sorted by Count, ascending.");
    assertThat(browser.text("#senders-table tbody tr:last-child")).contains("queue://ORDERS");
    assertThat(browser.focused()).isEqualTo("button Count");
  }

  private static String said() {
    return browser.ask("return document.getElementById('said').textContent").toString();
  }

  /** A library that makes a new id for each connection is one client, and opens to all of them. */
  @Test
  @Order(6)
  void clientsWithGeneratedIdsAreFoldedAndOpenByKeyboard() throws Exception {
    refuse("mosq-Z0yXwVuTsRqPoNmLkJ", "SCANS");
    refuse("mosq-A0yXwVuTsRqPoNmLkK", "SCANS");
    refuse("gate-7", "SCANS");
    browser.type("#senders-filter", "SCANS mosq");
    soon(() -> assertThat(browser.text("#senders-table tbody")).contains("mosq-\u2026 (2 ids)"));
    browser.type("#senders-filter", "queue://SCANS");
    soon(
        () ->
            assertThat(browser.text("#senders-table tbody"))
                .contains("gate-7, mosq-\u2026 (2 ids) Show all 3"));
    assertThat(rows()).isEqualTo(1L);

    browser.ask("document.querySelector('#senders-table .fold').focus()");
    browser.press(Keys.ENTER);

    assertThat(browser.focused()).isEqualTo("button Show less");
    assertThat(rows()).isEqualTo(4L);
    assertThat(browser.text("#senders-table tbody"))
        .contains("mosq-Z0yXwVuTsRqPoNmLkJ", "mosq-A0yXwVuTsRqPoNmLkK", "gate-7");
    assertThat(browser.barriers()).isEmpty();
    refuse("gate-7", "SCANS");
    soon(() -> assertThat(browser.text("#senders-table .group")).contains(" 4 queue://SCANS"));
    assertThat(browser.focused()).as("after an update").isEqualTo("button Show less");
    browser.wholePicture(PICTURES.resolve("page-folded.png"));
    browser.press(Keys.ENTER);
    assertThat(rows()).isEqualTo(1L);
    browser.type("#senders-filter", " ");
    browser.press(Keys.BACK_SPACE);
  }

  @Test
  @Order(7)
  void aThousandSendersStayUsable() throws Exception {
    String[] queues = new String[1_000];
    for (int i = 0; i < queues.length; i++) {
      queues[i] = "Q." + i;
    }
    refuse("many", queues);
    soon(
        () ->
            assertThat(browser.text("#senders-note"))
                .isEqualTo(
                    "1,000 senders of what the rules do not allow, by user and destination. The"
                        + " broker keeps the last 1,000 clients."));
    assertThat(rows()).isEqualTo(100L);
    assertThat(browser.text("#senders-more")).isEqualTo("Show all 1,000");

    browser.tick("#senders-more");

    assertThat(rows()).isEqualTo(1_000L);
    long millis =
        (long)
            browser.ask(
                """
                const start = performance.now();
                document.querySelector('[data-column=destination] button').click();
                document.body.offsetHeight;
                return Math.round(performance.now() - start);
                """);
    assertThat(millis).as("milliseconds to sort").isLessThan(5_000);
    browser.type("#senders-filter", "Q.777");
    assertThat(rows()).isEqualTo(1L);
    browser.press(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
  }

  @Test
  @Order(8)
  void whoReadsARowIsNotInterrupted() {
    browser.ask(
        """
        window.row = document.querySelector('#senders-table tbody tr');
        window.asked = document.querySelector('#facts dd').textContent;
        getSelection().selectAllChildren(row.cells[2]);
        """);

    soon(
        () ->
            assertThat(
                    browser.ask("return document.querySelector('#facts dd').textContent !== asked"))
                .isEqualTo(true));

    assertThat(browser.ask("return row.isConnected && getSelection().toString()"))
        .asString()
        .startsWith("queue://");
  }

  @Test
  @Order(9)
  void anotherBrokerInTheSameJvmCanBeChosen() throws Exception {
    try (GatedBroker another =
        GatedBroker.create().with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      soon(() -> assertThat(browser.text("#choice")).contains(another.getBrokerName()));
      assertThat(browser.text("#of")).contains("Broker portcullis");

      assertThat(choose(another.getBrokerName()))
          .as("whether what is wrong with the other one is still shown")
          .isEqualTo(false);
      soon(
          () ->
              assertThat(browser.text("#of"))
                  .startsWith("Broker %s, on".formatted(another.getBrokerName())));
      assertThat(browser.text("h1")).isEqualTo("Report only: nothing is refused");
      soon(
          () ->
              assertThat(browser.text("#senders-note"))
                  .isEqualTo("Nobody has since the broker started."));
      soon(() -> assertThat(browser.text("#verdict")).startsWith("Would start again"));
      assertThat(browser.barriers()).isEmpty();
      browser.wholePicture(PICTURES.resolve("page-empty.png"));
    }
    soon(() -> assertThat(browser.text("#news")).endsWith("The broker has stopped. Trying again."));
    assertThat(browser.text("#of")).doesNotContain("Broker portcullis");
    choose("portcullis");
    soon(() -> assertThat(browser.text("#of")).contains("Broker portcullis"));
    soon(
        () ->
            assertThat(browser.text("#violations"))
                .contains("require-supported-broker: only reported"));
  }

  /** Chooses a broker, and returns whether violations are shown before its answer. */
  private static Object choose(String broker) {
    return browser.ask(
        """
        const select = document.getElementById('broker');
        select.value = [...select.options].find(o => o.text === '%s').value;
        select.dispatchEvent(new Event('change'));
        return document.getElementById('violations').checkVisibility();
        """
            .formatted(broker));
  }

  @Test
  @Order(10)
  void aBrokerThatStopsAndComesBackIsSaidAndNothingHasToBeLoadedAgain() throws Exception {
    browser.open(console.page("/portcullis/"));
    soon(() -> assertThat(browser.text("#senders-note")).startsWith("1,000 senders"));
    browser.type("#senders-filter", "Q.777");
    browser.ask("window.same = true");

    console.broker().stop();

    soon(() -> assertThat(browser.text("#news")).startsWith("No data since "));
    soon(
        () ->
            assertThat(browser.text("#news"))
                .endsWith("No broker is up here, or it runs without JMX. Trying again."));
    assertThat(said()).startsWith("No broker is up here");
    assertThat(browser.text("h1")).startsWith("No data since ");
    assertThat(browser.text("#lately"))
        .isEqualTo("Before: enforcing: what breaks a rule is refused");
    assertThat(browser.text("#of")).contains("Broker portcullis");
    assertThat(browser.barriers()).isEmpty();
    browser.wholePicture(PICTURES.resolve("page-stopped.png"));

    console.broker().start(true);

    soon(() -> assertThat(said()).isEqualTo("There is data again."));
    soon(
        () ->
            assertThat(browser.text("#senders-note"))
                .isEqualTo("Nobody has since the broker started."));
    assertThat(browser.ask("return window.same")).isEqualTo(true);
    assertThat(browser.ask("return document.getElementById('trouble').hidden")).isEqualTo(true);
  }

  @Test
  @Order(11)
  void aBrokerWithoutTheGateIsSaid() throws Exception {
    console.broker().stop();
    try (GatedBroker bare = GatedBroker.create().withoutGate().started()) {
      soon(
          () ->
              assertThat(browser.text("#news"))
                  .endsWith(
                      "Broker %s runs without Portcullis. Trying again."
                          .formatted(bare.getBrokerName())));
    }
    console.broker().start(true);
    soon(() -> assertThat(said()).isEqualTo("There is data again."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/portcullis/",
        "/portcullis",
        "/portcullis/index.html",
        "/portcullis/page.js",
        "/portcullis/page.css",
        "/api/jolokia/"
      })
  @Order(12)
  void withoutALoginThereIsNeitherPageNorData(String path) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(console.page(path));

    assertThat(status(request.GET())).isEqualTo(401);
    assertThat(status(request.POST(BodyPublishers.ofString("[]")))).isEqualTo(401);
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(console.clientContext())
        .build()
        .send(request.build(), BodyHandlers.discarding())
        .statusCode();
  }

  /** Asked again by itself, it would be a guess once in five seconds. */
  @Test
  @Order(13)
  void aLoginThatEndedIsSaidAndNotTriedAgain() throws Exception {
    Path users = console.conf("users.properties");
    String before = Files.readString(users);
    String line =
        new PasswordLine(Optional.of("admin"), false, false)
            .of("another-Password-4711".toCharArray());

    Files.writeString(users, before.replaceAll("(?m)^admin=.*$", line.replace("$", "\\$")));

    soon(
        () ->
            assertThat(browser.text("#news"))
                .endsWith("Your login has ended, or its password is another one by now."));
    assertThat(browser.text("#login")).isEqualTo("Log in again");
    assertThat(browser.barriers()).isEmpty();
    assertThat(console.view().getFailedLogins().values()).hasSizeLessThanOrEqualTo(1);
    browser.wholePicture(PICTURES.resolve("page-login.png"));

    Files.writeString(users, before);
    // The file holds within a second, and the gate lets whoever failed wait.
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(
            () ->
                browser
                    .open(console.page("/portcullis/", "admin"))
                    .ask("return document.title")
                    .toString()
                    .contains("Portcullis"));
    soon(() -> assertThat(browser.text("#of")).startsWith("Broker portcullis, on"));
    soon(() -> assertThat(browser.text("#rights-table")).contains("queue://>"));
    soon(() -> assertThat(browser.text("#keys-table")).contains("queue://ORDERS"));
    for (boolean dark : List.of(false, true)) {
      browser.looking(1280, dark, false);
      browser.wholePicture(PICTURES.resolve(dark ? "page-uses-dark.png" : "page-uses.png"));
    }
    browser.looking(390, false, false);
    browser.wholePicture(PICTURES.resolve("page-uses-phone.png"));
  }

  @Test
  @Order(14)
  void whoIsNoAdministratorSeesNothing() throws Exception {
    try (Browser outside = Browser.open(folder.resolve("outside"), console.authorityPem())) {
      outside.open(console.page("/portcullis/", "user"));

      assertThat(outside.text()).startsWith("HTTP ERROR 403");
    }
  }

  @Test
  @Order(15)
  void theAuthorizationMapIsShownAsItAnswers() {
    assertThat(
            browser.ask(
                """
                const table = document.getElementById('rights-table');
                const rights = (destination, group) => {
                  const column = [...table.tHead.rows[0].cells].findIndex(c => c.textContent === group);
                  const row = [...table.tBodies[0].rows].find(r => r.cells[0].textContent === destination);
                  return row.cells[column].querySelector('.hidden').textContent; };
                return [rights('queue://>', 'users'), rights('queue://>', 'admins')];
                """))
        .isEqualTo(List.of("read (never used)", "read (never used), write, admin"));
    assertThat(browser.text("#uses-note"))
        .matches("[\\d,]+ rights used(; \\d+ others? asked for and refused)?\\. .*");
    assertThat(browser.text("#keys-table"))
        .contains("queue://ORDERS", "portcullis-tests", "orders-aes-01", "0578");
  }
}
