package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Browser;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WebConsole;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ActiveMQ's web console in a real browser, for a user of the system group. */
@EnabledIf(
    value = "io.portcullis.testing.Browser#isInstalled",
    disabledReason = "there is no chromium or no chromedriver in /usr/bin")
@NotOn(value = Line.V6_3, because = "Maven Central has no activemq-web of 6.3")
class WebConsoleIT {

  private static final String PLAINTEXT = "account 4711";
  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt(PLAINTEXT.getBytes(StandardCharsets.UTF_8));
  private static final String BASE64 = Base64.getEncoder().encodeToString(ENCRYPTED);

  @TempDir private static Path folder;

  private static WebConsole console;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    console = WebConsole.start(folder.resolve("home"));
    browser = Browser.open(folder.resolve("profile"), console.authorityPem());
    browser.open(console.page("/admin/", "console"));
  }

  @AfterAll
  static void stop() {
    console.close();
    browser.close();
  }

  @Test
  void queuesAreListedAndBrowsedAndAnEncryptedMessageIsSeenAsItIs() throws Exception {
    try (OpenWire admin = console.connect("admin")) {
      admin.send("ORDERS", ENCRYPTED);
      admin.sendText("ORDERS", BASE64);
    }

    browser.open(console.page("/admin/queues.jsp"));
    assertThat(browser.text("#queues")).contains("ORDERS 2 0 2 0");
    browser.follow("ORDERS");
    assertThat(browser.text("h2")).isEqualTo("Browse ORDERS");
    browser.click("#messages tbody tr:nth-child(1) a");
    assertThat(browser.text(".layout"))
        .contains(Ciphertexts.NAMESPACE, Ciphertexts.AES_KEY_NAME)
        .doesNotContain(PLAINTEXT);
    browser.open(console.page("/admin/browse.jsp?JMSDestination=ORDERS"));
    browser.click("#messages tbody tr:nth-child(2) a");
    assertThat(browser.text(".layout")).contains(BASE64);
  }

  @Test
  void aQueueIsCreatedAndPurged() throws Exception {
    browser.open(console.page("/admin/queues.jsp"));
    browser.type("[name=JMSDestination]", "CREATED").click("input[value=Create]");
    assertThat(browser.text("#queues")).contains("CREATED 0 0 0 0");
    try (OpenWire admin = console.connect("admin")) {
      admin.send("CREATED", ENCRYPTED);
    }

    browser.open(console.page("/admin/queues.jsp"));
    assertThat(browser.text("#queues")).contains("CREATED 1 0 1 0");
    browser.click("a[href*='purgeDestination.action'][href*='=CREATED&']");

    assertThat(browser.location()).isEqualTo(console.page("/admin/queues.jsp"));
    assertThat(browser.text("#queues")).contains("CREATED 0 0 1 1");
  }

  @ParameterizedTest(name = "persistent: {0}")
  @ValueSource(booleans = {false, true})
  void plaintextIsRefusedWithTheReasonOnThePageAndReachesNobody(boolean persistent)
      throws Exception {
    try (OpenWire admin = console.connect("admin")) {
      MessageConsumer consumer = admin.consumer("FROM.CONSOLE");

      send("FROM.CONSOLE", PLAINTEXT, persistent);

      assertThat(browser.text("#reason"))
          .isEqualTo(
              "[require-encrypted-body] message to queue://FROM.CONSOLE: its body is not an AWS"
                  + " Encryption SDK message, it looks like plain text; encrypt it with the AWS"
                  + " Encryption SDK before sending, see"
                  + " https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/");
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  @Test
  void whatIsEncryptedArrives() throws Exception {
    try (OpenWire admin = console.connect("admin")) {
      MessageConsumer consumer = admin.consumer("FROM.CONSOLE");

      send("FROM.CONSOLE", BASE64, true);

      assertThat(browser.location()).isEqualTo(console.page("/admin/queues.jsp"));
      assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo(BASE64);
    }
  }

  @Test
  void aReasonIsTextWhateverStandsInIt() {
    send("<b id=\"injected\">X</b>", PLAINTEXT, true);

    assertThat(browser.text("#reason"))
        .startsWith("[require-encrypted-body] message to queue://<b id=\"injected\">X</b>: ");
  }

  @Test
  void anOutsiderSeesNothing() throws Exception {
    try (Browser outside = Browser.open(folder.resolve("outside"), console.authorityPem())) {
      outside.open(console.page("/admin/", "user"));
      assertThat(outside.text()).startsWith("HTTP ERROR 403");
    }
    try (Browser outside = Browser.open(folder.resolve("wrong"), console.authorityPem())) {
      outside.open(console.page("/admin/", "user", "wrong"));
      assertThat(outside.text()).isEmpty();
    }
  }

  private static void send(String queue, String text, boolean persistent) {
    browser.open(console.page("/admin/send.jsp"));
    browser.type("[name=JMSDestination]", queue).type("[name=JMSText]", text);
    if (persistent) {
      browser.tick("[name=JMSPersistent]");
    }
    browser.click("input[type=submit]");
  }
}
