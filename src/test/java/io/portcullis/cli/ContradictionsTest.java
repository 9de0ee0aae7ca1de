package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.Line;
import io.portcullis.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of a configuration whose parts do not fit each other. */
class ContradictionsTest {

  private static final String PASSWORD = "correct-horse-battery";
  private static final String SSL =
      "<transportConnector name=\"ssl\" uri=\"ssl://127.0.0.1:61617?%s\"/>";
  private static final String STOMP =
      "<transportConnector name=\"stomp\" uri=\"stomp+ssl://127.0.0.1:61618?%s\"/>";
  private static final String MAP =
      """
      <authorizationPlugin><map><authorizationMap><authorizationEntries>
      <authorizationEntry queue=">" read="admins,activemq-webconsole" write="admins,activemq-webconsole" admin="admins,activemq-webconsole"/>
      <authorizationEntry topic=">" read="admins,activemq-webconsole" write="admins,activemq-webconsole" admin="admins,activemq-webconsole"/>
      <authorizationEntry topic="ORDERS.>" read="billing" write="users" admin="users"/>
      <authorizationEntry topic="ActiveMQ.Advisory.>" admin="%2$s"/>
      <authorizationEntry topic="ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic" read="%1$s"/>
      </authorizationEntries>
      <tempDestinationAuthorizationEntry><tempDestinationAuthorizationEntry read="%1$s" write="%1$s" admin="%1$s"/></tempDestinationAuthorizationEntry>
      </authorizationMap></map></authorizationPlugin>
      """;
  private static final String GUESTS_OF = "%s { com.acme.Gone %s; %s required; };\n";

  @TempDir private Path temporary;
  private Path folder;

  /**
   * A finding of check.
   *
   * @param rule the rule
   * @param line the line in the file
   * @param text what is found and what to do
   */
  private record Found(String rule, int line, String text) {}

  @BeforeEach
  void keys() throws Exception {
    folder = Files.createDirectory(temporary.toRealPath().resolve("conf"));
    TestCertificate.ec(256).store(folder.resolve("keys.p12"), PASSWORD);
  }

  @Test
  void optionsThatActiveMqIgnoresAreNamedWithThoseThatWereMeant() throws Exception {
    String wrong =
        SSL.formatted("transport.enabledProtocol=TLSv1.2&amp;wireformat.maxFrameSize=9999")
            + "\n"
            + STOMP.formatted("enabledProtocols=TLSv1.3&amp;maximumConnections=9");
    String right =
        SSL.formatted("transport.enabledProtocols=TLSv1.2&amp;wireFormat.maxFrameSize=9999")
            + "\n"
            + STOMP.formatted("transport.enabledProtocols=TLSv1.3&amp;maximumConnections=9");
    Path file = file(BrokerXml.GATE, wrong);
    int line = lineOf(file, "name=\"ssl\"");

    assertThat(findings(file, "connector-option-misspelt"))
        .containsExactly(
            new Found("bound-resources", line, misspelt("transport.enabledProtocol")),
            new Found("bound-resources", line, misspelt("wireformat.maxFrameSize")),
            new Found("bound-resources", line + 1, misspelt("enabledProtocols")));
    assertThat(refusedAndReported(file(BrokerXml.GATE, right)))
        .doesNotContain("connector-option-misspelt", "frames-unbounded", "weak-protocols");
  }

  private static String misspelt(String option) {
    return "ActiveMQ ignores the option %s of its URI, so it sets nothing".formatted(option);
  }

