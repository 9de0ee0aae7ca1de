package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portcullis.report.LineWrap;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.JmxServer;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, beside a real broker behind a real JMX connector. */
class SendersCommandTest {

  private static final String PASSWORD = "p\u00e4ss-word-4711";
  private static final String ESCAPE = "\u001b[2J\u001b]0;owned\u0007";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<PasswordInput.Terminal> terminal = Optional.empty();
  private GatedBroker broker;
  private JmxServer jmx;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.create().started();
    jmx = JmxServer.start("monitor", PASSWORD);
  }

  @AfterEach
  void stop() throws Exception {
    jmx.close();
    broker.close();
  }

  private int run(String standardInput, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine(
            new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
            1,
            terminal,
            () -> LineWrap.NONE)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.concat(Stream.of("senders"), Stream.of(arguments)).toArray(String[]::new));
  }

  private int ask(String... more) {
    return run(
        PASSWORD + "\n",
        Stream.concat(Stream.of("--jmx", jmx.address(), "--user", "monitor"), Stream.of(more))
            .toArray(String[]::new));
  }

  private void refuse(String clientId, String... queues) throws Exception {
    ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory("vm://%s?create=false".formatted(broker.getBrokerName()));
    factory.setWatchTopicAdvisories(false);
    if (!clientId.isEmpty()) {
      factory.setClientID(clientId);
    }
    try (var connection =
            (ActiveMQConnection) factory.createConnection("admin", GatedBroker.PASSWORD);
        var session = connection.createSession(false, 1)) {
      for (String queue : queues) {
        try (var producer = session.createProducer(new ActiveMQQueue(queue))) {
          assertThatThrownBy(() -> producer.send(session.createTextMessage("account 4711")))
              .hasMessageContaining("[require-encrypted-body]");
        }
      }
    }
  }

  @Test
  void whenNobodySendsPlaintextItSaysSoAndEndsWith0() {
    assertThat(ask()).isZero();

    assertThat(out.toString().strip())
        .isEqualTo(
            "Broker %s (ENFORCE): since it started, nobody has sent what the rules do not allow."
                .formatted(broker.getBrokerName()));
    assertThat(err.toString()).isEmpty();
    assertThat(ask("--format", "json")).isZero();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void sendersAreGroupedByUserAndDestinationAndGeneratedIdsFolded() throws Exception {
    refuse("", "ORDERS", "ORDERS");
    refuse("", "ORDERS");
    refuse("scanner-7", "ORDERS", "BILLS");

    assertThat(ask()).isEqualTo(SendersCommand.FOUND);

    assertThat(out.toString())
        .startsWith(
            "Broker %s (ENFORCE): 2 senders of what the rules do not allow.%n"
                .formatted(broker.getBrokerName()))
        .contains(
            "admin to queue://BILLS", "admin to queue://ORDERS", "  4 violations, the last at ")
        .contains("  breaks require-encrypted-body")
        .contains("  from vm://%s%n".formatted(broker.getBrokerName()))
        .containsPattern("last at [-0-9]{10}T[0-9:]{8}Z\\R")
        .containsPattern("  client ID:.*-\u2026 \\(2 ids\\), scanner-7\\R")
        .containsPattern("  client scanner-7\\R");
  }

  @Test
  void jsonIsOneObjectALine() throws Exception {
    refuse("\u202e1", "A" + ESCAPE);
    refuse("scanner-7", "BILLS");

    assertThat(ask("--format", "json")).isEqualTo(SendersCommand.FOUND);

    assertThat(out.toString()).matches("[ -~\\r\\n]*");
    assertThat(out.toString().lines()).hasSize(2);
    JsonNode bills = JsonMapper.builder().build().readTree(out.toString().lines().toList().get(0));
    assertThat(bills.path("user").asText()).isEqualTo("admin");
    assertThat(bills.path("destination").asText()).isEqualTo("queue://BILLS");
    assertThat(bills.path("mode").asText()).isEqualTo("ENFORCE");
    assertThat(bills.path("count").asLong()).isEqualTo(1);
    assertThat(bills.path("rules").get(0).asText()).isEqualTo("require-encrypted-body");
    assertThat(bills.path("clients").get(0).path("client").asText()).isEqualTo("scanner-7");
    assertThat(bills.path("clients").get(0).path("ids").asLong()).isEqualTo(1);
  }

  /** Clients choose ids and queues: none of it controls the operator's terminal. */
  @Test
  void hostileNamesAreNeverPrintedRaw() throws Exception {
    refuse("A\u202eB", "Q" + ESCAPE, "__proto__");

    assertThat(ask()).isEqualTo(SendersCommand.FOUND);

    assertThat(out.toString()).doesNotContain("\u001b", "\u0007", "\u202e").contains("__proto__");
    assertThat(out.toString()).contains("\\u001b[2J\\u001b]0;owned", "A\\u202eB");
  }

  @Test
  void aPasswordComesFromAFileOrFromTheTerminal() throws Exception {
    Path file = folder.resolve("password");
    Files.writeString(file, PASSWORD + "\r\nanother line\n");
    assertThat(run("", "--jmx", jmx.url(), "--user", "monitor", "--password-file", file.toString()))
        .isZero();

    terminal = Optional.of(prompt -> Optional.of(PASSWORD.toCharArray()));
    assertThat(run("", "--jmx", jmx.url(), "--user", "monitor")).isZero();
  }

  @Test
  void aWrongLoginEndsWith2AndSaysWhatToDo() {
    assertThat(run("wrong\n", "--jmx", jmx.address(), "--user", "monitor"))
        .isEqualTo(SendersCommand.UNREACHABLE);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "portcullis senders: %s refuses the login (Authentication failed! Invalid username or password); name a user with --user, and --password-file or a prompt for its password\n"
                .formatted(jmx.url()));
    assertThat(run("", "--jmx", jmx.address())).isEqualTo(SendersCommand.UNREACHABLE);
    assertThat(err.toString()).contains("refuses the login", "--user");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --jmx nonsense                        | --jmx "nonsense" is no service URL, such as
          --jmx http://localhost:8161           | --jmx "http://localhost:8161" is no service URL
          --user monitor                        | --user and --password-file need --jmx
          --jmx localhost:1 --password-file x   | --password-file needs --user
          --jmx localhost:1 --user a --password-file /no/such | --password-file /no/such: no such file
          --format xml                          | Invalid value for option '--format'
          """)
  void wrongArgumentsEndWith2(String arguments, String said) {
    assertThat(run("", arguments.split(" "))).isEqualTo(Main.USAGE);
    assertThat(err.toString()).contains(said);
  }

  @Test
  void whereThereIsNoConnectorItSaysSo() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    assertThat(run("", "--jmx", "127.0.0.1:" + port)).isEqualTo(SendersCommand.UNREACHABLE);

    assertThat(err.toString())
        .startsWith(
            "portcullis senders: service:jmx:rmi:///jndi/rmi://127.0.0.1:%d/jmxrmi cannot be reached (Connection refused"
                .formatted(port))
        .contains("; is the broker up, and its JMX connector on?");
  }

  @Test
  void aBrokerWithoutTheGateIsSaid() throws Exception {
    broker.close();

    assertThat(ask()).isEqualTo(SendersCommand.UNREACHABLE);

    assertThat(err.toString()).contains("no broker there has Portcullis");
  }

  @Test
  void everyBrokerOfTheJvmIsAsked() throws Exception {
    refuse("scanner-7", "ORDERS");
    try (GatedBroker another =
        GatedBroker.create().with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      assertThat(ask()).isEqualTo(SendersCommand.FOUND);

      assertThat(out.toString())
          .contains("Broker %s (ENFORCE): 1 sender".formatted(broker.getBrokerName()))
          .contains("Broker %s (REPORT_ONLY): since".formatted(another.getBrokerName()));
    }
  }

  @Test
  void whatCannotBeWrittenEndsWith2() throws Exception {
    refuse("scanner-7", "ORDERS");
    StringWriter errors = new StringWriter();

    int status =
        Main.commandLine(
                new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)),
                1,
                terminal,
                () -> LineWrap.NONE)
            .setOut(new PrintWriter(new FullOutput(), true))
            .setErr(new PrintWriter(errors, true))
            .execute("senders", "--jmx", jmx.address(), "--user", "monitor");

    assertThat(status).isEqualTo(SendersCommand.UNREACHABLE);
    assertThat(errors.toString()).contains("the result could not be written");
  }
}
