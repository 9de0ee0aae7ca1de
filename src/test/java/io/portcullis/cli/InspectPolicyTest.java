package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.report.LineWrap;
import io.portcullis.testing.BrokerXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command inspect by the body policies of an activemq.xml. */
class InspectPolicyTest {

  private static final String CONNECTOR =
      "<transportConnector name=\"a\" uri=\"ssl://127.0.0.1:0\"/>";
  private static final byte[] BOUND =
      Ciphertexts.encrypt(
          Ciphertexts.UNSIGNED_SUITE, new byte[9], Map.of("destination", "queue://ORDERS"));
  private static final byte[] UNCOMMITTED =
      Ciphertexts.encrypt(
          CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA256, new byte[9], Map.of());

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest(name = "{0}={1} at {2}: {3}")
  @CsvSource({
    "body,ANY,queue://ORDERS,plain,0,'ok, the body policy takes it: it is no valid AWS Encryption'",
    "body,ANY,queue://ORDERS,cut,0,'ok, the body policy takes it: it is no valid AWS Encryption'",
    "body,ANY,queue://ORDERS,bound,0,ok at depth structure",
    "empty,ALLOW,queue://ORDERS,empty,0,'ok, the body policy takes it: it is no valid AWS Encryption'",
    "body,ANY,topic://ORDERS,plain,1,it looks like plain text",
    "body,ANY,queue://OTHER,plain,1,it looks like plain text",
    "commitment,OPTIONAL,queue://ORDERS,uncommitted,0,ok at depth structure",
    "commitment,OPTIONAL,queue://OTHER,uncommitted,1,does not commit to its data key",
    "destinationKey,destination,queue://ORDERS,bound,0,ok at depth structure",
    "destinationKey,destination,'queue://ORDERS,OTHER',bound,1,it goes to several destinations",
    "keys,other/*,queue://ORDERS,bound,1,encrypted data key 1 of 1 is under a key that",
    "keys,portcullis-tests/*,queue://ORDERS,bound,0,ok at depth structure",
    "context,tenant=acme,queue://ORDERS,bound,1,does not contain the required \"tenant\"",
    "verify,HEADER,queue://ORDERS,cut,0,ok at depth header",
    "verify,STRUCTURE,queue://ORDERS,cut,1,needs 16 bytes"
  })
  void theDestinationsPolicyDecides(
      String property, String value, String destination, String body, int status, String words)
      throws IOException {
    write(BrokerXml.bodyPolicy("queue", "ORDERS", property, value));

    assertThat(run(destination, file(body))).as(err.toString()).isEqualTo(status);
    assertThat(out.toString()).contains(words);
  }

  @Test
  void anotherPathSeparatorIsReadAsTheBrokerReadsIt() throws IOException {
    BrokerXml.write(
        folder,
        "<destinationPathSeparatorPlugin pathSeparator=\"/\"/>"
            + BrokerXml.gate(BrokerXml.bodyPolicy("queue", "ORDERS.EU", "body", "ANY")),
        CONNECTOR);

    assertThat(run("queue://ORDERS/EU", file("plain"))).as(err.toString()).isZero();
    assertThat(run("queue://ORDERS/US", file("plain"))).isEqualTo(1);
  }

