package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Browser;
import io.portcullis.testing.Line;
import io.portcullis.testing.LoggedErrors;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WebConsole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.apache.jasper.JasperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The web console beside an authorization map that forgets its group. */
@NotOn(value = Line.V6_3, because = "Maven Central has no activemq-web of 6.3")
class WebConsoleRightsIT {

  private static final String FORGETFUL_MAP =
      """
      <authorizationPlugin>
        <map>
          <authorizationMap>
            <authorizationEntries>
              <authorizationEntry queue=">" read="admins" write="admins" admin="admins"/>
              <authorizationEntry topic=">" read="admins" write="admins" admin="admins"/>
            </authorizationEntries>
            <tempDestinationAuthorizationEntry>
              <tempDestinationAuthorizationEntry read="admins" write="admins" admin="admins"/>
            </tempDestinationAuthorizationEntry>
          </authorizationMap>
        </map>
      </authorizationPlugin>
      """;

  private static final String GATE = "class=\"io.portcullis.PortcullisPlugin\"/>";

  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("account 4711".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path folder;

  @Test
  void theBrokerDoesNotStartAndSaysWhichRightsAreMissing() {
    assertThatThrownBy(
            () ->
                WebConsole.start(folder.resolve("home"), WebConsoleRightsIT::withForgetfulMap)
                    .close())
        .rootCause()
        .hasMessageContaining("Portcullis refuses to start broker \"portcullis\" (6 violations):")
        .hasMessageContaining(
            "[require-system-group] authorization map: group \"activemq-webconsole\" may not read"
                + " on queue \">\"; add activemq-webconsole to read of <authorizationEntry"
                + " queue=\">\">");
  }

  @Test
  @EnabledIf(
      value = "io.portcullis.testing.Browser#isInstalled",
      disabledReason = "there is no chromium or no chromedriver in /usr/bin")
  void whereThatIsOnlyReportedTheConsoleListsQueuesAndCanNeitherReadNorWrite() throws Exception {
    try (WebConsole console =
            WebConsole.start(folder.resolve("home"), xml -> withForgetfulMap(reportingGate(xml)));
        Browser browser = Browser.open(folder.resolve("profile"), console.authorityPem());
        LoggedErrors errors = LoggedErrors.of("org.eclipse.jetty.server.HttpChannel")) {
      try (OpenWire admin = console.connect("admin")) {
        admin.send("ORDERS", ENCRYPTED);
      }

      browser.open(console.page("/admin/queues.jsp", "console"));
      assertThat(browser.text("#queues")).contains("ORDERS 1 0 1 0");
      browser.open(console.page("/admin/browse.jsp?JMSDestination=ORDERS"));
      assertThat(browser.text("#reason"))
          .isEqualTo(
              "User console is not authorized to read from:"
                  + " ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic");
      assertThat(errors.errors())
          .singleElement()
          .satisfies(error -> assertThat(error).hasCauseInstanceOf(JasperException.class));
      browser.open(console.page("/admin/send.jsp?JMSDestination=ORDERS"));
      browser.type("[name=JMSText]", Base64.getEncoder().encodeToString(ENCRYPTED));
      browser.click("input[type=submit]");
      assertThat(browser.text("#reason"))
          .isEqualTo("User console is not authorized to write to: queue://ORDERS");
    }
  }

  private static String withForgetfulMap(String xml) {
    return xml.replace("<!-- Last", FORGETFUL_MAP + "<!-- Last");
  }

  private static String reportingGate(String xml) {
    return xml.replace(
        GATE,
        GATE.replace(
            "/>", "><property name=\"reportOnly\" value=\"require-system-group\"/></bean>"));
  }
}
