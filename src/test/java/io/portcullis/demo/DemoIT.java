package io.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.portcullis.testing.Browser;
import io.portcullis.testing.Line;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, in a process of its own. */
@Timeout(180)
class DemoIT {

  private static final int PORTS = 6;
  private static final int A_DOZEN = 13;
  private static final Path PICTURES = Path.of("target", "pictures");

  @TempDir private Path folder;

  private Path out;
  private Path err;

  @BeforeEach
  void copyTheConfiguration() throws IOException {
    assumeFalse(Line.hasClosedDoors(), "the demonstration writes the files of Jolokia of 6.1.8");
    out = folder.resolve("out.txt");
    err = folder.resolve("err.txt");
    Path conf = Files.createDirectories(folder.resolve("conf"));
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
  }

  private Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        Stream.of(classPath().split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Demo.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  private int run(String... arguments) throws Exception {
    Process demo = start(arguments);
    try {
      assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return demo.exitValue();
    } finally {
      demo.destroyForcibly();
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Returns the first of several ports that are free now. */
  private static int free() throws IOException {
    for (int first = 20_000; first < 30_000; first += PORTS) {
      if (areFree(first)) {
        return first;
      }
    }
    throw new IOException("no free ports");
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + PORTS; port++) {
      try {
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  @Test
  void movedPortsAreListenedOnAndShown() throws Exception {
    assertThat(run("--exit", "--ports", String.valueOf(free()))).isZero();

    assertThat(out).content().contains("Portcullis guards a broker on this machine.");
    assertThat(err).isEmptyFile();
  }

  @Test
  void whoTriesWhatItSaysSeesTheSame() throws Exception {
    int first = free();
    Process demo = start("--ports", String.valueOf(first));
    try {
      await()
          .atMost(Duration.ofSeconds(100))
          .until(() -> Files.readString(out).contains("Ctrl-C ends it.") || !demo.isAlive());
      assertThat(out)
          .content()
          .contains(
              "accepted  admin sends an encrypted body",
              "refused   admin sends a plaintext body",
              "refused   user sends an encrypted body",
              "User user is not authorized to write to: queue://DEMO",
              "queue://DEMO: admin (read, write, admin), user (read), console (read, write, admin)");
      assertThat(Files.readAllLines(out)).filteredOn(shown -> !shown.isBlank()).hasSize(A_DOZEN);

      assertThat(pasted())
          .contains("CONNECTED", "ERROR", "[require-encrypted-body] message to queue://DEMO");
      assertThat(folder.resolve("target/broker/report.html"))
          .content()
          .contains("Would start", "portcullis");
      assertThat(err).isEmptyFile();
      try (Browser browser =
          Browser.open(folder.resolve("profile"), folder.resolve("target/broker/conf/ca.pem"))) {
        browser.open(page(first + PORTS - 1));
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(browser.text("#of")).startsWith("Broker portcullis"));
        assertThat(browser.text("#senders")).contains("queue://DEMO", "admin");
        browser.picture(Files.createDirectories(PICTURES).resolve("demonstration.png"));
      }
      demo.destroy();
      assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      demo.destroyForcibly();
    }
  }

  /** Returns what the shell prints after the line is pasted into it. */
  private String pasted() throws Exception {
    String line =
        Files.readAllLines(out).stream()
            .filter(shown -> shown.contains("openssl s_client"))
            .findFirst()
            .orElseThrow();
    Process shell =
        new ProcessBuilder("timeout", "60", "sh", "-c", line).redirectErrorStream(true).start();
    String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return answer;
  }

  private URI page(int port) throws IOException {
    Properties passwords = new Properties();
    try (Reader reader =
        Files.newBufferedReader(folder.resolve("target/broker/conf/passwords.properties"))) {
      passwords.load(reader);
    }
    String address = "https://127.0.0.1:%d/portcullis/".formatted(port);
    assertThat(out).content().contains(address);
    return URI.create(
        address.replace("//", "//admin:%s@".formatted(passwords.getProperty("admin"))));
  }

  @Test
  void whatTheGateRefusesIsALineEach() throws Exception {
    Path xml = folder.resolve("conf/activemq.xml");
    Files.writeString(
        xml,
        Files.readString(xml).replace("\"ssl://", "\"tcp://").replace("amqp+ssl://", "amqp://"));

    assertThat(run("--ports", String.valueOf(free()))).isEqualTo(1);

    assertThat(err)
        .content()
        .containsPattern(
            "Portcullis refuses to start broker \"portcullis\" \\(2 violations\\):\\R"
                + "  \\[require-tls\\] connector \"openwire\" .*\\R"
                + "  \\[require-tls\\] connector \"amqp\" .*\\R$")
        .doesNotContain("\tat ");
  }

  @Test
  void aPortInUseEndsItWithOneLine() throws Exception {
    int first = free();
    try (ServerSocket taken = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--ports", String.valueOf(first))).isEqualTo(1);

      assertThat(err)
          .hasContent(
              ("Port %d (amqp) is in use. Move all ports with -Dexec.args=\"--ports 20000\", or end"
                      + " what listens there.")
                  .formatted(taken.getLocalPort()));
      assertThat(out).isEmptyFile();
    }
  }
}
