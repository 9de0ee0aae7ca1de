package io.portcullis.esdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message's own claims, copied and decoded for people to read. None of them is proven.
 *
 * @param suite the algorithm suite
 * @param messageId the message id in lower-case hexadecimal digits
 * @param contentType whether the content is framed
 * @param frameLengthBytes length of the content of every frame but the last; 0 if not framed
 * @param headerLengthBytes length of the header with its authentication
 * @param frameCount how many frames there are, with the final one; 0 if not framed, and if the body
 *     was not read or was refused
 * @param encryptionContext the pairs, in their order in the header
 * @param encryptedDataKeys the encrypted data keys, in their order in the header
 */
public record EncryptedMessage(
    AlgorithmSuite suite,
    String messageId,
    ContentType contentType,
    long frameLengthBytes,
    int headerLengthBytes,
    long frameCount,
    Map<String, String> encryptionContext,
    List<EncryptedDataKey> encryptedDataKeys) {

  /**
   * One encrypted data key.
   *
   * @param provider the key provider id
   * @param key what names the key, see {@link EncryptedDataKeys#keyName}; in hexadecimal digits
   *     after {@code 0x} if it is not text or holds control characters
   */
  public record EncryptedDataKey(String provider, String key) {}

  public EncryptedMessage {
    encryptionContext = Collections.unmodifiableMap(new LinkedHashMap<>(encryptionContext));
    encryptedDataKeys = List.copyOf(encryptedDataKeys);
  }

  /**
   * Describes the message a reader has read last.
   *
   * @throws IllegalStateException if the message's header was not accepted
   */
  public static EncryptedMessage of(MessageReader reader) {
    return new EncryptedMessage(
        reader.suite(),
        HexFormat.of().formatHex(reader.messageId().toByteArray()),
        reader.contentType(),
        reader.frameLengthBytes(),
        reader.headerLengthBytes(),
        reader.frameCount(),
        context(reader.contextPairs()),
        keys(reader.encryptedDataKeys()));
  }

  private static Map<String, String> context(ContextPairs pairs) {
    Map<String, String> context = new LinkedHashMap<>();
    while (pairs.next()) {
      context.put(pairs.key().utf8(), pairs.value().utf8());
    }
    return context;
  }

  private static List<EncryptedDataKey> keys(EncryptedDataKeys keys) {
    List<EncryptedDataKey> described = new ArrayList<>();
    while (keys.next()) {
      described.add(new EncryptedDataKey(keys.providerId().utf8(), text(keys.keyName())));
    }
    return described;
  }

  private static String text(Slice name) {
    String decoded = name.utf8();
    return name.isUtf8() && decoded.chars().noneMatch(Character::isISOControl)
        ? decoded
        : "0x" + HexFormat.of().formatHex(name.toByteArray());
  }
}
