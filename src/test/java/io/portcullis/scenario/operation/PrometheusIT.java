package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.FreePorts;
import io.portcullis.testing.MeteredBroker;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the JMX exporter of Prometheus shows of a broker, with the file that is in conf/. */
class PrometheusIT {

  private static final Path AGENT = Path.of("target/agents/jmx_prometheus_javaagent-1.0.1.jar");
  private static final Path RULES = Path.of("conf/prometheus-jmx.yml");
  private static final String BROKER = "Broker.West_1-a";
  private static final String GATE = "portcullis_%%s_total{broker=\"%s\"}".formatted(BROKER);

  private static Process broker;
  private static BufferedReader answers;
  private static BufferedWriter commands;
  private static final int PORT = FreePorts.next();

  @BeforeAll
  static void start() throws Exception {
    broker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:%s=127.0.0.1:%d:%s".formatted(AGENT, PORT, RULES),
                "-cp",
                System.getProperty("java.class.path"),
                MeteredBroker.class.getName(),
                BROKER)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    answers = broker.inputReader(StandardCharsets.UTF_8);
    commands = broker.outputWriter(StandardCharsets.UTF_8);
    awaitDone();
  }

  @AfterAll
  static void stop() throws Exception {
    broker.destroyForcibly().waitFor();
  }

  @Test
  void countersRiseByOneForEachMessage() throws Exception {
    Map<String, Double> before = scrape();

    send("plaintext");
    send("ciphertext");

    Map<String, Double> after = scrape();
    assertThat(after.get(GATE.formatted("refused")))
        .isEqualTo(before.get(GATE.formatted("refused")) + 1);
    assertThat(after.get(GATE.formatted("accepted_bodies")))
        .isEqualTo(before.get(GATE.formatted("accepted_bodies")) + 1);
    assertThat(after.get(GATE.formatted("reported")))
        .isEqualTo(before.get(GATE.formatted("reported")));
    assertThat(after.get(GATE.formatted("failed_handshakes"))).isZero();
  }

  @Test
  void violationsAndTheEndOfCertificatesAreShown() throws Exception {
    Map<String, Double> metrics = scrape();

    assertThat(metrics.keySet())
        .anyMatch(
            name ->
                name.startsWith(
                        "portcullis_violation{broker=\"%s\",code=\"destinations-unbounded\","
                            .formatted(BROKER))
                    && name.contains("rule=\"bound-resources\",subject=\"queue://>\""));
    assertThat(metrics)
        .anySatisfy(
            (name, value) -> {
              assertThat(name)
                  .startsWith("portcullis_certificate_not_after_timestamp_seconds{")
                  .contains("connector=\"ssl\"", "subject=\"CN=localhost\"");
              assertThat(Instant.ofEpochSecond(value.longValue())).isAfter(Instant.now());
            });
    assertThat(metrics.keySet())
        .contains(
            "activemq_connections{broker=\"%s\"}".formatted(BROKER),
            "activemq_enqueue_total{broker=\"%s\"}".formatted(BROKER),
            "activemq_memory_usage_ratio{broker=\"%s\"}".formatted(BROKER));
  }

  /** So no time series comes from a client, and no label has the exporter's own words. */
  @Test
  void nothingIsShownThatNoRuleNames() throws Exception {
    send("plaintext");

    assertThat(scrape().keySet())
        .noneMatch(name -> name.contains("ORDERS"))
        .noneMatch(name -> name.contains("_objectname"))
        .allMatch(name -> name.matches("(portcullis|activemq|jmx|jvm|process)_.*"));
  }

  /** The exporter takes no pattern where it excludes attributes. */
  @Test
  void theRulesNameNoBroker() throws Exception {
    assertThat(Files.readString(RULES).replaceAll("brokerName=(\\*|\\(\\[\\^,]\\+\\))", ""))
        .doesNotContain("brokerName=");
  }

  @Test
  void itListensOnLoopbackOnly() throws Exception {
    InetAddress other = InetAddress.getByName("127.0.0.2");

    assertThatThrownBy(() -> new Socket(other, PORT).close()).isInstanceOf(ConnectException.class);
  }

  private static void send(String what) throws IOException {
    commands.write(what + "\n");
    commands.flush();
    awaitDone();
  }

  private static void awaitDone() throws IOException {
    String line = answers.readLine();
    while (!"done".equals(line)) {
      assertThat(line).as("the broker ended").isNotNull();
      line = answers.readLine();
    }
  }

  private static Map<String, Double> scrape() throws Exception {
    String text =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(PORT)))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Map<String, Double> metrics = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              metrics.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return metrics;
  }
}
