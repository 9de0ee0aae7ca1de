package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Browser;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WebConsole;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;
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
class WebConsoleTest {

  private static final String PLAINTEXT = "account 4711";
  private static final String ENCRYPTED =
      Base64.getEncoder()
          .encodeToString(Ciphertexts.encrypt(PLAINTEXT.getBytes(StandardCharsets.UTF_8)));

  @TempDir private static Path folder;

  private static WebConsole console;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    console = WebConsole.start(folder.resolve("home"), UnaryOperator.identity());
    browser = Browser.open(folder.resolve("profile"), console.authorityPem());
    browser.open(console.page("", "console"));
  }

  @AfterAll
  static void stop() {
    console.close();
    browser.close();
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
                  + " Encryption SDK message (base64 text at offset 7: not a character of the"
                  + " standard alphabet); encrypt it with the AWS Encryption SDK before sending");
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  @Test
  void whatIsEncryptedArrives() throws Exception {
    try (OpenWire admin = console.connect("admin")) {
      MessageConsumer consumer = admin.consumer("FROM.CONSOLE");

      send("FROM.CONSOLE", ENCRYPTED, true);

      assertThat(browser.location()).isEqualTo(console.page("queues.jsp"));
      assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo(ENCRYPTED);
    }
  }

  @Test
  void aReasonIsTextWhateverStandsInIt() {
    send("<b id=\"injected\">X</b>", PLAINTEXT, true);

    assertThat(browser.text("#reason"))
        .startsWith("[require-encrypted-body] message to queue://<b id=\"injected\">X</b>: ");
  }

  private static void send(String queue, String text, boolean persistent) {
    browser.open(console.page("send.jsp"));
    browser.type("[name=JMSDestination]", queue).type("[name=JMSText]", text);
    if (persistent) {
      browser.click("[name=JMSPersistent]");
    }
    browser.click("input[type=submit]");
  }
}
