package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.InstalledLine;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One command from the shipped files of every line to a broker that enforces. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.portcullis.testing.InstalledLine#chosen")
@TestMethodOrder(OrderAnnotation.class)
class HardenedIT {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final long SOON_MILLIS = 10_000;

  /** What no file of a configuration decides. */
  private static final Set<String> OF_THE_HOST = Set.of("refuse-root", "require-supported-broker");

  @TempDir private static Path folder;
  private static Distribution activemq;
  private static int hardened;
  private static String said;

  @Parameter private InstalledLine line;

  @BeforeParameterizedClassInvocation
  static void harden(InstalledLine line) throws Exception {
    activemq = Distribution.toHarden(line, folder);
    hardened = run("copy-" + line, commandOfTheReadme());
    said = activemq.said();
    if (hardened == 0) {
      activemq.replaceConf(folder.resolve("copy-" + line));
      activemq.started();
    }
  }

  @AfterParameterizedClassInvocation
  static void close() {
    activemq.close();
  }

  static Set<Way> ways() {
    return activemq.line().ways();
  }

  /** With another folder, host and network, and with the key store that the clients trust. */
  private static List<String> commandOfTheReadme() throws IOException {
    Matcher command =
        Pattern.compile("bin/activemq portcullis (harden .*)")
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(command.find()).isTrue();
    return Stream.of(command.group(1).split(" "))
        .map(word -> word.equals("10.0.0.0/8") ? "127.0.0.0/8" : word)
        .toList();
  }

  private static int run(String target, List<String> readme) throws Exception {
    List<String> words = new ArrayList<>(readme);
    words.set(words.indexOf("--to") + 1, folder.resolve(target).toString());
    words.add("--keystore");
    words.add(GatedBroker.keyStore().toString());
    words.add("--keystore-password-file");
    words.add(
        Files.writeString(folder.resolve("password"), GatedBroker.PASSWORD + "\n").toString());
    return activemq.portcullis(words.toArray(new String[0]));
  }

  @Test
  @Order(1)
  void itStarts() {
    assertThat(hardened).as(said).isZero();
    assertThat(said).contains("The broker would start in ENFORCE from this copy.");
  }

  @ParameterizedTest
  @MethodSource("ways")
  @Order(2)
  void anEncryptedBodyArrivesAndAPlaintextBodyIsRefused(Way way) throws Exception {
    String topic = "STORY-" + way;
    try (ProtocolClient receiver = activemq.connect(way, "admin");
        ProtocolClient sender = activemq.connect(way, "admin")) {
      receiver.subscribe(topic);

      sender.send(topic, ENCRYPTED);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(ENCRYPTED);

      assertThat(catchThrowable(() -> sender.send(topic, PLAINTEXT))).isInstanceOf(Refused.class);
    }
    assertThat(activemq.home().resolve("data/portcullis-audit.log"))
        .content()
        .contains("topic://" + topic);
  }

  @Test
  @Order(3)
  void checkFindsNothingButTheHost() throws Exception {
    activemq.stop();
    Path report = folder.resolve("report-%s.json".formatted(line));
    activemq.portcullis("check", "--format", "json", "--output", report.toString());

    JsonNode findings = new ObjectMapper().readTree(report.toFile()).get("findings");

    for (JsonNode finding : findings) {
      assertThat(OF_THE_HOST).as(finding.toString()).contains(finding.get("rule").asText());
    }
  }

  @Test
  @Order(4)
  void hardeningAgainYieldsTheSameBytes() throws Exception {
    String again = "again-" + line;
    assertThat(
            activemq.portcullis(
                "harden", "--to", folder.resolve(again).toString(), "--networks", "127.0.0.0/8"))
        .as(activemq.said())
        .isZero();

    assertThat(contents(folder.resolve(again)))
        .isEqualTo(contents(activemq.home().resolve("conf")));
  }

  private static Map<String, String> contents(Path conf) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(conf)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            conf.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
