package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portcullis.login.LoginFiles;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** What check says of the changes that a start makes, in each format. */
class StartChangesTest {

  private static final String PASSWORD = "correct-horse-battery";
  private static final String CONNECTORS =
      "<transportConnector name=\"one\" uri=\"ssl://127.0.0.1:61617\"/>"
          + "<transportConnector name=\"two\" uri=\"stomp+ssl://127.0.0.1:61618\"/>";
  private static final String REPORT_ONLY = "<property name=\"mode\" value=\"REPORT_ONLY\"/>";

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void keys() throws Exception {
    folder = Files.createDirectory(temporary.toRealPath().resolve("conf"));
    TestCertificate.ec(256).store(folder.resolve("keys.p12"), PASSWORD);
  }

  @Test
  void theTextSaysWhoLosesWhat() throws Exception {
    assertThat(section(CheckRun.of(file(BrokerXml.GATE)).out()))
        .contains(
            "A start changes this:",
            "Rights: no authorization map is configured, so the default one is installed Today every"
                + " user may read, write and admin every destination",
            "After the start group \"admins\" may do everything",
            "User \"publisher\" (publishers, sensors) loses everything",
            "User \"user\" (users) loses: read topic://ActiveMQ.Advisory.>; write queue://>,"
                + " topic://>,",
            "User \"admin\" (admins) keeps everything",
            "-> to keep a right, configure <authorizationPlugin> with an <authorizationEntry> for"
                + " publishers, sensors; or put their users into one of admins, users",
            "TLS of connectors \"one\", \"two\" They speak TLSv1.2, TLSv1.3",
            "Senders encrypt every body with the AWS Encryption SDK (require-encrypted-body)")
        .doesNotContain("not now");
  }

  @Test
  void inReportOnlyNothingChanges() throws Exception {
    Path file = file(BrokerXml.gate(REPORT_ONLY));

    assertThat(section(CheckRun.of(file).out()))
        .startsWith(
            "Nothing, since the rules only report (mode REPORT_ONLY); once they enforce, this"
                + " changes: Rights: no authorization map is configured, so the default one is"
                + " installed (not now: require-authorization only reports)")
        .contains("TLS of connectors \"one\", \"two\" (not now: require-modern-tls only reports)")
        .contains("User \"publisher\" (publishers, sensors) loses everything")
        .contains("Clients (not now: these rules only report)");
    JsonNode changes = json(file);
    assertThat(changes.path("changesSomething").asBoolean()).isFalse();
    assertThat(changes.at("/rights/enforced").asBoolean()).isFalse();
    assertThat(changes.at("/tls/0/enforced").asBoolean()).isFalse();
  }

  @Test
  void oneRuleThatEnforcesChangesSomething() throws Exception {
    Path file =
        file(
            BrokerXml.gate(
                REPORT_ONLY + "<property name=\"enforce\" value=\"require-modern-tls\"/>"));

    assertThat(section(CheckRun.of(file).out()))
        .contains("A start changes this:", "TLS of connectors \"one\", \"two\" They speak")
        .contains("is installed (not now: require-authorization only reports)");
  }

  @Test
  void jsonAndSarifHaveTheSame() throws Exception {
    Path file = file(BrokerXml.GATE);
    JsonNode changes = json(file);

    assertThat(changes.at("/rights/users")).hasSize(3);
    assertThat(changes.at("/rights/users/1/user").asText()).isEqualTo("publisher");
    assertThat(changes.at("/rights/users/1/groups/1").asText()).isEqualTo("sensors");
    assertThat(changes.at("/rights/users/1/keeps")).isEmpty();
    assertThat(changes.at("/rights/users/1/loses/write")).hasSize(6);
    assertThat(changes.at("/tls")).hasSize(1);
    assertThat(
            JsonView.of(CheckRun.of("--format", "sarif", file).out())
                .node()
                .at("/runs/0/properties/startChanges"))
        .isEqualTo(changes);
  }

