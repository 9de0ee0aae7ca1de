package io.portcullis.harden;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The encoding of a text file.
 *
 * @param charset the encoding, without a byte order mark
 * @param byteOrderMark the bytes of the mark; empty if the file has none
 */
record TextEncoding(Charset charset, byte[] byteOrderMark) {

  private static final int MOST_DECLARATION_BYTES = 200;
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml[^>]*\\bencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  /** The marks, the longer ones first. */
  private static final List<TextEncoding> MARKED =
      List.of(
          new TextEncoding(
              StandardCharsets.UTF_8, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}),
          new TextEncoding(StandardCharsets.UTF_16BE, new byte[] {(byte) 0xFE, (byte) 0xFF}),
          new TextEncoding(StandardCharsets.UTF_16LE, new byte[] {(byte) 0xFF, (byte) 0xFE}));

  /**
   * Detects the encoding of an XML file: by its byte order mark, its first bytes, or its
   * declaration.
   *
   * <p>Source: <a href="https://www.w3.org/TR/xml/#sec-guessing">XML 1.0, appendix F</a>.
   *
   * @throws UnsupportedCharsetException if this JVM does not know the declared encoding
   */
  static TextEncoding ofXml(byte[] bytes) {
    for (TextEncoding marked : MARKED) {
      if (marked.begins(bytes)) {
        return marked;
      }
    }
    if (begins(bytes, 0, '<', 0, '?')) {
      return new TextEncoding(StandardCharsets.UTF_16BE, new byte[0]);
    }
    if (begins(bytes, '<', 0, '?', 0)) {
      return new TextEncoding(StandardCharsets.UTF_16LE, new byte[0]);
    }
    return new TextEncoding(declared(bytes), new byte[0]);
  }

  /** Returns the encoding of a properties file in which all bytes are kept. */
  static TextEncoding ofProperties() {
    return new TextEncoding(StandardCharsets.ISO_8859_1, new byte[0]);
  }

  private static Charset declared(byte[] bytes) {
    String start =
        new String(
            bytes, 0, Math.min(bytes.length, MOST_DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
    Matcher declared = DECLARED.matcher(start);
    if (!declared.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(declared.group(1));
    } catch (IllegalCharsetNameException e) {
      throw new UnsupportedCharsetException(declared.group(1));
    }
  }

  private boolean begins(byte[] bytes) {
    return bytes.length >= byteOrderMark.length
        && Arrays.equals(bytes, 0, byteOrderMark.length, byteOrderMark, 0, byteOrderMark.length);
  }

  private static boolean begins(byte[] bytes, int... first) {
    if (bytes.length < first.length) {
      return false;
    }
    for (int i = 0; i < first.length; i++) {
      if (bytes[i] != first[i]) {
        return false;
      }
    }
    return true;
  }
}
