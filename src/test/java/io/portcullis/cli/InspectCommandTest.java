package io.portcullis.cli;

import static io.portcullis.esdk.Ciphertexts.AES_KEY_NAME;
import static io.portcullis.esdk.Ciphertexts.NAMESPACE;
import static io.portcullis.esdk.Ciphertexts.RSA_KEY_NAME;
import static io.portcullis.esdk.Ciphertexts.UNSIGNED_SUITE;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import com.amazonaws.encryptionsdk.multi.MultipleProviderFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.report.LineWrap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class InspectCommandTest {

  private static final int MAX_BYTES = 10_000;
  private static final byte[] PLAINTEXT = "one order".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNED = Ciphertexts.encrypt(PLAINTEXT);
  private static final byte[] UNSIGNED =
      Ciphertexts.encrypt(UNSIGNED_SUITE, PLAINTEXT, Map.of("tenant", "blue"));
  private static final byte[] UNCOMMITTED =
      Ciphertexts.encrypt(
          CryptoAlgorithm.ALG_AES_128_GCM_IV12_TAG16_HKDF_SHA256_ECDSA_P256, PLAINTEXT, Map.of());

  @TempDir private Path folder;
  private byte[] standardInput = {};
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysWhatAMessageHolds() throws IOException {
    String file =
        file(
            "a.bin",
            Ciphertexts.encrypt(
                UNSIGNED_SUITE,
                4,
                Ciphertexts.aesAndRsa(),
                PLAINTEXT,
                Map.of("tenant", "blue", "année", "2026")));

    int status = run("--format", "json", file);

    assertThat(status).isEqualTo(0);
    JsonNode said = onlyObject();
    assertThat(said.get("messageId").textValue()).matches("[0-9a-f]{64}");
    assertThat(said)
        .isEqualTo(
            json(
                """
                {"file": "%s", "verdict": "ok", "depth": "STRUCTURE",
                 "version": 2, "suite": "0478", "committing": true, "signed": false,
                 "messageId": "%s", "contentType": "framed", "frameLength": 4, "frames": 3,
                 "encryptedDataKeys": [{"provider": "%s", "key": "%s"},
                                       {"provider": "%s", "key": "%s"}],
                 "encryptionContext": {"année": "2026", "tenant": "blue"},
                 "kinds": %s}
                """
                    .formatted(
                        file,
                        said.get("messageId").textValue(),
                        NAMESPACE,
                        AES_KEY_NAME,
                        NAMESPACE,
                        RSA_KEY_NAME,
                        said.get("kinds"))));
    assertThat(passing(said)).containsExactly("bytes", "amqp-data", "stomp-with-content-length");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysWhatANonFramedMessageOfVersion1Holds() throws IOException {
    byte[] message =
        Ciphertexts.encrypt(
            CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA256,
            Ciphertexts.NON_FRAMED,
            Ciphertexts.aes(),
            PLAINTEXT,
            Map.of());

    int status =
        run("--commitment", "optional", "--format", "json", file("nonframed.bin", message));

    assertThat(status).isEqualTo(0);
    JsonNode said = onlyObject();
    assertThat(said.get("version")).isEqualTo(json("1"));
    assertThat(said.get("suite")).isEqualTo(json("\"0178\""));
    assertThat(said.get("committing")).isEqualTo(json("false"));
    assertThat(said.get("contentType")).isEqualTo(json("\"non-framed\""));
    assertThat(said.get("frameLength")).isEqualTo(json("0"));
    assertThat(said.get("frames")).isEqualTo(json("0"));
    assertThat(said.get("encryptionContext")).isEqualTo(json("{}"));
    assertThat(said.get("messageId").textValue()).matches("[0-9a-f]{32}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"header", "STRUCTURE", "signature"})
  void aSignedMessagePassesAtEveryDepth(String depth) throws IOException {
    int status = run("--verify", depth, "--format", "json", file("a.bin", SIGNED));

    assertThat(status).isEqualTo(0);
    assertThat(onlyObject().get("depth").textValue()).isEqualToIgnoringCase(depth);
    assertThat(onlyObject().get("signed").booleanValue()).isTrue();
    assertThat(onlyObject().has("frames")).isEqualTo(!depth.equals("header"));
  }

  @Test
  void aMessageWhoseSuiteDoesNotSignPassesAtSignature() throws IOException {
    int status = run("--verify", "signature", "--format", "json", file("a.bin", UNSIGNED));

    assertThat(status).isEqualTo(0);
    assertThat(onlyObject().get("depth").textValue()).isEqualTo("SIGNATURE");
    assertThat(onlyObject().get("signed").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"header, 0", "structure, 1", "signature, 1"})
  void aTruncatedBodyIsRefusedFromStructureOn(String depth, int expected) throws IOException {
    byte[] truncated = Arrays.copyOf(UNSIGNED, UNSIGNED.length - 1);

    int status = run("--verify", depth, "--format", "json", file("a.bin", truncated));

    assertThat(status).isEqualTo(expected);
    JsonNode said = onlyObject();
    if (expected == 1) {
      assertThat(said.get("verdict").textValue()).isEqualTo("refused");
      assertThat(said.get("depth").textValue()).isEqualTo("STRUCTURE");
      assertThat(said.get("reason").textValue())
          .isEqualTo("authentication tag: needs 16 bytes, 15 left in the message");
      assertThat(said.get("offset").intValue()).isEqualTo(UNSIGNED.length - 16);
    }
    assertThat(said.get("suite").textValue()).isEqualTo("0478");
    assertThat(said.has("frames")).isFalse();
  }

  @Test
  void aChangedMessageIsRefusedAtSignatureAndStillDescribed() throws IOException {
    byte[] changed = SIGNED.clone();
    changed[changed.length - 2 - 103 - 1]++;

    int shallow = run("--verify", "structure", file("a.bin", changed));
    out.getBuffer().setLength(0);
    int deep = run("--verify", "signature", "--format", "json", file("a.bin", changed));

    assertThat(shallow).isEqualTo(0);
    assertThat(deep).isEqualTo(1);
    JsonNode said = onlyObject();
    assertThat(said.get("depth").textValue()).isEqualTo("SIGNATURE");
    assertThat(said.get("reason").textValue())
        .isEqualTo("signature: does not verify with the public key in the message");
    assertThat(said.get("offset").intValue()).isEqualTo(SIGNED.length - 103);
    assertThat(said.get("frames").intValue()).isEqualTo(1);
  }

  @Test
  void aSuiteThatDoesNotCommitIsRefusedUnlessCommitmentIsOptional() throws IOException {
    String file = file("a.bin", UNCOMMITTED);

    int optional = run("--verify=signature", "--commitment=OPTIONAL", file);
    int required = run("--verify=signature", "--commitment=required", file);
    out.getBuffer().setLength(0);
    int standard = run("--verify=signature", "--format=json", file);

    assertThat(List.of(optional, required, standard)).containsExactly(0, 1, 1);
    JsonNode said = onlyObject();
    assertThat(said.get("depth").textValue()).isEqualTo("HEADER");
    assertThat(said.get("reason").textValue())
        .isEqualTo(
            "algorithm suite id: 0x0214 does not commit to its data key; encrypt with 0x0478 or"
                + " 0x0578");
    assertThat(said.get("offset").intValue()).isEqualTo(2);
    assertThat(said.get("committing").booleanValue()).isFalse();
    assertThat(said.has("frames")).isFalse();
  }

  @Test
  void ofAMessageWhoseHeaderIsNotValidOnlyTheReasonIsTold() throws IOException {
    int status = run("--format", "json", file("a.txt", PLAINTEXT));

    assertThat(status).isEqualTo(1);
    JsonNode said = onlyObject();
    assertThat(said)
        .isEqualTo(
            json(
                """
                {"file": "%s", "verdict": "refused", "depth": "HEADER",
                 "reason": "version: 0x6F, must be 0x01 or 0x02", "offset": 0, "kinds": %s}
                """
                    .formatted(folder.resolve("a.txt"), said.get("kinds"))));
    assertThat(said.get("kinds"))
        .hasSize(6)
        .allSatisfy(
            kind ->
                assertThat(kind.get("reason").textValue())
                    .startsWith(
                        "its body is not an AWS Encryption SDK message, it looks like plain text;"));
  }

  @Test
  void moreKeysThanTheDefaultAllowsAreRefusedAndListed() throws IOException {
    byte[] message =
        Ciphertexts.encrypt(
            UNSIGNED_SUITE,
            Ciphertexts.DEFAULT_FRAME_LENGTH,
            MultipleProviderFactory.buildMultiProvider(
                JceMasterKey.class, Collections.nCopies(9, Ciphertexts.aes())),
            PLAINTEXT,
            Map.of());

    int status = run("--format", "json", file("a.bin", message));

    assertThat(status).isEqualTo(1);
    assertThat(onlyObject().get("encryptedDataKeys")).hasSize(9);
    assertThat(onlyObject().get("frames").intValue()).isEqualTo(1);
    assertThat(onlyObject().has("offset")).isFalse();
    assertThat(onlyObject().get("reason").textValue())
        .isEqualTo(
            "its body is an AWS Encryption SDK message with 9 encrypted data keys, and the"
                + " destination allows at most 8; encrypt under fewer keys, or raise"
                + " maxEncryptedDataKeys of its body policy");
  }

  @Test
  void base64PassesInTextsOnly() throws IOException {
    int status = run("--format", "json", "--verify", "signature", file("a.b64", base64(SIGNED)));

    assertThat(status).isEqualTo(0);
    assertThat(onlyObject().get("suite").textValue()).isEqualTo("0578");
    assertThat(passing(onlyObject()))
        .containsExactly("text", "amqp-value", "stomp-without-content-length");
  }

  @Test
  void base64WithALineFeedBehindItIsRefusedAsTheGateDoesAndStillDescribed() throws IOException {
    int status = run("--format", "json", file("a.b64", base64(SIGNED) + "\n"));

    assertThat(status).isEqualTo(1);
    JsonNode said = onlyObject();
    assertThat(passing(said)).isEmpty();
    assertThat(said.get("suite").textValue()).isEqualTo("0578");
    assertThat(said.get("offset").intValue()).isEqualTo(base64(SIGNED).length());
    assertThat(said.get("kinds").get(1).get("reason").textValue())
        .contains("with a line break at its end, at offset " + base64(SIGNED).length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n\n", " ", "\t", "\n ", "!"})
  void base64WithMoreBehindItIsRefusedThere(String end) throws IOException {
    String text = base64(SIGNED).replace("=", "");
    text = text.substring(0, text.length() / 4 * 4);

    int status = run("--format", "json", file("a.b64", text + end));

    assertThat(status).isEqualTo(1);
    assertThat(onlyObject().get("reason").textValue())
        .isEqualTo("base64 text: not a character of the standard alphabet");
    assertThat(onlyObject().get("offset").intValue()).isEqualTo(text.length());
  }

  @Test
  void base64InSeveralLinesIsRefusedAtTheFirstBreak() throws IOException {
    String lines = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(SIGNED);

    int status = run("--format", "json", file("a.b64", lines));

    assertThat(status).isEqualTo(1);
    assertThat(onlyObject().get("reason").textValue()).startsWith("base64 text: ");
    assertThat(onlyObject().get("offset").intValue()).isEqualTo(76);
  }

  @Test
  void aFlawInBase64IsToldByItsPlaceInTheMessage() throws IOException {
    byte[] truncated = Arrays.copyOf(UNSIGNED, 30);

    int status = run(file("a.b64", base64(truncated)));

    assertThat(status).isEqualTo(1);
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            %s: REFUSED at depth header, read as base64
              reason                   message id at offset 3: needs 32 bytes, 27 left in the message
              refused as               bytes message or MQTT, AMQP data, STOMP with content-length
                because                its body is not an AWS Encryption SDK message, it looks like \
            plain text; encrypt it with the AWS Encryption SDK before sending, see \
            https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/
              refused as               text message, AMQP value (a string), STOMP without content-length
                because                its body looks like an AWS Encryption SDK message but is \
            truncated (message id at offset 3: needs 32 bytes, 27 left in the message); send the \
            whole message
            """
                .formatted(folder.resolve("a.b64")));
  }

  @Test
  void textThatStartsLikeBase64IsReadAsItIs() throws IOException {
    int status = run(file("a.txt", "All orders of today"));

    assertThat(status).isEqualTo(1);
    assertThat(out.toString()).contains("read as binary", "version at offset 0: 0x41, must be");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    assertThat(run(file("a.bin", ""))).isEqualTo(1);
    assertThat(out.toString()).contains("version at offset 0: needs 1 byte, 0 left");
  }

  @Test
  void aDashIsStandardInput() throws IOException {
    standardInput = SIGNED;

    int status = run("--format", "json", "-");

    assertThat(status).isEqualTo(0);
    assertThat(onlyObject().get("file").textValue()).isEqualTo("-");
  }

  @Test
  void filesAreInspectedInTheirOrder() throws IOException {
    String good = file("good.bin", SIGNED);
    String bad = file("bad.bin", PLAINTEXT);

    int status = run("--format", "json", good, bad, good);

    assertThat(status).isEqualTo(1);
    assertThat(objects())
        .extracting(object -> object.get("verdict").textValue())
        .containsExactly("ok", "refused", "ok");
  }

  @Test
  void aFileThatCannotBeReadLeavesTheOthersInspected() throws IOException {
    String good = file("good.bin", SIGNED);
    String bad = file("bad.bin", PLAINTEXT);

    int status = run("--format", "json", folder + "/no\u001bne", bad, good);

    assertThat(status).isEqualTo(2);
    assertThat(objects())
        .extracting(object -> object.get("verdict").textValue())
        .containsExactly("refused", "ok");
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "portcullis inspect: " + folder + "/no\\u001bne: no such file\n");
  }

  @Test
  void aFolderCannotBeRead() {
    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2"})
  void aFileAboveTheBoundIsNotRead(int above, int expected) throws IOException {
    standardInput = new byte[MAX_BYTES + above];

    int fromFile = run(file("large.bin", standardInput));
    int fromPipe = run("-");

    assertThat(List.of(fromFile, fromPipe)).containsOnly(expected);
    if (expected == 2) {
      assertThat(err.toString())
          .contains(
              "large.bin: larger than 10000 bytes, the most that is read (100 MiB, or less with a"
                  + " small Java heap)");
    }
  }

  @Test
  void textIsAlignedForPeople() throws IOException {
    int status = run("--verify", "signature", file("a.bin", SIGNED));

    assertThat(status).isEqualTo(0);
    assertThat(out.toString().replaceAll("[0-9a-f]{64}", "ID").replaceAll("A[\\w+/]{65}==", "KEY"))
        .isEqualToNormalizingNewlines(
            """
            %s: ok at depth signature, read as binary
              version                  2
              algorithm suite          0578, key-committing, signed
              message id               ID
              content                  framed, 4096 bytes a frame, 1 frame
              encrypted data keys      1
                portcullis-tests       orders-aes-01
              encryption context       1 pair
                aws-crypto-public-key  KEY
              passes as                bytes message or MQTT, AMQP data, STOMP with content-length
              refused as               text message, AMQP value (a string), STOMP without content-length
                because                its body looks like an AWS Encryption SDK message whose bytes \
            were taken for characters, which destroys it; send a bytes message; over STOMP, send the \
            header content-length, or base64 with amq-msg-type: text
            """
                .formatted(folder.resolve("a.bin")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void nothingFromAFileSteersTheTerminal(String format) throws IOException {
    byte[] message =
        Ciphertexts.encrypt(
            UNSIGNED_SUITE,
            PLAINTEXT,
            Map.of("\u001b[2J", "\r\na: ok\u009b2J\u007f\u202e", "鍵", "\u0000"));

    int status = run("--format", format, file("a.bin", message));

    assertThat(status).isEqualTo(0);
    assertThat(out.toString().replace(System.lineSeparator(), ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}]")
        .containsIgnoringCase("\\u001b[2J")
        .containsIgnoringCase("\\u009b2J\\u007f\\u202e");
    assertThat(out.toString().lines()).noneMatch(line -> line.startsWith("a: ok"));
  }

  @Test
  void jsonSaysExactlyWhatStandsThere() throws IOException {
    Map<String, String> context = Map.of("\u001b[2J", "\r\n\u009b\u007f\"\\", "鍵", "\uD83D\uDD11");

    run("--format", "json", file("a.bin", Ciphertexts.encrypt(UNSIGNED_SUITE, PLAINTEXT, context)));

    assertThat(out.toString()).matches("[ -~]+\\R");
    context.forEach(
        (key, value) ->
            assertThat(onlyObject().get("encryptionContext").get(key).textValue())
                .isEqualTo(value));
  }

  @ParameterizedTest
  @CsvSource({
    "'', Missing required parameter: 'FILE'",
    "--verify=deep a.bin, Invalid value for option '--verify': expected one of [HEADER",
    "--commitment=no a.bin, Invalid value for option '--commitment': expected one of [REQUIRED",
    "--format=xml a.bin, Invalid value for option '--format': expected one of [TEXT",
    "--keys=x a.bin, Unknown option: '--keys=x'",
    "- -, standard input (-) can be read only once",
    "--policy=a.xml a.bin, --policy and --destination need each other",
    "--destination=queue://A a.bin, --policy and --destination need each other",
    "--policy=a.xml --destination=queue://A --verify=header a.bin, --verify does not go with",
    "--policy=a.xml --destination=queue://A --commitment=optional a.bin, --commitment does not go with",
    "--policy=a.xml --destination=ORDERS a.bin, destination \"ORDERS\" does not say what it is",
    "--policy=a.xml --destination=queue:// a.bin, destination \"queue://\" does not say what it is",
  })
  void wrongArgumentsEndWithStatus2(String arguments, String complaint) {
    int status = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("portcullis inspect: " + complaint)
        .endsWith("Try 'portcullis inspect --help'." + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "inspekt", "--inspect"})
  void anUnknownCommandOrNoneEndsWithStatus2(String argument) {
    int status = command().execute(argument.isEmpty() ? new String[0] : new String[] {argument});

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).endsWith("Try 'portcullis --help'." + System.lineSeparator());
  }

  @Test
  void helpNamesTheCommandAndTheVersionIsTold() {
    assertThat(command().execute("--help")).isEqualTo(0);
    assertThat(command().execute("--version")).isEqualTo(0);
    assertThat(out.toString()).contains("  inspect  ", "activemq-portcullis ");
  }

  @Test
  void helpNamesEveryFieldOfTheJson() throws IOException {
    standardInput = Arrays.copyOf(SIGNED, SIGNED.length - 1);
    run("--format", "json", "-", file("a.bin", SIGNED));
    List<JsonNode> objects = objects();
    out.getBuffer().setLength(0);

    assertThat(run("--help")).isEqualTo(0);
    assertThat(objects)
        .flatExtracting(object -> object.properties().stream().map(Map.Entry::getKey).toList())
        .hasSizeGreaterThan(14)
        .allSatisfy(field -> assertThat(out.toString()).containsPattern("\n    " + field + "  "));
  }

  @Test
  void aResultThatCannotBeWrittenIsNoSuccess() throws IOException {
    int status =
        command()
            .setOut(new PrintWriter(new FullOutput()))
            .execute("inspect", file("a.bin", SIGNED));

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("the result could not be written");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "inspect";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return command().execute(all);
  }

  private CommandLine command() {
    return Main.commandLine(
            new ByteArrayInputStream(standardInput),
            MAX_BYTES,
            Optional.empty(),
            () -> LineWrap.NONE)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private String file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.US_ASCII));
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static List<String> passing(JsonNode said) {
    List<String> kinds = new ArrayList<>();
    for (JsonNode kind : said.get("kinds")) {
      if (kind.get("passes").booleanValue()) {
        kinds.add(kind.get("kind").textValue());
      }
    }
    return kinds;
  }

  private JsonNode onlyObject() {
    List<JsonNode> objects = objects();
    assertThat(objects).hasSize(1);
    return objects.get(0);
  }

  private List<JsonNode> objects() {
    return out.toString().lines().map(InspectCommandTest::json).toList();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
