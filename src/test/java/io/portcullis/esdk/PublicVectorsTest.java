package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the judge of public vectors says of manifests of each form. */
class PublicVectorsTest {
  private static final byte[] MESSAGE = Messages.framed().bytes();
  private static final byte[] CUT = Arrays.copyOf(MESSAGE, MESSAGE.length - 1);

  @TempDir private Path directory;
  private String said = "";

  private int run() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status = PublicVectors.run(new PrintStream(out, true, UTF_8), List.of(directory));
    said = out.toString(UTF_8);
    return status;
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private static byte[] manifest(String result) {
    return """
        {"manifest": {"type": "awses-decrypt", "version": 4},
         "tests": {"first": {"ciphertext": "file://ciphertexts/a", "result": %s}}}
        """
        .formatted(result)
        .getBytes(UTF_8);
  }

  private static byte[] inline(byte[] message, String exception) {
    return """
        {"tests": [{"comment": "first", "ciphertext": "%s", "exception": %s}]}
        """
        .formatted(Base64.getEncoder().encodeToString(message), exception)
        .getBytes(UTF_8);
  }

  @Test
  void agreesWithAManifestThatSaysValid() throws Exception {
    write("decrypt-manifest.json", manifest("{\"output\": {\"plaintext\": \"\"}}"));
    write("ciphertexts/a", MESSAGE);

    assertThat(run()).isZero();
    assertThat(said).contains("all, 1 different", "    1 accepted by both");
  }

  @Test
  void readsManifestsInArchives() throws Exception {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(directory.resolve("vectors.zip")))) {
      zip.putNextEntry(new ZipEntry("manifest.json"));
      zip.write(manifest("{\"error\": {\"error-description\": \"Truncated at byte 9\"}}"));
      zip.putNextEntry(new ZipEntry("ciphertexts/a"));
      zip.write(CUT);
    }

    assertThat(run()).isZero();
    assertThat(said).contains("    1 refused by both");
  }

  @Test
  void endsWith1IfAValidMessageIsRefused() throws Exception {
    write("vectors.json", inline(CUT, "null"));

    assertThat(run()).isEqualTo(1);
    assertThat(said)
        .contains(
            "  first: authentication tag at offset 214: needs 16 bytes, 15 left in the message;"
                + " manifest: valid");
  }

  @Test
  void endsWith1IfATruncatedMessageIsAccepted() throws Exception {
    write("decrypt-manifest.json", manifest("{\"error\": \"Truncated\"}"));
    write("ciphertexts/a", MESSAGE);

    assertThat(run()).isEqualTo(1);
    assertThat(said).contains("  first: accepted; manifest: Truncated");
  }

  @Test
  void knowsWhatOnlyAKeyCanRefuse() throws Exception {
    write("vectors.json", inline(MESSAGE, "\"EXCEPTION: Invalid commitment\""));

    assertThat(run()).isZero();
    assertThat(said).contains("    1 accepted here, and a key is needed to refuse it");
  }

  @Test
  void endsWith2WithoutVectors() throws Exception {
    write("manifest.json", "{}".getBytes(UTF_8));

    assertThat(run()).isEqualTo(2);
  }
}
