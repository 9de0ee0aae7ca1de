package io.portcullis.esdk;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * What a valid message is made of. Whatever may be any byte is drawn from {@code seed}, and at
 * least 0x20, so that nothing of it looks like a length that could fit.
 *
 * @param frames how many frames there are, with the final one; 0 if not framed
 * @param contentLength length of the content in the final frame, or in all
 */
record MessageParts(
    AlgorithmSuite suite,
    Map<String, String> context,
    List<Key> keys,
    int frames,
    int frameLength,
    int contentLength,
    long seed) {

  record Key(String provider, int informationLength, int ciphertextLength) {}

  private static final HexFormat HEX = HexFormat.of();

  AnnotatedHex toHex() {
    return new Writer(this, new Random(seed)).write();
  }

  /** The context as it must stand there: with a public key if signed, and sorted by bytes. */
  NavigableMap<String, String> storedContext() {
    NavigableMap<String, String> stored =
        new TreeMap<>((a, b) -> HEX.formatHex(utf8(a)).compareTo(HEX.formatHex(utf8(b))));
    stored.putAll(context);
    if (suite.signed()) {
      stored.put("aws-crypto-public-key", "not looked at");
    }
    return stored;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Writer {
    private final MessageParts parts;
    private final Random random;
    private AnnotatedHex message = AnnotatedHex.empty();

    Writer(MessageParts parts, Random random) {
      this.parts = parts;
      this.random = random;
    }

    AnnotatedHex write() {
      AlgorithmSuite suite = parts.suite;
      put("version", suite.version(), 1);
      if (suite.version() == 1) {
        put("type", 0x80, 1);
      }
      message = message.and("algorithm suite id", suite.hex());
      free("message id", suite.messageIdLength());
      writeContext();
      writeKeys();
      put("content type", parts.frames == 0 ? 1 : 2, 1);
      if (suite.version() == 1) {
        put("reserved", 0, 4);
        put("iv length", 12, 1);
      }
      put("frame length", parts.frames == 0 ? 0 : parts.frameLength, 4);
      free("algorithm suite data or iv", suite.version() == 1 ? 12 : 32);
      free("authentication tag", 16);
      writeBody();
      if (suite.signed()) {
        writeFooter();
      }
      return message;
    }

    private void writeContext() {
      Map<String, String> context = parts.storedContext();
      int length =
          context.entrySet().stream()
              .mapToInt(pair -> 4 + utf8(pair.getKey()).length + utf8(pair.getValue()).length)
              .sum();
      put("key value pairs length", context.isEmpty() ? 0 : length + 2, 2);
      if (context.isEmpty()) {
        return;
      }
      put("key value pair count", context.size(), 2);
      context.forEach(
          (key, value) -> {
            String number = " " + message.names().size();
            text("key" + number, key);
            text("value" + number, value);
          });
    }

    private void writeKeys() {
      put("encrypted data key count", parts.keys.size(), 2);
      for (Key key : parts.keys) {
        String number = " " + message.names().size();
        text("key provider id" + number, key.provider);
        put("key provider information length" + number, key.informationLength, 2);
        free("key provider information" + number, key.informationLength);
        put("encrypted data key length" + number, key.ciphertextLength, 2);
        free("encrypted data key" + number, key.ciphertextLength);
      }
    }

    private void writeBody() {
      for (int frame = 1; frame < parts.frames; frame++) {
        put("sequence number " + frame, frame, 4);
        free("body iv " + frame, 12);
        free("content " + frame, parts.frameLength);
        free("body authentication tag " + frame, 16);
      }
      if (parts.frames > 0) {
        message = message.and("sequence number end", "FFFFFFFF");
        put("sequence number " + parts.frames, parts.frames, 4);
      }
      free("body iv", 12);
      put("encrypted content length", parts.contentLength, parts.frames == 0 ? 8 : 4);
      free("content", parts.contentLength);
      free("body authentication tag", 16);
    }

    private void writeFooter() {
      int r = 1 + random.nextInt(parts.suite.signing().fieldLength());
      int s = 1 + random.nextInt(parts.suite.signing().fieldLength());
      put("signature length", 6 + r + s, 2);
      put("der type of sequence", 0x30, 1);
      put("der length of sequence", 4 + r + s, 1);
      put("der type of r", 0x02, 1);
      put("der length of r", r, 1);
      positive("r", r);
      put("der type of s", 0x02, 1);
      put("der length of s", s, 1);
      positive("s", s);
    }

    private void text(String field, String text) {
      put(field + " length", utf8(text).length, 2);
      message = message.and(field, HEX.formatHex(utf8(text)));
    }

    private void put(String field, long value, int length) {
      message = message.and(field, HEX.toHexDigits(value, 2 * length));
    }

    private void free(String field, int length) {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) (0x20 + random.nextInt(0x100 - 0x20));
      }
      message = message.and(field, HEX.formatHex(bytes));
    }

    private void positive(String field, int length) {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) (0x20 + random.nextInt(0x80 - 0x20));
      }
      message = message.and(field, HEX.formatHex(bytes));
    }
  }
}