  @Test
  void aLoginConfigurationThatDoesNotExistIsRefused() throws Exception {
    Path file = jaas("karaf");
    Files.writeString(folder.resolve("login.config"), logins("activemq", "required"));

    assertThat(CheckRun.of(file).status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(findings(file, "login-configuration-missing"))
        .containsExactly(
            new Found(
                "require-authentication",
                lineOf(file, "karaf"),
                "login configuration \"karaf\" does not exist, so nobody can log in by it"));
  }

  @Test
  void aModuleThatDoesNotExistIsRefusedWhereEveryLoginNeedsIt() throws Exception {
    Path file = jaas("activemq");
    Path logins = folder.resolve("login.config");
    Files.writeString(logins, logins("activemq", "required"));

    assertThat(findings(file, "login-module-missing"))
        .containsExactly(
            new Found(
                "require-authentication",
                lineOf(logins, "com.acme.Gone"),
                "login configuration \"activemq\" names com.acme.Gone, which is no login module on"
                    + " the class path, so nobody can log in"));

    Files.writeString(logins, logins("activemq", "optional"));
    assertThat(findings(file, "login-module-missing")).isEmpty();
    assertThat(words(CheckRun.of(file)))
        .contains(
            "passwords in com.acme.Gone in login configuration \"activemq\": it is no login module"
                + " on the class path, so nobody can log in by it");
  }

  @Test
  void withoutALoginConfigurationBesideItNobodyKnows() throws Exception {
    Path file = jaas("karaf");

    assertThat(findings(file, "login-configuration-missing")).isEmpty();
    assertThat(words(CheckRun.of(file)))
        .contains(
            "passwords in login configuration \"karaf\": it cannot be read, so nobody knows whether"
                + " it exists");
  }

  @Test
  void aGroupThatCannotUseItsRightsIsNamedAndTheRemedyHelps() throws Exception {
    String connectors = SSL.formatted("");
    Path file = file(MAP.formatted("users", "users") + BrokerXml.GATE, connectors);

    assertThat(findings(file, "client-group-shut-out"))
        .containsExactly(
            new Found(
                "guard-advisories",
                lineOf(file, "TempQueue"),
                "group \"billing\" has rights on destinations and may not read"
                    + " ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic, which every"
                    + " OpenWire client subscribes to when it connects, nor use temporary"
                    + " destinations, which replies need"));
    List<String> before = refusedAndReported(file);

    String creators = Line.clientsCreateAdvisories() ? "users,billing" : "users";
    Path mended = file(MAP.formatted("users,billing", creators) + BrokerXml.GATE, connectors);
    assertThat(refusedAndReported(mended))
        .doesNotContain("client-group-shut-out", "advisories-uncreatable")
        .isSubsetOf(before);
  }

  private static String logins(String name, String flag) {
    return GUESTS_OF.formatted(name, flag, "org.apache.activemq.jaas.GuestLoginModule");
  }

  private Path jaas(String configuration) throws Exception {
    return file(
        BrokerXml.GATE,
        SSL.formatted(""),
        xml ->
            xml.replaceAll(
                "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>",
                "<jaasAuthenticationPlugin configuration=\"%s\"/>".formatted(configuration)));
  }

  private Path file(String plugins, String connectors) throws Exception {
    return file(plugins, connectors, xml -> xml);
  }

  private Path file(String plugins, String connectors, UnaryOperator<String> change)
      throws Exception {
    BrokerXml.write(folder, plugins, connectors);
    BrokerXml.change(
        folder,
        xml ->
            change.apply(
                xml.replace(
                    "<plugins>",
                    BrokerXml.sslContext(folder.resolve("keys.p12"), PASSWORD) + "<plugins>")));
    return folder.resolve("activemq.xml");
  }

  private static int lineOf(Path file, String text) throws Exception {
    List<String> lines = Files.readAllLines(file);
    return 1
        + lines.indexOf(lines.stream().filter(line -> line.contains(text)).findFirst().orElse(""));
  }

  private static List<Found> findings(Path file, String code) throws Exception {
    return all(file).stream()
        .filter(finding -> finding.path("code").asText().equals(code))
        .map(
            finding ->
                new Found(
                    finding.path("rule").asText(),
                    finding.path("line").asInt(),
                    finding.path("found").asText()))
        .toList();
  }

  private static List<String> refusedAndReported(Path file) throws Exception {
    return all(file).stream().map(finding -> finding.path("code").asText()).toList();
  }

  private static List<JsonNode> all(Path file) throws Exception {
    JsonNode json = JsonView.of(CheckRun.of("--format", "json", file).out()).node();
    return StreamSupport.stream(json.path("findings").spliterator(), false).toList();
  }

  private static String words(CheckRun run) {
    return run.out().replaceAll("\\s+", " ");
  }
}