  @Test
  void theHtmlHasItsOwnPart() throws Exception {
    Path file = file(BrokerXml.GATE);
    BrokerXml.change(folder, xml -> xml.replace("\"publisher\"", "\"&lt;script&gt;\""));

    assertThat(CheckRun.of("--format", "html", file).out())
        .contains("<section id=\"changes\">", "href=\"#changes\"")
        .contains("<li>User &#34;&#60;script&#62;&#34; (publishers, sensors) loses everything</li>")
        .doesNotContain("<script>");
  }

  @Test
  void anOwnMapChangesNoRight() throws Exception {
    Path file =
        file(
            "<authorizationPlugin><map><authorizationMap><authorizationEntries><authorizationEntry"
                + " queue=\">\" read=\"admins\"/></authorizationEntries></authorizationMap></map>"
                + "</authorizationPlugin>"
                + BrokerXml.GATE);

    assertThat(json(file).has("rights")).isFalse();
    assertThat(section(CheckRun.of(file).out())).doesNotContain("Rights:");
  }

  @Test
  void ifTheGatesPropertiesAreWrongNothingIsKnown() throws Exception {
    Path file = file(BrokerXml.gate("<property name=\"mode\" value=\"STRICT\"/>"));

    assertThat(section(CheckRun.of(file).out()))
        .isEqualTo("Not known until Portcullis' properties are right");
    assertThat(json(file).path("known").asBoolean()).isFalse();
  }

  @Test
  void aPlainPasswordIsNotMovedToAHash() throws Exception {
    Path file = file(BrokerXml.GATE);
    LoginFiles files = new LoginFiles(folder).users("ann=plain\n").groups("admins=ann\n");
    StringBuilder options = new StringBuilder();
    files.options().forEach((name, value) -> options.append(" %s=\"%s\"".formatted(name, value)));
    Files.writeString(
        folder.resolve("login.config"),
        "c { io.portcullis.login.PasswordLoginModule required%s; };".formatted(options));
    BrokerXml.change(
        folder,
        xml ->
            xml.replaceAll(
                "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>",
                "<jaasAuthenticationPlugin configuration=\"c\"/>"));

    assertThat(section(CheckRun.of(file).out()))
        .contains(
            "Passwords: a start moves none to a hash, and PasswordLoginModule accepts only hashes",
            "user \"ann\"",
            "nobody logs in",
            "Other users are not known:")
        .doesNotContain("plain");
    assertThat(Files.readString(folder.resolve("users.properties"))).isEqualTo("ann=plain\n");
  }

  @Test
  void linesFitAndColoursEnd() throws Exception {
    Path file = file(BrokerXml.GATE);

    assertThat(CheckRun.of(file).out().lines())
        .filteredOn(line -> line.contains(" ") && !line.contains("/"))
        .allMatch(line -> line.length() <= 80);
    assertThat(CheckRun.of(Ansi.ON, file).out().lines().filter(line -> line.contains("\u001b[1m")))
        .allMatch(line -> line.endsWith("\u001b[0m"));
    assertThat(CheckRun.of(file).out()).doesNotContain("\u001b");
  }

  private JsonNode json(Path file) throws Exception {
    return JsonView.of(CheckRun.of("--format", "json", file).out()).node().path("startChanges");
  }

  /** The words of the text report's section, in one line. */
  private static String section(String out) {
    return Stream.of(out)
        .map(text -> text.replaceFirst("(?s).*WHAT A START WILL CHANGE\\R", ""))
        .map(text -> text.replaceFirst("(?s)\\R\\R.*", ""))
        .map(text -> text.replaceAll("\\s+", " ").strip())
        .findFirst()
        .orElseThrow();
  }

  private Path file(String plugins) throws Exception {
    BrokerXml.write(folder, plugins, CONNECTORS);
    BrokerXml.change(
        folder,
        xml ->
            xml.replace(
                    "<plugins>",
                    BrokerXml.sslContext(folder.resolve("keys.p12"), PASSWORD) + "<plugins>")
                .replace(
                    "</users>",
                    "<authenticationUser username=\"publisher\" password=\"a-long-password\""
                        + " groups=\"publishers,sensors\"/></users>"));
    return folder.resolve("activemq.xml");
  }
}
