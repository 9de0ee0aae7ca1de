package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.demo.Installation;
import io.portcullis.report.LineWrap;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.ConfiguredBroker;
import io.portcullis.testing.Line;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.security.auth.login.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What the command says of files, in text and JSON, and what it ends with. */
class CheckCommandTest {

  private static final String PASSWORD = "correct-horse-battery";
  private static final List<String> FOLDERS =
      List.of("activemq.conf", "activemq.base", "activemq.home", "activemq.data");
  private static final String LOGIN_CONFIGURATION = "java.security.auth.login.config";
  private static final String TCP =
      "<transportConnector name=\"legacy\" uri=\"tcp://127.0.0.1:61616\"/>";

  /** Reset, bold, faint, underline, red, green, magenta, and their ends. */
  private static final List<String> KNOWN =
      List.of("", "0", "1", "2", "4", "22", "24", "31", "32", "35", "39");

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  @AfterEach
  void noBrokerAround() throws Exception {
    FOLDERS.forEach(System::clearProperty);
    folder = Files.createDirectories(temporary.toRealPath().resolve("conf"));
  }

  @Test
  void whatWouldStartEndsWith0() throws Exception {
    CheckRun run = CheckRun.of(file(""));

    assertThat(run.status()).isEqualTo(CheckCommand.WOULD_START);
    assertThat(run.out()).startsWith(folder.resolve("activemq.xml") + " would start: ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatIsReportedCountsIfItIsToBeStrict() throws Exception {
    CheckRun run = CheckRun.of("--strict", file(""));

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out()).contains("REPORTED\n  bound-resources\n");
  }

