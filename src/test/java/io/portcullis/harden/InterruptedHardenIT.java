package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.cli.Main;
import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal halfway leaves nothing of the copy. */
@Timeout(180)
class InterruptedHardenIT {

  /** Their hashes take longer than a signal. */
  private static final int USERS = 2_000;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private Path conf;
  private Path target;

  private void write() throws IOException {
    conf = Files.createDirectory(folder.resolve("conf"));
    target = folder.resolve("copy");
    StringBuilder users = new StringBuilder();
    for (int i = 0; i < USERS; i++) {
      users.append(
          "<authenticationUser username=\"u%1$d\" password=\"long password %1$d\" groups=\"users\"/>"
              .formatted(i));
    }
    BrokerXml.write(conf, "", "<transportConnector uri=\"tcp://127.0.0.1:0\"/>");
    BrokerXml.change(conf, xml -> xml.replace("<users>", "<users>" + users));
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "harden",
            "--to",
            target.toString(),
            conf.resolve("activemq.xml").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private void awaitHalf(Process process) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(target.resolve("activemq.xml"))) {
      assertThat(process.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource({"INT,130,false", "TERM,143,false", "TERM,143,true"})
  void leavesNothing(String signal, int status, boolean exists) throws Exception {
    write();
    if (exists) {
      Files.createDirectory(target);
    }
    Process process = start();
    try {
      awaitHalf(process);
      new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(status);
    if (exists) {
      assertThat(target).isEmptyDirectory();
    } else {
      assertThat(target).doesNotExist();
    }
    try (var all = Files.list(folder)) {
      assertThat(all.map(path -> path.getFileName().toString()).toList())
          .isSubsetOf(List.of("conf", "copy", "output.txt"));
    }
  }
}
