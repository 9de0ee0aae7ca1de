package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoResult;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The message that the page of expected bytes shows is one, to the SDK and to the gate. */
class MessageBytesTest {

  private static final Path PAGE = Path.of("src", "site", "markdown", "message-bytes.md");
  private static final int KEY_LENGTH_BYTES = 32;

  private static AnnotatedHex shown() throws Exception {
    String block =
        Pattern.compile("^```text\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult found) -> found.group(1))
            .findFirst()
            .orElseThrow();
    return AnnotatedHex.of(block);
  }

  @Test
  void theSdkDecryptsIt() throws Exception {
    byte[] key = new byte[KEY_LENGTH_BYTES];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }

    CryptoResult<byte[], ?> decrypted =
        AwsCrypto.standard()
            .decryptData(
                JceMasterKey.getInstance(
                    new SecretKeySpec(key, "AES"), "shop", "orders-2026", "AES/GCM/NoPadding"),
                shown().bytes());

    assertThat(new String(decrypted.getResult(), StandardCharsets.UTF_8))
        .isEqualTo("two of the blue ones");
    assertThat(decrypted.getEncryptionContext()).isEqualTo(Map.of("destination", "queue://ORDERS"));
  }

  @Test
  void theGateTakesItAndNothingLessOrMore() throws Exception {
    byte[] message = shown().bytes();
    MessageReader reader = new MessageReader();

    assertThat(reader.read(message, 0, message.length, Depth.STRUCTURE, 1)).isTrue();
    assertThat(reader.read(message, 0, message.length - 1, Depth.STRUCTURE, 1)).isFalse();
    byte[] more = shown().and("something behind it", "00").bytes();
    assertThat(reader.read(more, 0, more.length, Depth.STRUCTURE, 1)).isFalse();
  }
}
