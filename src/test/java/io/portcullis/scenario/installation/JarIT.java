package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.BrokerXml;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The finished jar: one file beside ActiveMQ's own libraries, in a JVM of its own. */
class JarIT {

  private static final Path JAR = Path.of("target", "activemq-portcullis-1.0.0.jar");
  private static final long MEGABYTE = 1_000_000;

  /** What is inside the jar must not be beside it. */
  private static final List<String> NOT_IN_LIB =
      List.of(
          "/target/", "/jackson-core/", "/ipaddress/", "/picocli/", "/aws-encryption-sdk", "/bcp");

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
    assertEndsWithItsReasonOnce();
  }

  /** The audit log is another file. What ActiveMQ and its launcher print comes before. */
  private void assertEndsWithItsReasonOnce() throws Exception {
    List<String> lines = Files.readAllLines(output());
    int last = lines.size() - 1;
    assertThat(lines.get(last))
        .isEqualTo("To see it with its file and line: bin/activemq portcullis check");
    assertThat(lines.get(last - 1)).startsWith("  [require-tls] connector \"c\" ");
    assertThat(lines.get(last - 2))
        .isEqualTo("ERROR | Portcullis refuses to start broker \"xml\" (1 violation):");
    assertThat(lines).filteredOn(line -> line.contains("[require-tls] connector")).hasSize(1);
    assertThat(lines).noneMatch(line -> line.startsWith("\tat io.portcullis."));
  }

  /** Whatever the broker does when it stops, and whoever else runs in its process. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<broker systemExitOnShutdown=\"true\" ",
        "<broker startAsync=\"true\" ",
        "<bean class=\"org.eclipse.jetty.server.Server\" init-method=\"start\"/><broker "
      })
  void theStatusOfARefusedStartSaysSo(String broker) throws Exception {
    String uri =
        BrokerXml.write(
            folder, BrokerXml.GATE, "<transportConnector name=\"c\" uri=\"tcp://127.0.0.1:0\"/>");
    Path file = folder.resolve("activemq.xml");
    Files.writeString(file, Files.readString(file).replace("<broker ", broker));

    Process process = activemq(List.of("start", uri));

    assertThat(ended(process)).isEqualTo(1);
    assertEndsWithItsReasonOnce();
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

  @Test
  void aBrokerInCodeNeedsNoSpring() throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Start.java"),
            """
            import java.util.List;
            import org.apache.activemq.broker.*;
            import org.apache.activemq.security.*;

            class Start {
              public static void main(String[] arguments) throws Exception {
                BrokerService broker = new BrokerService();
                broker.setPersistent(false);
                broker.setUseJmx(false);
                broker.setPlugins(
                    new BrokerPlugin[] {
                      new SimpleAuthenticationPlugin(
                          List.of(new AuthenticationUser("admin", "a-long-password", "admins"))),
                      new io.portcullis.Portcullis()
                    });
                broker.start();
                broker.stop();
                System.out.println("started and stopped");
              }
            }
            """);
    String lib =
        classPath().stream()
            .map(Path::toString)
            .filter(jar -> NOT_IN_LIB.stream().noneMatch(jar::contains))
            .filter(jar -> !jar.contains("spring"))
            .collect(Collectors.joining(File.pathSeparator));

    Process broker =
        new ProcessBuilder(
                java(), "-cp", JAR + File.pathSeparator + lib, source.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();

    assertThat(ended(broker)).as(Files.readString(output())).isEqualTo(0);
    assertThat(Files.readString(output())).contains("started and stopped");
  }

  @ParameterizedTest
  @MethodSource("signedMessages")
  void inspectVerifiesASignatureWithoutABroker(byte[] message) throws Exception {
    Path file = Files.write(folder.resolve("signed.bin"), message);

    Process inspect =
        inspect("--verify", "signature", "--commitment", "optional", file.toString()).start();

    assertThat(ended(inspect)).isEqualTo(0);
    assertThat(Files.readString(output())).startsWith(file + ": ok at depth signature");
  }

  static List<Arguments> signedMessages() {
    return Stream.of(
            Ciphertexts.DEFAULT_SUITE,
            CryptoAlgorithm.ALG_AES_128_GCM_IV12_TAG16_HKDF_SHA256_ECDSA_P256)
        .map(suite -> arguments(named(suite.name(), encrypt(suite))))
        .toList();
  }

  private static byte[] encrypt(CryptoAlgorithm suite) {
    return Ciphertexts.encrypt(suite, new byte[5000], Map.of("tenant", "blue"));
  }

  @Test
  void inspectRefusesATruncatedFileAndAChangedOne() throws Exception {
    byte[] message = encrypt(Ciphertexts.DEFAULT_SUITE);
    Path truncated =
        Files.write(folder.resolve("truncated.bin"), Arrays.copyOf(message, message.length - 1));
    message[message.length - 200]++;
    Path changed = Files.write(folder.resolve("changed.bin"), message);

    Process inspect =
        inspect("--verify", "signature", truncated.toString(), changed.toString()).start();

    assertThat(ended(inspect)).isEqualTo(1);
    assertThat(Files.readString(output()))
        .contains(truncated + ": REFUSED at depth structure", "signature at offset ")
        .contains(changed + ": REFUSED at depth signature", "does not verify with the public key");
  }

  @Test
  void inspectReadsBase64FromStandardInputAndWritesJson() throws Exception {
    String text = Base64.getEncoder().encodeToString(encrypt(Ciphertexts.UNSIGNED_SUITE));
    Path file = Files.writeString(folder.resolve("message.b64"), text);

    Process inspect = inspect("--format", "json", "-").redirectInput(file.toFile()).start();

    assertThat(ended(inspect)).isEqualTo(0);
    assertThat(Files.readString(output()))
        .startsWith("{\"file\":\"-\",\"verdict\":\"ok\",\"depth\":\"STRUCTURE\",\"version\":2,")
        .contains("\"encryptionContext\":{\"tenant\":\"blue\"},\"kinds\":[")
        .contains("{\"kind\":\"text\",\"passes\":true}")
        .endsWith("]}" + System.lineSeparator());
  }

  /** Body policies are ActiveMQ's beans, as those of check are. */
  @Test
  void inspectSaysThatAPolicyNeedsActiveMq() throws Exception {
    Path file = Files.write(folder.resolve("a.bin"), encrypt(Ciphertexts.UNSIGNED_SUITE));

    Process inspect =
        inspect("--policy", "a.xml", "--destination", "queue://A", file.toString()).start();

    assertThat(ended(inspect)).isEqualTo(2);
    assertThat(Files.readString(output()))
        .isEqualToIgnoringNewLines(
            "portcullis inspect: ActiveMQ is not on the class path; run bin/activemq portcullis"
                + " inspect");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aResultThatFindsNoRoomIsNoSuccess() throws Exception {
    Path file = Files.write(folder.resolve("a.bin"), encrypt(Ciphertexts.UNSIGNED_SUITE));

    Process inspect =
        inspect(file.toString())
            .redirectErrorStream(false)
            .redirectOutput(new File("/dev/full"))
            .redirectError(output().toFile())
            .start();

    assertThat(ended(inspect)).isEqualTo(2);
    assertThat(Files.readString(output()))
        .isEqualToIgnoringNewLines("portcullis inspect: the result could not be written");
  }

  @Test
  void hashNeedsNothingOfTheBroker() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "a-password-1234\n");

    Process hash =
        portcullis(List.of("hash", "--user", "alice")).redirectInput(password.toFile()).start();

    assertThat(ended(hash)).isEqualTo(0);
    assertThat(Files.readString(output())).startsWith("alice=$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void explainNeedsActiveMqAndSaysSo() throws Exception {
    Process explain =
        portcullis(
                List.of(
                    "explain",
                    "--user=admin",
                    "--operation=read",
                    "--destination=queue://Q",
                    BrokerXml.write(folder, BrokerXml.GATE, "").replace("xbean:", "")))
            .start();

    assertThat(ended(explain)).isEqualTo(2);
    assertThat(Files.readString(output()))
        .isEqualToIgnoringNewLines(
            "portcullis explain: ActiveMQ is not on the class path; run bin/activemq portcullis"
                + " explain");
  }

  @Test
  void checkNeedsActiveMqAndSaysSo() throws Exception {
    Process check =
        portcullis(
                List.of("check", BrokerXml.write(folder, BrokerXml.GATE, "").replace("xbean:", "")))
            .start();

    assertThat(ended(check)).isEqualTo(2);
    assertThat(Files.readString(output()))
        .isEqualToIgnoringNewLines(
            "portcullis check: ActiveMQ is not on the class path; run bin/activemq portcullis check");
  }

  @Test
  void besideActiveMqItChecksTheBrokersOwnFile() throws Exception {
    String uri = BrokerXml.write(folder, BrokerXml.GATE, "");
    Path report = folder.resolve("report.json");

    Process good = activemq(List.of("portcullis", "check"));
    assertThat(ended(good)).as(Files.readString(output())).isEqualTo(0);
    assertThat(Files.readString(output()))
        .contains(folder.resolve("activemq.xml") + " would start", "Portcullis 1.0.0")
        .doesNotContain("Assumed", "WARN", "ERROR");

    BrokerXml.write(
        folder, BrokerXml.GATE, "<transportConnector name=\"c\" uri=\"tcp://127.0.0.1:0\"/>");
    Process bad =
        activemq(List.of("portcullis", "check", "--format", "json", "--output", report.toString()));
    assertThat(ended(bad)).as(uri).isEqualTo(1);
    assertThat(report).content().startsWith("{").contains("\"rule\" : \"require-tls\"");
  }

  @Test
  void besideActiveMqAFileThatCannotBeReadIsOneLine() throws Exception {
    Files.writeString(folder.resolve("activemq.xml"), "<beans>");

    Process check = activemq(List.of("portcullis", "check"));

    assertThat(ended(check)).isEqualTo(2);
    assertThat(Files.readString(output()).lines().filter(line -> line.contains("activemq.xml")))
        .singleElement()
        .asString()
        .startsWith("portcullis check: " + folder.resolve("activemq.xml") + ": line 1: ");
  }

  @Test
  void besideActiveMqItExplainsAndEndsWithTheVerdict() throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, "");
    List<String> question =
        List.of("portcullis", "explain", "--user", "admin", "--operation", "write");

    Process held = activemq(and(question, "--destination", "queue://Q"));
    assertThat(ended(held)).isEqualTo(0);
    assertThat(Files.readString(output())).contains("user \"admin\" may write to queue://Q");

    Process unknown =
        activemq(
            List.of(
                "portcullis",
                "explain",
                "--user=stranger",
                "--operation=write",
                "--destination=queue://Q",
                folder.resolve("activemq.xml").toString()));
    assertThat(ended(unknown)).isEqualTo(2);
    assertThat(Files.readString(output())).contains("no such user: simpleAuthenticationPlugin");
  }

  @Test
  void besideActiveMqItInspectsToo() throws Exception {
    Path file = Files.write(folder.resolve("a.bin"), encrypt(Ciphertexts.UNSIGNED_SUITE));

    assertThat(ended(activemq(List.of("portcullis", "inspect", file.toString())))).isEqualTo(0);
    assertThat(Files.readString(output())).contains(file + ": ok at depth structure");
  }

  private static List<String> and(List<String> words, String... more) {
    return Stream.concat(words.stream(), Arrays.stream(more)).toList();
  }

  @Test
  void anUnknownCommandEndsWithStatus2() throws Exception {
    assertThat(ended(portcullis(List.of("inspekt")).start())).isEqualTo(2);
    assertThat(Files.readString(output())).startsWith("portcullis: Unmatched argument");
  }

  @Test
  void theVersionIsTheJars() throws Exception {
    assertThat(ended(portcullis(List.of("--version")).start())).isEqualTo(0);
    assertThat(Files.readString(output())).isEqualToIgnoringNewLines("activemq-portcullis 1.0.0");
  }

  private ProcessBuilder inspect(String... arguments) {
    return portcullis(Stream.concat(Stream.of("inspect"), Arrays.stream(arguments)).toList());
  }

  /** The jar alone: nothing else is on its class path. */
  private ProcessBuilder portcullis(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(java(), "-jar", JAR.toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile());
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
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
    return activemq(List.of("start", configuration));
  }

  /** What bin/activemq starts. */
  private Process activemq(List<String> arguments) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Path launcher = null;
    for (Path jar : classPath()) {
      Path link = lib.resolve(jar.getFileName());
      if (NOT_IN_LIB.stream().noneMatch(jar.toString()::contains) && !Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
      if (jar.toString().contains("/activemq-run/")) {
        launcher = jar;
      }
    }
    Files.copy(JAR, lib.resolve(JAR.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-Dactivemq.home=" + folder,
                "-Dactivemq.base=" + folder,
                "-Dactivemq.conf=" + folder,
                "-Dactivemq.data=" + folder,
                "-Dlog4j2.configurationFile="
                    + Path.of("conf", "log4j2.properties").toAbsolutePath(),
                "-jar",
                String.valueOf(launcher)));
    command.addAll(arguments);
    return new ProcessBuilder(command)
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
