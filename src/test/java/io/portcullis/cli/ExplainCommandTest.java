package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.login.LoginFiles;
import io.portcullis.report.LineWrap;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.Canary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights as a file gives them, with nothing started. */
class ExplainCommandTest {

  private static final String MAP =
      """
      <authorizationPlugin><map><authorizationMap><authorizationEntries>
        <authorizationEntry queue=">" read="admins" write="admins" admin="admins"/>
        <authorizationEntry queue="ORDERS.>" write="shop"/>
      </authorizationEntries></authorizationMap></map></authorizationPlugin>
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  @AfterEach
  void noBrokerAround() {
    System.clearProperty("activemq.conf");
    System.clearProperty("activemq.data");
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "admin,    write, queue://ORDERS.NEW, 0",
    "admin,    write, topic://ORDERS.NEW, 1",
    "stranger, write, queue://ORDERS.NEW, 2"
  })
  void theStatusIsTheVerdict(String user, String operation, String destination, int status)
      throws Exception {
    assertThat(explain(file(MAP + BrokerXml.GATE), user, operation, destination)).isEqualTo(status);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void itSaysWhy() throws Exception {
    int status = explain(file(MAP + BrokerXml.GATE), "admin", "write", "topic://ORDERS.NEW");

    assertThat(status).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "user \"admin\" may not write to topic://ORDERS.NEW",
            "groups: admins, from simpleAuthenticationPlugin",
            "map: org.apache.activemq.security.XBeanAuthorizationMap",
            "entry: none matches",
            "missing: nobody has the right; give it to one of the user's groups",
            "mix-up: it may write to queue://ORDERS.NEW; one of the two, the map or the client, means"
                + " the other kind",
            "if it does not exist yet, whoever uses it first needs admin, too: not held");
  }

  @Test
  void withoutAMapItIsTheDefaultOne() throws Exception {
    int status = explain(file(BrokerXml.GATE), "admin", "write", "queue://ORDERS.NEW");

    assertThat(status).isEqualTo(0);
    assertThat(out.toString())
        .contains("map: Portcullis' default one", "answer: activemq-webconsole,admins for write");
  }

  @Test
  void nothingIsStarted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          write(
              BrokerXml.GATE,
              "<transportConnector uri=\"ssl://127.0.0.1:%d\"/>".formatted(taken.getLocalPort()));
      Files.writeString(
          file,
          Files.readString(file)
              .replace("persistent=\"false\"", "persistent=\"true\" dataDirectory=\"%s\"")
              .formatted(folder.resolve("data")));
      Set<String> threads = threads();

      assertThat(explain(file.toString(), "admin", "write", "queue://Q")).isEqualTo(0);

      assertThat(threads()).isSubsetOf(threads);
      assertThat(folder.resolve("data")).doesNotExist();
    }
  }

  /** With its own login.config, users and key store. */
  @Test
  void theFileThatIsShippedIsExplainedAsTheBrokersOwn() throws Exception {
    DevelopmentCertificates certificates = DevelopmentCertificates.in(folder, "pass", "pass");
    Files.copy(
        certificates.keyStore(), folder.resolve("broker.p12"), StandardCopyOption.REPLACE_EXISTING);
    try (Stream<Path> shipped = Files.list(Path.of("conf"))) {
      for (Path file : shipped.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.writeString(folder.resolve("credentials.properties"), "broker.keystore.password=pass\n");
    Files.writeString(
        folder.resolve("users.properties"), "alice=%s\n".formatted(LoginFiles.hash()));
    Files.writeString(folder.resolve("groups.properties"), "users=alice\n");
    System.setProperty("activemq.conf", folder.toString());
    System.setProperty("activemq.data", folder.resolve("data").toString());

    int status = run("--user", "alice", "--operation", "read", "--destination", "queue://Q");

    assertThat(out + "" + err)
        .startsWith("user \"alice\" may read from queue://Q")
        .contains("groups: users, from " + folder.resolve("groups.properties"));
    assertThat(status).isEqualTo(0);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aDirectoryIsNotAsked() throws Exception {
    String map =
        "<authorizationPlugin><map><cachedLDAPAuthorizationMap connectionURL=\"ldap://127.0.0.1:1\""
            + " connectionPassword=\"secret\"/></map></authorizationPlugin>";

    int status = explain(file(map + BrokerXml.GATE), "admin", "write", "queue://Q");

    assertThat(status).isEqualTo(2);
    assertThat(out.toString().lines())
        .containsExactly(
            "whether user \"admin\" has the right cannot be told: the map is in a directory,"
                + " ldap://127.0.0.1:1, which only a running broker asks",
            "needed: explain on the broker's MBean, service=Portcullis");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no gate      | its broker has no Portcullis among its plugins",
        "wrong mode   | mode=\"LAX\" is not one of ENFORCE, REPORT_ONLY",
        "no broker    | it holds no <broker>",
        "no XML       | ",
        "no file      | no such file"
      })
  void whatCannotBeReadIsSaid(String what, String said) throws Exception {
    String file =
        switch (what) {
          case "no gate" -> file(MAP);
          case "wrong mode" ->
              file(BrokerXml.GATE.replace("/>", "><property name=\"mode\" value=\"LAX\"/></bean>"));
          case "no broker" ->
              text(
                  "<beans xmlns=\"http://www.springframework.org/schema/beans\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd\"/>");
          case "no XML" -> text("<broker");
          default -> folder.resolve("absent.xml").toString();
        };

    assertThat(explain(file, "admin", "write", "queue://Q")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString())
        .startsWith("portcullis explain: " + file + ": " + (said == null ? "" : said));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--user a --operation read", "--user a --operation r --destination queue://Q"})
  void wrongArgumentsAreStatus2(String arguments) throws Exception {
    String[] all = (arguments + " " + file(BrokerXml.GATE)).split(" ", -1);

    assertThat(run(all)).isEqualTo(2);
    assertThat(err.toString()).startsWith("portcullis explain: ").contains("--help");
  }

  @Test
  void withoutAFileAndWithoutABrokerItAsksForOne() {
    assertThat(run("--user", "a", "--operation", "read", "--destination", "queue://Q"))
        .isEqualTo(2);
    assertThat(err.toString()).startsWith("portcullis explain: name the activemq.xml;");
  }

  @Test
  void nothingOfAStrangersFileIsRun() throws Exception {
    String map = "<authorizationPlugin><map><bean%s class=\"%s\"/></map></authorizationPlugin>";
    String spring = " xmlns=\"http://www.springframework.org/schema/beans\"";
    String file = file(map.formatted(spring, Canary.class.getName()) + BrokerXml.GATE);
    Canary.Cage.songs();

    int status = explain(file, "admin", "write", "queue://Q");

    assertThat(Canary.Cage.songs()).isEmpty();
    assertThat(status).isEqualTo(2);
    assertThat(out.toString())
        .contains("not read: line ", "bean io.portcullis.testing.Canary is not made", "--trust");
    assertThat(
            run(
                "--trust",
                "--user",
                "a",
                "--operation",
                "read",
                "--destination",
                "queue://Q",
                file))
        .isEqualTo(2);
    assertThat(Canary.Cage.songs()).contains("made");
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("ActiveMQ") || name.contains("KahaDB"))
        .collect(Collectors.toSet());
  }

  private String file(String plugins) throws IOException {
    return write(plugins, "").toString();
  }

  private Path write(String plugins, String connectors) throws IOException {
    BrokerXml.write(folder, plugins, connectors);
    return folder.resolve("activemq.xml");
  }

  private String text(String content) throws IOException {
    return Files.writeString(folder.resolve("activemq.xml"), content).toString();
  }

  private int explain(String file, String user, String operation, String destination) {
    return run("--user", user, "--operation", operation, "--destination", destination, file);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "explain";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.commandLine(
            new ByteArrayInputStream(new byte[0]), 1, Optional.empty(), () -> LineWrap.NONE)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