  @Test
  void whatWouldBeRefusedEndsWith1AndIsGroupedTheWorstFirst() throws Exception {
    Path file = file(TCP + TCP.replace("legacy", "other"));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out().replaceAll("(?m)^REPORTED(?s:.*)", ""))
        .matches("(?s)[^\\n]*activemq.xml would be refused: .*")
        .contains(
            """

            REFUSED
              require-tls
                connector "legacy" (tcp://127.0.0.1:61616), line 19
                connector "other" (tcp://127.0.0.1:61616), line 19
                  scheme tcp carries no TLS
                  -> write ssl:// for tcp:// in its URI, as its clients do; put
            """)
        .endsWith("\n\n");
    assertThat(run.out().replaceAll("\\s+", " ")).contains("would be refused: 2 violations, ");
    assertThat(run.out())
        .containsSubsequence("REFUSED", "REPORTED", "NOT CHECKED", "Broker \"xml\", mode ENFORCE")
        .contains("As seen from host ", " by user " + System.getProperty("user.name"));
    assertThat(run.out().lines())
        .allMatch(line -> line.length() <= 80 || !line.strip().contains(" "));
  }

  @Test
  void inAnInstallationItIsTheBrokersOwnFile() throws Exception {
    file(TCP);
    System.setProperty("activemq.conf", folder.toString());

    CheckRun run = CheckRun.of();

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out()).startsWith(folder.resolve("activemq.xml") + " would be refused");
  }

  @Test
  void withoutABrokerAFileHasToBeNamed() {
    CheckRun run = CheckRun.of();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("portcullis check: name the activemq.xml; no broker was found");
  }

  @Test
  void theConfigurationOfThisRepositoryWouldStart() throws Exception {
    Installation.in(Path.of("conf"), temporary);
    Path file = Files.copy(Path.of("conf/activemq.xml"), folder.resolve("activemq.xml"));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).as(run.out()).isEqualTo(CheckCommand.WOULD_START);
    assertThat(run.out()).contains("Assumed:\n  activemq.conf=" + folder);
    assertThat(FOLDERS).allMatch(name -> System.getProperty(name) == null);
  }

  @Test
  void theNetworkOfThisRepositoryWouldStart() throws Exception {
    Path file = ConfiguredBroker.in(folder.resolve("north"), "network.xml", "north", 0).file();
    Files.copy(Path.of("conf/network.properties"), file.resolveSibling("network.properties"));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).as(run.out()).isEqualTo(CheckCommand.WOULD_START);
    // Where the broker creates advisory topics itself, nobody else needs to.
    assertThat(run.out().contains("\n  guard-advisories\n"))
        .isEqualTo(!Line.clientsCreateAdvisories());
  }

  @Test
  void foldersThatAreKnownAreNotAssumed() throws Exception {
    FOLDERS.forEach(name -> System.setProperty(name, folder.toString()));

    CheckRun run = CheckRun.of(file(""));

    assertThat(run.out()).doesNotContain("Assumed");
    assertThat(FOLDERS).allMatch(name -> folder.toString().equals(System.getProperty(name)));
  }

  @Test
  void aBrokerWithoutAGateIsJudgedAsIfItHadOne() throws Exception {
    Path file = file(TCP, xml -> xml.replaceAll("(?s)<plugins>.*</plugins>", ""));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out().replaceAll("\\s+", " "))
        .startsWith(file + " has no Portcullis; with it, the broker would be refused: 3 violations")
        .contains(
            "REFUSED configuration broker \"xml\", line 7 no Portcullis stands among its plugins")
        .contains("require-tls connector \"legacy\"", "require-authentication broker \"xml\"")
        .endsWith("bin/activemq portcullis harden --to conf-hardened ");
  }

  @Test
  void aBrokerWithAGateIsNotSentToHarden() throws Exception {
    assertThat(CheckRun.of(file(TCP, xml -> xml)).out()).doesNotContain("harden");
  }

  @Test
  void aGoodBrokerWithoutAGateIsStillRefused() throws Exception {
    Path file = file("", xml -> xml.replace(BrokerXml.GATE, ""));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out().replaceAll("\\s+", " "))
        .startsWith(file + " has no Portcullis; with it, the broker would start: 1 violation");
  }

  @Test
  void wrongPropertiesAreFindingsInEveryFormat() throws Exception {
    Path file =
        file(
            TCP,
            xml ->
                xml.replace(
                    BrokerXml.GATE,
                    BrokerXml.GATE.replace(
                        "/>", "><property name=\"mode\" value=\"LOUD\"/></bean>")));

    for (String format : List.of("text", "json", "sarif", "html")) {
      CheckRun run = CheckRun.of("--format", format, file);

      assertThat(run.status()).as(format).isEqualTo(CheckCommand.REFUSED);
      assertThat(run.out())
          .as(format)
          .contains("configuration", "LOUD", "is not one of ENFORCE, REPORT_ONLY")
          .doesNotContain("carries no TLS");
    }
    assertThat(CheckRun.of(file).out()).contains("bean io.portcullis.PortcullisPlugin, line 16");
  }

  @Test
  void keysThatAreNotThereAreOneFindingAndTheRestIsJudged() throws Exception {
    Path file =
        file(
            TCP + "<transportConnector name=\"s\" uri=\"ssl://127.0.0.1:0\"/>",
            sslContext("keyStore=\"file:%s/secret.p12\"".formatted(folder)));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("would be refused: 2 violations")
        .contains(
            "configuration <sslContext>, line 9 its key store %s/secret.p12 is not there, so the"
                    .formatted(folder)
                + " broker cannot start -> put it there")
        .contains("require-tls connector \"legacy\"")
        .contains("require-valid-certificate: what connectors show, since the broker's keys were")
        .doesNotContain("nobody can tell which certificate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "keyStore=\"file:FOLDER/broker.p12\" keyStorePassword=\"wrong\" | keystore password was incorrect",
        "keyStore=\"file:FOLDER/broker.p12\" keyStorePassword=\"correct-horse-battery\""
            + " trustStore=\"no-such-file\" | its trust store no-such-file is not there",
        "keyStore=\"http://127.0.0.1:1/x.p12\" | its key store http://127.0.0.1:1/x.p12 was not looked at"
      })
  void keysThatCannotBeLoadedAreToldWithTheReason(String attributes, String said) throws Exception {
    DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    Path file =
        file(
            "",
            sslContext(
                "keyStoreType=\"PKCS12\" " + attributes.replace("FOLDER", folder.toString())));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out().replaceAll("\\s+", " ")).contains("1 violation", said);
  }

  @Test
  void whatCannotBeReadEndsWith2AndALineThatHelps() throws Exception {
    assertUnreadable(folder.resolve("none.xml"), "no such file");
    assertUnreadable(folder, "it is a folder; name the activemq.xml in it");
    assertUnreadable(
        file("", xml -> xml.replace("</plugins>", "</plugin>")),
        "line 17: <plugins>, which begins at line 9, is not ended here; write </plugins> where");
    assertUnreadable(
        file("", xml -> xml.replaceAll("(?s)<broker.*</broker>", "")), "it holds no <broker>");
  }

  private static void assertUnreadable(Path file, String said) {
    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).as(run.out()).isEqualTo(CheckCommand.UNREADABLE);
    assertThat(run.err()).startsWith("portcullis check: %s: %s".formatted(file, said));
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).hasSizeLessThan(600).doesNotContain("springframework", "my-$");
  }

  @Test
  void aDirectoryIsNotAsked() throws Exception {
    try (ServerSocket directory = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      directory.setSoTimeout(1);
      String map =
          """
          <authorizationPlugin><map>
            <cachedLDAPAuthorizationMap connectionURL="ldap://127.0.0.1:%d" connectionUsername="m"
                connectionPassword="w" queueSearchBase="ou=q" topicSearchBase="ou=t" tempSearchBase="ou=u"/>
          </map></authorizationPlugin>
          """
              .formatted(directory.getLocalPort());
      Path file = file(TCP, xml -> xml.replace(BrokerXml.GATE, map + BrokerXml.GATE));

      for (String format : List.of("text", "html")) {
        CheckRun run = CheckRun.of("--format", format, file);

        assertThat(run.status()).as(run.err()).isEqualTo(CheckCommand.REFUSED);
        assertThat(run.out())
            .contains("the directory that the authorization", "ldap://127.0.0.1:")
            .doesNotContain("cannot be asked");
      }
      assertThat(org.assertj.core.api.Assertions.catchThrowable(directory::accept))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** As ActiveMQ does, it takes the one that is called so. */
  @Test
  void oneOfSeveralBrokersIsJudgedAndTheOthersAreTold() throws Exception {
    String other =
        """
        <broker id="broker" xmlns="http://activemq.apache.org/schema/core" brokerName="other"
            persistent="false" useJmx="false"/></beans>
        """;
    Path file = file("", xml -> xml.replace("</beans>", other));

    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out())
        .contains("has no Portcullis", "Broker \"other\"")
        .contains("broker \"xml\", which the file starts too: a check judges one");
  }

  /** Its script tells the JVM of it, for a start and for a check. */
  @Test
  void theBrokersOwnLoginConfigurationIsTheOneThatTheJvmWasToldOf() throws Exception {
    String guests = "activemq { org.apache.activemq.jaas.GuestLoginModule required; };\n";
    String none = "activemq { io.portcullis.login.PasswordLoginModule required; };\n";
    Files.writeString(folder.resolve("login.config"), none);
    Path told = Files.writeString(temporary.resolve("told.config"), guests);
    Path file =
        file(
            "",
            xml ->
                xml.replaceAll(
                    "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>",
                    "<jaasAuthenticationPlugin configuration=\"activemq\"/>"));
    String before = String.valueOf(System.getProperty(LOGIN_CONFIGURATION, ""));
    System.setProperty(LOGIN_CONFIGURATION, told.toString());
    Configuration.setConfiguration(null);
    try {
      System.setProperty("activemq.conf", folder.toString());
      assertThat(CheckRun.of(file).out()).contains("GuestLoginModule in login configuration");

      System.setProperty("activemq.conf", temporary.toString());
      assertThat(CheckRun.of(file).out()).doesNotContain("GuestLoginModule");
    } finally {
      restore(before);
    }
  }

  private static void restore(String before) {
    if (before.isEmpty()) {
      System.clearProperty(LOGIN_CONFIGURATION);
    } else {
      System.setProperty(LOGIN_CONFIGURATION, before);
    }
    Configuration.setConfiguration(null);
  }

  @Test
  void theReportIsWrittenWholeAndNowhereElse() throws Exception {
    Path output = Files.writeString(folder.resolve("report.txt"), "the one before");

    CheckRun run = CheckRun.of("--output", output, file(TCP));

    assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out()).isEmpty();
    assertThat(output).content().contains("would be refused", "require-tls");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsNoSuccess() throws Exception {
    CheckRun run = CheckRun.of("--output", folder.resolve("no/such/report.txt"), file(""));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "portcullis check: %s/no/such/report.txt: there is no such folder".formatted(folder));
  }

  @Test
  void coloursAreForTerminalsOnly() throws Exception {
    Path file = file(TCP);
    Path output = folder.resolve("report.txt");

    assertThat(CheckRun.of(Ansi.ON, file).out()).contains("\u001b[1m\u001b[31mREFUSED");
    assertThat(CheckRun.of(file).out()).doesNotContain("\u001b");
    assertThat(CheckRun.of(Ansi.ON, "--output", output, file).out()).isEmpty();
    assertThat(output).content().doesNotContain("\u001b");
  }

  @Test
  void boldIsNotEndedByADoubleUnderline() throws Exception {
    Path file = file(TCP);

    assertThat(codes(CheckRun.of(Ansi.ON, file).out())).contains("1", "31").isSubsetOf(KNOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "check", "explain", "inspect", "page", "hash"})
  void theStylesOfTheHelpCanBeReadOnAnyBackground(String command) {
    CommandLine main =
        Main.commandLine(InputStream.nullInputStream(), 1, Optional.empty(), () -> LineWrap.NONE)
            .setColorScheme(HelpColours.of(Ansi.ON));
    CommandLine asked = command.isEmpty() ? main : main.getSubcommands().get(command);

    assertThat(codes(asked.getUsageMessage())).contains("1", "22").isSubsetOf(KNOWN);
  }

  private static List<String> codes(String printed) {
    return Pattern.compile("\u001b\\[([0-9;]*)m")
        .matcher(printed)
        .results()
        .map(code -> code.group(1))
        .toList();
  }

  @Test
  void hostileNamesSteerNothing() throws Exception {
    Path file =
        file(
            TCP.replace("legacy", "a&#x202e;&#x85;@|red b|@&#x20;\u009b31m"),
            xml -> xml.replace("brokerName=\"xml\"", "brokerName=\"b\u200d\""));

    CheckRun run = CheckRun.of(Ansi.ON, file);

    assertThat(run.out()).contains("connector \"a\\u202e", "@|red", "b|@").doesNotContain("\u202e");
    assertThat(CheckRun.of("--format", "json", file).out())
        .matches("[\\x20-\\x7e\\n\\r]*")
        .contains("a\\u202E");
  }

  @Test
  void jsonHasWhatWasFoundAndWhatWasSeen() throws Exception {
    DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    Path file =
        file(
            TCP + "<transportConnector name=\"s\" uri=\"ssl://127.0.0.1:0\"/>",
            sslContext(
                "keyStoreType=\"PKCS12\" keyStore=\"file:%s/broker.p12\" keyStorePassword=\"%s\""
                    .formatted(folder, PASSWORD)));

    CheckRun run = CheckRun.of("--format", "json", file);

    JsonView json = JsonView.of(run.out());
    assertThat(json.text("/file")).isEqualTo(file.toString());
    assertThat(json.text("/broker")).isEqualTo("xml");
    assertThat(json.text("/gate")).isEqualTo("present");
    assertThat(json.text("/mode")).isEqualTo("ENFORCE");
    assertThat(json.text("/wouldStart")).isEqualTo("false");
    assertThat(json.text("/findings/0/rule")).isEqualTo("require-tls");
    assertThat(json.text("/findings/0/disposition")).isEqualTo("refused");
    assertThat(json.text("/findings/0/where"))
        .isEqualTo("connector \"legacy\" (tcp://127.0.0.1:61616)");
    assertThat(json.text("/findings/0/line")).isEqualTo("19");
    assertThat(json.text("/connectors/1/protocols/0")).isEqualTo("TLSv1.2");
    assertThat(json.text("/connectors/1/demandsCertificate")).isEqualTo("false");
    assertThat(json.text("/certificates/0/subject")).isEqualTo("CN=localhost");
    assertThat(json.text("/accesses/0/destinations")).isEqualTo("queue://>");
    // 6.2 has a bound for everything that the rule is about.
    assertThat(json.text("/notChecked/0/rule"))
        .isEqualTo(Line.V6_2.isYetToCome() ? "bound-resources" : "secure-management");
    assertThat(run.out()).doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=yaml", "--color"})
  void whatMakesNoSenseEndsWith2(String argument) throws Exception {
    assertThat(CheckRun.of(argument, file("")).status()).isEqualTo(2);
  }

  private Path file(String connectors) throws Exception {
    return file(connectors, xml -> xml);
  }

  private Path file(String connectors, UnaryOperator<String> change) throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, connectors);
    Path file = folder.resolve("activemq.xml");
    return Files.writeString(file, change.apply(Files.readString(file)));
  }

  private static UnaryOperator<String> sslContext(String attributes) {
    return xml ->
        xml.replace(
            "<plugins>",
            "<sslContext><sslContext %s/></sslContext><plugins>".formatted(attributes));
  }
}
