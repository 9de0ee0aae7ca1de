package io.portcullis.harden.text;

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
 * @param marked whether the text begins with a byte order mark
 */
public record TextEncoding(Charset charset, boolean marked) {

  private static final int MOST_DECLARATION_BYTES = 200;
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml[^>]*\\bencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");

  public static final String BYTE_ORDER_MARK = "\uFEFF";

  /** The encodings that have a mark. */
  private static final List<Charset> MARKED =
      List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

  /**
   * Detects the encoding of an XML file: by its byte order mark, its first bytes, or its
   * declaration.
   *
   * <p>Source: <a href="https://www.w3.org/TR/xml/#sec-guessing">XML 1.0, appendix F</a>.
   *
   * @throws UnsupportedCharsetException if this JVM does not know the declared encoding
   */
  public static TextEncoding ofXml(byte[] bytes) {
    for (Charset charset : MARKED) {
      if (begins(bytes, BYTE_ORDER_MARK.getBytes(charset))) {
        return new TextEncoding(charset, true);
      }
    }
    if (begins(bytes, "<?".getBytes(StandardCharsets.UTF_16BE))) {
      return new TextEncoding(StandardCharsets.UTF_16BE, false);
    }
    if (begins(bytes, "<?".getBytes(StandardCharsets.UTF_16LE))) {
      return new TextEncoding(StandardCharsets.UTF_16LE, false);
    }
    return new TextEncoding(declared(bytes), false);
  }

  /** Returns the encoding of a properties file in which all bytes are kept. */
  public static TextEncoding ofProperties() {
    return new TextEncoding(StandardCharsets.ISO_8859_1, false);
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

  private static boolean begins(byte[] bytes, byte[] first) {
    return bytes.length >= first.length
        && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
  }
}
