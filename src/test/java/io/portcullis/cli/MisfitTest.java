package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of groups, certificates, networks and files that do not fit each other. */
class MisfitTest {

  private static final String PASSWORD = "correct-horse-battery";
  private static final String MAP =
      """
      <authorizationPlugin><map><authorizationMap><authorizationEntries>
      <authorizationEntry queue=">" read="admins,activemq-webconsole" write="admins,activemq-webconsole" admin="admins,activemq-webconsole"/>
      <authorizationEntry topic=">" read="admins,activemq-webconsole" write="admins,activemq-webconsole" admin="admins,activemq-webconsole"/>
      <authorizationEntry topic="ORDERS.>" read="billing"/>
      </authorizationEntries></authorizationMap></map></authorizationPlugin>
      """;
  private static final String SSL =
      "<transportConnector name=\"ssl\" uri=\"ssl://127.0.0.1:61617?%s\"/>";

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void keys() throws Exception {
    folder = Files.createDirectory(temporary.toRealPath().resolve("conf"));
    TestCertificate.ec(256).store(folder.resolve("keys.p12"), PASSWORD);
  }

  @Test
  void groupsWithoutUsersAndUsersWithoutRightsAreReportedAtTheirLines() throws Exception {
    Path file = file(MAP + BrokerXml.GATE, "");

    assertThat(lines(file))
        .contains(
            entry("map-group-without-users", lineOf(file, "ORDERS.>")),
            entry("user-without-rights", lineOf(file, "username=\"user\"")));
    assertThat(all(file).filter(found -> isAboutGroups(found)))
        .allMatch(found -> found.path("disposition").asText().equals("reported"))
        .hasSize(2);
  }

  @Test
  void withTheDefaultMapAUserOfAnotherGroupIsNamed() throws Exception {
    Path file = file(BrokerXml.GATE, "");
    BrokerXml.change(folder, xml -> xml.replace("groups=\"users\"", "groups=\"publishers\""));

    assertThat(all(file).filter(MisfitTest::isAboutGroups))
        .extracting(found -> found.path("remedy").asText())
        .containsExactly(
            "put user \"user\" into one of the groups admins, users in"
                + " simpleAuthenticationPlugin, or name one of its groups in an entry of the map, for which you configure <authorizationPlugin>");
  }

  @Test
  void usersOfADirectoryAreNotChecked() throws Exception {
    Path file = certificates("jaasAuthenticationPlugin", MAP);
    Files.writeString(
        folder.resolve("login.config"),
        "c { org.apache.activemq.jaas.LDAPLoginModule required connectionURL=\"ldap://127.0.0.1:1\";"
            + " };");

    assertThat(CheckRun.of(file).out().replaceAll("\\s+", " "))
        .contains(
            "require-authorization: whether users are in the groups of the map:"
                + " org.apache.activemq.jaas.LDAPLoginModule decides when somebody logs in")
        .doesNotContain("none of the users is in it");
  }

  @Test
  void aLoginByCertificateWithoutAConnectorThatAsksIsRefused() throws Exception {
    String plugin = "jaasCertificateAuthenticationPlugin";
    Path file = certificates(plugin, "");

    assertThat(lines(file)).contains(entry("certificate-never-asked", lineOf(file, plugin)));
    BrokerXml.change(folder, xml -> xml.replace("61617?", "61617?transport.wantClientAuth=true"));
    assertThat(lines(file)).doesNotContainKey("certificate-never-asked");
  }

  @Test
  void aPluginForPasswordsWithModulesForCertificatesIsRefused() throws Exception {
    Path file = certificates("jaasAuthenticationPlugin", "");

    assertThat(lines(file))
        .contains(entry("certificate-not-handed-on", lineOf(file, "jaasAuthenticationPlugin")));
  }

  @Test
  void aConnectorWhereNoAllowedClientArrivesIsReported() throws Exception {
    Path file =
        file(BrokerXml.gate("<property name=\"allowedNetworks\" value=\"10.0.0.0/8\"/>"), "");

    assertThat(lines(file))
        .contains(entry("connector-beyond-networks", lineOf(file, "name=\"ssl\"")));
  }

  @Test
  void aRealmFileThatNothingReadsIsNotJudged() throws Exception {
    Path file = file(BrokerXml.GATE, "");
    Files.writeString(folder.resolve("jetty-realm.properties"), "admin: admin, admin\n");

    assertThat(CheckRun.of("--trust", file).out()).doesNotContain("password that ActiveMQ");

    BrokerXml.change(
        folder,
        xml ->
            xml.replace(
                "</beans>",
                "<bean class=\"org.eclipse.jetty.security.HashLoginService\"><property"
                    + " name=\"config\" value=\"%s\"/></bean></beans>"
                        .formatted(folder.resolve("jetty-realm.properties"))));
    assertThat(CheckRun.of("--trust", file).out()).contains("password that ActiveMQ");
  }

  private Path certificates(String plugin, String map) throws Exception {
    Files.writeString(
        folder.resolve("login.config"),
        "c { org.apache.activemq.jaas.TextFileCertificateLoginModule required"
            + " org.apache.activemq.jaas.textfiledn.user=\"u.properties\""
            + " org.apache.activemq.jaas.textfiledn.group=\"g.properties\"; };");
    Files.writeString(folder.resolve("u.properties"), "ann=CN=ann\n");
    Files.writeString(folder.resolve("g.properties"), "admins=ann\n");
    Path file = file(map + BrokerXml.GATE, "");
    BrokerXml.change(
        folder,
        xml ->
            xml.replaceAll(
                "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>",
                "<%s configuration=\"c\"/>".formatted(plugin)));
    return file;
  }

  private Path file(String plugins, String options) throws Exception {
    BrokerXml.write(folder, plugins, SSL.formatted(options));
    BrokerXml.change(
        folder,
        xml ->
            xml.replace(
                "<plugins>",
                BrokerXml.sslContext(folder.resolve("keys.p12"), PASSWORD) + "<plugins>"));
    return folder.resolve("activemq.xml");
  }

  private static int lineOf(Path file, String text) throws Exception {
    List<String> lines = Files.readAllLines(file);
    return 1
        + lines.indexOf(lines.stream().filter(line -> line.contains(text)).findFirst().orElse(""));
  }

  private static boolean isAboutGroups(JsonNode finding) {
    return finding.path("rule").asText().equals("require-authorization");
  }

  private static Map<String, Integer> lines(Path file) throws Exception {
    return all(file)
        .collect(
            Collectors.toMap(
                found -> found.path("code").asText(),
                found -> found.path("line").asInt(),
                (one, other) -> one));
  }

  private static Stream<JsonNode> all(Path file) throws Exception {
    JsonNode json = JsonView.of(CheckRun.of("--format", "json", file).out()).node();
    return StreamSupport.stream(json.path("findings").spliterator(), false);
  }
}
