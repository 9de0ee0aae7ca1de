package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.release.KnownReleases;
import io.portcullis.rule.Judgement.State;
import io.portcullis.testing.BrokerXml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of every rule. Each format says the same. */
class RuleStatesTest {

  private static final String PASSWORD = "correct-horse-battery";
  private static final String TCP =
      "<transportConnector name=\"plain\" uri=\"tcp://127.0.0.1:61616\"/>";
  private static final String TLS =
      "<transportConnector name=\"tls\" uri=\"ssl://127.0.0.1:61617\"/>";
  private static final Pattern HTML_ROW =
      Pattern.compile("<th scope=\"row\">([a-z-]+)</th><td>.*<td class=\"state [a-z]+\">(.*)</td>");
  private static final Pattern TEXT_ROW = Pattern.compile("(?m)^  ([a-z-]+) {2,}([^:,\\n]+)");

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectories(temporary.toRealPath().resolve("conf"));
  }

  @Test
  void aRuleThatJudgedNothingHasNotPassed() throws Exception {
    assertThat(html(file("", "", xml -> xml)))
        .contains(
            entry("require-tls", "nothing to judge"),
            entry("require-modern-tls", "nothing to judge"),
            entry("require-valid-certificate", "nothing to judge"),
            entry("require-client-certificate", "not required"),
            entry("refuse-public-connector", "nothing to judge"),
            entry("refuse-outside-client", "nothing to judge"),
            entry("require-encrypted-body", "nothing to judge"),
            entry("require-authentication", "passed"),
            entry("require-system-group", "passed"));
  }

  @Test
  void aRuleThatJudgedSomethingPasses() throws Exception {
    DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    String keys =
        "<sslContext><sslContext keyStoreType=\"PKCS12\" keyStore=\"file:%s/broker.p12\" keyStorePassword=\"%s\"/></sslContext>"
            .formatted(folder, PASSWORD);

    assertThat(
            html(
                file(
                    "<property name=\"clientCertificates\" value=\"REQUIRED\"/>",
                    TLS.replace("61617", "61617?transport.needClientAuth=true"),
                    xml -> xml.replace("<plugins>", keys + "<plugins>"))))
        .contains(
            entry("require-tls", "passed"),
            entry("require-modern-tls", "passed"),
            entry("require-valid-certificate", "passed"),
            entry("require-client-certificate", "passed"),
            entry("refuse-public-connector", "passed"),
            entry("refuse-default-credentials", "passed"));
  }

  @Test
  void anAuthorizationMapThatIsOnlyReportedAsMissingIsNotJudged() throws Exception {
    assertThat(
            html(
                file(
                    "<property name=\"reportOnly\" value=\"require-authorization\"/>",
                    TCP,
                    xml -> xml)))
        .contains(
            entry("require-authorization", "reported"),
            entry("require-system-group", "nothing to judge"),
            entry("guard-temporary-destinations", "nothing to judge"));
  }

  @Test
  void loginsThatNobodyKnowsAreNotChecked() throws Exception {
    Files.writeString(
        folder.resolve("login.config"),
        """
        activemq { org.apache.activemq.jaas.LDAPLoginModule required
          connectionURL="ldap://127.0.0.1:1" connectionUsername="m" connectionPassword="w"
          userBase="ou=u" userSearchMatching="(uid={0})" roleBase="ou=g" roleName="cn"
          roleSearchMatching="(member={0})"; };
        """);

    assertThat(
            html(
                file(
                    "",
                    TCP,
                    xml ->
                        xml.replaceAll(
                            "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>",
                            "<jaasAuthenticationPlugin configuration=\"activemq\"/>"))))
        .contains(entry("refuse-default-credentials", "not checked"));
  }

  @Test
  void withoutADirectoryNobodyKnowsWhatIsInIt() throws Exception {
    String map =
        """
        <authorizationPlugin><map>
          <cachedLDAPAuthorizationMap connectionURL="ldap://127.0.0.1:1" connectionUsername="m"
              connectionPassword="w" queueSearchBase="ou=q" topicSearchBase="ou=t" tempSearchBase="ou=u"/>
        </map></authorizationPlugin>
        """;
    Path file = file("", "", xml -> xml.replace("<bean xmlns", map + "<bean xmlns"));

    assertThat(html(file))
        .contains(
            entry("require-system-group", "not checked"), entry("guard-advisories", "not checked"));
  }

  @Test
  void everyFormatSaysTheSame() throws Exception {
    String waiver =
        BrokerXml.waivers(BrokerXml.waiver("require-tls", "plain", "a printer", "2999-01-01"));
    Path file =
        file(
            waiver,
            TCP,
            xml ->
                xml.replaceAll(
                    "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>", ""));

    Map<String, State> json = json(file);

    assertThat(json.values()).contains(State.values());
    Map<String, String> words = new LinkedHashMap<>();
    json.forEach((rule, state) -> words.put(rule, state.words()));
    assertThat(html(file)).isEqualTo(words);
    assertThat(text(file)).isEqualTo(words);
    assertThat(sarif(file)).isEqualTo(json);
  }

  @Test
  void itSaysWhyNothingWasJudged() throws Exception {
    Path file = file("", TCP, xml -> xml);

    String text = CheckRun.of(file).out();
    assertThat(text)
        .containsSubsequence(
            "\nRULES\n",
            "  require-tls                   refused, 1\n",
            "  require-modern-tls            nothing to judge: no TLS connector\n",
            "  require-client-certificate    not required: clientCertificates is OPTIONAL\n",
            "  refuse-unvetted-link          passed\n",
            "Broker \"xml\"");
    assertThat(text.lines()).allMatch(line -> line.length() <= 80 || !line.strip().contains(" "));
    assertThat(CheckRun.of("--format", "html", file).out())
        .contains("Nothing to judge: no TLS connector", "Not required: clientCertificates is");
    JsonView json = JsonView.of(CheckRun.of("--format", "json", file).out());
    assertThat(json.text("/rules/1/rule")).isEqualTo("require-modern-tls");
    assertThat(json.text("/rules/1/state")).isEqualTo("nothing-to-judge");
    assertThat(json.text("/rules/1/reasons/0")).isEqualTo("no TLS connector");
  }

  @Test
  void wrongPropertiesOfTheGateLeaveEveryRuleNotChecked() throws Exception {
    Map<String, String> states =
        html(file("<property name=\"mode\" value=\"LOUD\"/>", TCP, xml -> xml));

    assertThat(states).containsEntry("configuration", "refused");
    states.remove("configuration");
    assertThat(states.values()).containsOnly("not checked");
  }

  private Path file(String properties, String connectors, UnaryOperator<String> change)
      throws Exception {
    BrokerXml.write(folder, BrokerXml.gate(properties), connectors);
    BrokerXml.change(folder, change);
    return folder.resolve("activemq.xml");
  }

  /** A report that is read later says how much was known. */
  @Test
  void everyFormatSaysOfWhichDayTheKnownReleasesAre() throws Exception {
    Path file = file("", TCP, xml -> xml);
    String day = KnownReleases.bundled().asOf().toString();

    assertThat(CheckRun.of(file).out()).contains("releases and holes are known as of " + day);
    assertThat(CheckRun.of("--format", "html", file).out())
        .contains("Releases known as of</dt><dd>" + day);
    assertThat(JsonView.of(CheckRun.of("--format", "json", file).out()).text("/releasesAsOf"))
        .isEqualTo(day);
    assertThat(
            JsonView.of(CheckRun.of("--format", "sarif", file).out())
                .text("/runs/0/properties/releasesAsOf"))
        .isEqualTo(day);
  }

  private static Map<String, String> html(Path file) {
    return states(HTML_ROW, CheckRun.of("--format", "html", file).out());
  }

  private static Map<String, String> text(Path file) {
    String text = CheckRun.of(file).out();
    int rules = text.indexOf("\nRULES\n");
    return states(TEXT_ROW, text.substring(rules, text.indexOf("\n\n", rules + 1)));
  }

  private static Map<String, String> states(Pattern row, String text) {
    return row.matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                found -> found.group(1),
                found -> found.group(2).replaceAll("<svg.*</svg>|, \\d+$", ""),
                (one, other) -> other,
                LinkedHashMap::new));
  }

  private static Map<String, State> json(Path file) throws Exception {
    return states(
        JsonView.of(CheckRun.of("--format", "json", file).out()), "/rules/", "/rule", "/state");
  }

  private static Map<String, State> sarif(Path file) throws Exception {
    return states(
        JsonView.of(CheckRun.of("--format", "sarif", file).out()),
        "/runs/0/tool/driver/rules/",
        "/id",
        "/properties/state");
  }

  private static Map<String, State> states(JsonView json, String rules, String id, String state) {
    Map<String, State> states = new LinkedHashMap<>();
    for (int i = 0; !json.text(rules + i + id).isEmpty(); i++) {
      String word = json.text(rules + i + state);
      states.put(
          json.text(rules + i + id),
          List.of(State.values()).stream()
              .filter(known -> known.word().equals(word))
              .findFirst()
              .orElseThrow());
    }
    return states;
  }
}
