package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.report.LineWrap;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.JmxServer;
import io.portcullis.usage.CurrentRights;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Observation.Dropped;
import io.portcullis.usage.Seen;
import io.portcullis.usage.UsageFile;
import io.portcullis.usage.Use;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command reads what was observed from each source, and prints each format. */
class SuggestCommandTest {

  private static final String PASSWORD = "p\u00e4ss-word-4711";
  private static final String ENTRY = "<authorizationEntry queue=\"ORDERS\" write=\"shop\"/>";
  private static final String CONNECTOR =
      "<transportConnector name=\"a\" uri=\"ssl://127.0.0.1:0\"/>";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  @AfterEach
  void noBrokerAround() {
    System.clearProperty("activemq.conf");
  }

  private int run(String... arguments) {
    return Main.commandLine(
            new ByteArrayInputStream((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8)),
            1,
            Optional.empty(),
            () -> LineWrap.NONE)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.concat(Stream.of("suggest"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static UsageFile kept(Path folder) throws IOException {
    Instant now = Instant.parse("2026-11-28T09:00:00Z");
    UsageFile file = new UsageFile(folder);
    file.write(
        new Observation(
            "main",
            "6.1.8",
            now,
            now,
            50_000,
            Dropped.NOTHING,
            new CurrentRights(
                Source.OPERATOR,
                Optional.empty(),
                new Groups("admins", "users", "activemq-webconsole"),
                "bridges",
                false),
            List.of(
                new Use(
                    "alice",
                    Set.of("shop"),
                    Operation.WRITE,
                    DestinationName.queue("ORDERS"),
                    true,
                    true,
                    new Seen(now, now, 1))),
            List.of(),
            List.of(),
            List.of()));
    return file;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "xml;" + ENTRY,
        "text;    write  shop",
        "json;\"proposed\" : 19",
        "cbom;\"specVersion\" : \"1.6\""
      })
  void aFileIsReadAndPrintedInEachFormat(String format, String line) throws Exception {
    int status = run("--from", kept(folder).path().toString(), "--format", format);

    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString()).contains(line);
  }

  @Test
  void theProposalIsWrittenToAFile() throws Exception {
    Path file = folder.resolve("map.xml");

    assertThat(run("--from", kept(folder).path().toString(), "--output", file.toString())).isZero();

    assertThat(file).content().contains(ENTRY);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatIsNoObservationCannotBeRead() throws Exception {
    Path file = Files.writeString(folder.resolve("other.json"), "{\"form\": 2}");

    assertThat(run("--from", file.toString())).isEqualTo(2);
    assertThat(run("--from", folder.resolve("none").toString())).isEqualTo(2);

    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("portcullis suggest: " + folder));
  }

  @Test
  void theFileInTheDataFolderOfTheOwnBrokerIsRead() throws Exception {
    kept(ownBroker());

    assertThat(run()).as(err.toString()).isZero();

    assertThat(out.toString()).contains(ENTRY);
  }

  /** The data folder of the broker that {@code bin/activemq} belongs to. */
  private Path ownBroker() throws IOException {
    BrokerXml.write(folder, BrokerXml.GATE, CONNECTOR);
    BrokerXml.change(
        folder,
        xml ->
            xml.replace(
                "persistent=\"false\"",
                "persistent=\"true\" dataDirectory=\"%s\"".formatted(folder.resolve("data"))));
    System.setProperty("activemq.conf", folder.toString());
    return folder.resolve("data").resolve("xml");
  }

  @Test
  void withoutThatFileItSaysWhereItLookedAndWhatElseToDo() throws Exception {
    Path data = ownBroker();

    assertThat(run()).isEqualTo(2);

    assertThat(err.toString().strip())
        .isEqualTo(
            "portcullis suggest: %s is not there; the broker writes it from the first minute after a"
                    .formatted(data.resolve("portcullis-usage.json"))
                + " start with Portcullis, unless observe is false; ask the running broker:"
                + " bin/activemq portcullis suggest --jmx localhost:1099");
  }

  @Test
  void withoutAnyBrokerItSaysWhatToDo() {
    assertThat(run()).isEqualTo(2);

    assertThat(err.toString().strip())
        .isEqualTo(
            "portcullis suggest: no broker was found; run bin/activemq portcullis suggest, or name"
                + " --from FILE or --jmx HOST:PORT");
  }

  @Test
  void aRunningBrokerIsAsked() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started();
        JmxServer jmx = JmxServer.start("monitor", PASSWORD)) {
      assertThat(run("--jmx", jmx.address(), "--user", "monitor")).as(err.toString()).isZero();

      assertThat(out.toString())
          .contains("Broker %s, ActiveMQ".formatted(broker.getBrokerName()))
          .contains("<authorizationEntry queue=\"&gt;\"");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "--from a --jmx b:1;--from and --jmx exclude each other",
        "--from a --user b;--user and --password-file need --jmx",
        "--user b;--user and --password-file need --jmx",
        "--unused-days 0;--unused-days 0 is not from 1 to 3650",
        "--unused-days 3651;--unused-days 3651 is not from 1 to 3650"
      })
  void contradictionsAreRefused(String arguments, String reason) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).contains(reason);
  }

  @Test
  void aFullDiskIsTold() throws Exception {
    int status =
        Main.commandLine(
                new ByteArrayInputStream(new byte[0]), 1, Optional.empty(), () -> LineWrap.NONE)
            .setOut(new PrintWriter(new FullOutput()))
            .setErr(new PrintWriter(err, true))
            .execute("suggest", "--from", kept(folder).path().toString());

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("the result could not be written");
  }
}
