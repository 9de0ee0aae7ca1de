package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.BrokerXml;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar: one file beside ActiveMQ's own libraries, in a JVM of its own. */
class JarIT {

  private static final Path JAR = Path.of("target", "activemq-portcullis-1.0.0.jar");
  private static final long MEGABYTE = 1 << 20;

  /** What is inside the jar must not be beside it. */
  private static final List<String> NOT_IN_LIB =
      List.of("/target/", "/jackson-core/", "/ipaddress/", "/aws-encryption-sdk", "/bcp");

  @TempDir private Path folder;

  @Test
  void everythingInItIsOurs() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .allMatch(name -> name.startsWith("io/") || name.startsWith("META-INF/"))
          .allMatch(
              name ->
                  !name.startsWith("io/")
                      || name.startsWith("io/portcullis/")
                      || name.equals("io/"))
          .noneMatch(name -> name.startsWith("io/portcullis/demo"))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA|EC)"))
          .contains(
              "META-INF/LICENSE",
              "META-INF/NOTICE",
              "META-INF/BouncyCastle-LICENSE",
              "io/portcullis/portcullis.xsd");
    }
    assertThat(Files.size(JAR)).isLessThan(5 * MEGABYTE);
  }

  @Test
  void aBrokerThatIsRefusedEndsWithAStatusThatSaysSoAndEveryReason() throws Exception {
    Process broker = start("tcp://127.0.0.1:0");

    assertThat(broker.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(broker.exitValue()).isEqualTo(1);
    assertThat(Files.readString(output()))
        .contains("Portcullis refuses to start broker \"xml\" (1 violation):")
        .contains("[require-tls] connector \"c\" (tcp://127.0.0.1:0): scheme tcp carries no TLS;");
  }

  @Test
  void aBrokerThatKeepsTheRulesStarts() throws Exception {
    Process broker = start("vm://xml");
    try {
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> Files.readString(output()).contains("guards broker xml: mode ENFORCE"));
      assertThat(broker.isAlive()).isTrue();
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  private Path output() {
    return folder.resolve("output.txt");
  }

  private Process start(String connector) throws Exception {
    String configuration =
        BrokerXml.write(
            folder,
            BrokerXml.GATE,
            "<transportConnector name=\"c\" uri=\"%s\"/>".formatted(connector));
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Path launcher = null;
    for (Path jar : classPath()) {
      if (NOT_IN_LIB.stream().noneMatch(jar.toString()::contains)) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
      }
      if (jar.toString().contains("/activemq-run/")) {
        launcher = jar;
      }
    }
    Files.copy(JAR, lib.resolve(JAR.getFileName()));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dactivemq.home=" + folder,
            "-Dactivemq.base=" + folder,
            "-Dactivemq.data=" + folder,
            "-Dlog4j2.configurationFile=" + Path.of("conf", "log4j2.properties").toAbsolutePath(),
            "-jar",
            String.valueOf(launcher),
            "start",
            configuration)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private static List<Path> classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator)).map(Path::of).toList();
  }
}
