package io.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private static final int CONNECTORS = 5;

  @TempDir private Path folder;

  private Path out;
  private Path err;

  @BeforeEach
  void copyTheConfiguration() throws IOException {
    out = folder.resolve("out.txt");
    err = folder.resolve("err.txt");
    Path conf = Files.createDirectories(folder.resolve("conf"));
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
  }

  private int run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        Stream.of(classPath().split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Demo.class.getName());
    command.addAll(List.of(arguments));
    Process demo =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
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
    for (int first = 20_000; first < 30_000; first += CONNECTORS) {
      if (areFree(first)) {
        return first;
      }
    }
    throw new IOException("no free ports");
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + CONNECTORS; port++) {
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