  @Test
  void everyErrorOfThePolicyIsTold() throws IOException {
    write(
        BrokerXml.bodyPolicy("queue", "ORDERS", "verify", "DEEP", "text", "MAYBE")
            + "<property name=\"mode\" value=\"SOMETIMES\"/>");

    assertThat(run("queue://ORDERS", file("bound"))).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("portcullis inspect: " + folder))
        .anyMatch(line -> line.contains("DEEP"))
        .anyMatch(line -> line.contains("MAYBE"))
        .anyMatch(line -> line.contains("SOMETIMES"));
    assertThat(out.toString()).isEmpty();
  }

  /**
   * No message is sent to a pattern, and the body policy of one would not be that of what it
   * matches.
   */
  @ParameterizedTest
  @ValueSource(strings = {"queue://ORDERS.>", "topic://*", "queue://ORDERS,ORDERS.*"})
  void aPatternIsNoDestination(String pattern) throws IOException {
    write(BrokerXml.bodyPolicy("queue", "ORDERS.>", "body", "ANY"));

    assertThat(run(pattern, file("plain"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("destination \"%s\" is a pattern; name the one".formatted(pattern));
    assertThat(out.toString()).isEmpty();
  }

  /** The command has no option to trust a file, so it does not advise one. */
  @Test
  void aDocumentTypeIsRefusedWithAdviceThatHolds() throws IOException {
    write(BrokerXml.bodyPolicy("queue", "ORDERS", "body", "ANY"));
    Path xml = folder.resolve("activemq.xml");
    String text = Files.readString(xml);
    Files.writeString(
        xml, text.replaceFirst("<beans", "<!DOCTYPE beans [<!ENTITY x \"ANY\">]>\n<beans"));

    assertThat(run("queue://ORDERS", file("plain"))).isEqualTo(2);
    assertThat(err.toString())
        .endsWith(
            "It has a document type (DOCTYPE), which is not read; check and explain take --trust.\n");
  }

  @Test
  void jsonOfWhatIsNoMessageHasNoDepth() throws IOException {
    write(BrokerXml.bodyPolicy("queue", "ORDERS", "body", "ANY"));

    assertThat(run("queue://ORDERS", file("plain"), "--format=json")).isZero();
    assertThat(out.toString()).contains("\"verdict\":\"ok\",\"kinds\":[");
  }

  @Test
  void aBrokerWithoutTheGateJudgesNothing() throws IOException {
    BrokerXml.write(folder, "", CONNECTOR);

    assertThat(run("queue://ORDERS", file("bound"))).isEqualTo(2);
    assertThat(err.toString()).contains("its broker has no Portcullis among its plugins");
  }

  @Test
  void aFileThatIsNotThereIsTold() throws IOException {
    assertThat(run("queue://ORDERS", file("bound"))).isEqualTo(2);
    assertThat(err.toString()).contains("activemq.xml: no such file");
  }

  /** What a policy says by an expression is not known, so nothing is judged by it. */
  @Test
  void nothingInThePolicyIsRun() throws IOException {
    Path mark = folder.resolve("mark");
    write(
        BrokerXml.bodyPolicy(
            "queue",
            "ORDERS",
            "body",
            "#{new java.io.File('%s').createNewFile()}".formatted(mark)));

    assertThat(run("queue://ORDERS", file("plain"))).isEqualTo(2);
    assertThat(mark).doesNotExist();
    assertThat(err.toString()).contains("is not read: ");
    assertThat(out.toString()).isEmpty();
  }

  private void write(String properties) throws IOException {
    BrokerXml.write(folder, BrokerXml.gate(properties), CONNECTOR);
  }

  private String file(String body) throws IOException {
    byte[] bytes =
        switch (body) {
          case "plain" -> "account 4711".getBytes(StandardCharsets.US_ASCII);
          case "empty" -> new byte[0];
          case "uncommitted" -> UNCOMMITTED;
          case "cut" -> Arrays.copyOf(BOUND, BOUND.length - 1);
          default -> BOUND;
        };
    return Files.write(folder.resolve("body.bin"), bytes).toString();
  }

  private int run(String destination, String file, String... more) {
    return Main.commandLine(
            new ByteArrayInputStream(new byte[0]), 100_000, Optional.empty(), () -> LineWrap.NONE)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(
                    Stream.of(
                        "inspect",
                        "--policy",
                        folder.resolve("activemq.xml").toString(),
                        "--destination",
                        destination,
                        file),
                    Stream.of(more))
                .toArray(String[]::new));
  }
}
