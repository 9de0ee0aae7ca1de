package io.portcullis.scenario.remedies;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import io.portcullis.esdk.Ciphertexts;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Does what a remedy tells a sender to do with its body. The alternatives of a remedy are divided
 * by {@code , or }.
 *
 * @param content what the sender has to say
 * @param message the same, encrypted by the SDK
 * @param wrong what it sent
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them or changes their bytes.
record BodyRemedy(byte[] content, byte[] message, Body wrong) {

  /** What words say to do: the right body. */
  private interface Deed {
    Body apply(BodyRemedy remedy, Matcher words) throws Exception;
  }

  private static final List<Map.Entry<Pattern, Deed>> DEEDS =
      List.of(
          deed("^encrypt with the suite (\\w{4}) or (\\w{4})", BodyRemedy::otherSuite),
          deed("^encrypt with (\\S+)=(\\S+) in the context", BodyRemedy::context),
          deed(
              "^encrypt with the pair of \"(\\w+)\" that context of its body policy names",
              BodyRemedy::pair),
          deed("^encrypt under the keys of its body policy and no others", BodyRemedy::encrypted),
          deed("^encrypt under fewer keys", BodyRemedy::encrypted),
          deed("^encrypt with an AWS Encryption SDK", BodyRemedy::encrypted),
          deed("^encrypt (?:it|the content) with the AWS Encryption SDK", BodyRemedy::encrypted),
          deed("; use the AWS Encryption SDK with a KMS keyring", BodyRemedy::encrypted),
          deed("^compress first, then encrypt .* send the result as it is", BodyRemedy::compressed),
          deed("in Java Base64\\.getEncoder\\(\\)", BodyRemedy::javaBase64),
          deed("(base64 -w 0)", BodyRemedy::command),
          deed("without blanks before, within or behind it$", BodyRemedy::withoutBlanks),
          deed("^send only what stands behind (;base64,)", BodyRemedy::behind),
          deed("without a byte order mark$", BodyRemedy::withoutMark),
          deed("^encode it once, and send it in a text message$", BodyRemedy::javaBase64),
          deed("^send the base64 alone: in Python b64encode", BodyRemedy::javaBase64),
          deed("^(?:the|its) base64 (?:of it )?in a text message", BodyRemedy::javaBase64),
          deed("^send a bytes message", BodyRemedy::asBytes),
          deed("^send (?:the|an) .*message in a bytes message$", BodyRemedy::asBytes),
          deed("^send the message itself", BodyRemedy::asBytes),
          deed("^send the whole message$", BodyRemedy::asBytes),
          deed("^send the message as the SDK made it", BodyRemedy::asBytes),
          deed("^send one message in a body, and nothing else$", BodyRemedy::asBytes));

  private static Map.Entry<Pattern, Deed> deed(String pattern, Deed deed) {
    return Map.entry(Pattern.compile(pattern), deed);
  }

  /** Applies one of the alternatives. */
  Body apply(String remedy, int alternative) throws Exception {
    String words = remedy.split(", or ", -1)[alternative];
    for (Map.Entry<Pattern, Deed> each : DEEDS) {
      Matcher matcher = each.getKey().matcher(words);
      if (matcher.find()) {
        return each.getValue().apply(this, matcher);
      }
    }
    throw new AssertionError("what to do in: " + words);
  }

  private Body encrypted(Matcher words) {
    return Body.bytes(Ciphertexts.encrypt(content));
  }

  private Body otherSuite(Matcher words) {
    short id = (short) Integer.parseInt(words.group(1), 16);
    for (CryptoAlgorithm suite : CryptoAlgorithm.values()) {
      if (suite.getValue() == id && suite.isCommitting()) {
        return Body.bytes(Ciphertexts.encrypt(suite, content, Map.of()));
      }
    }
    throw new AssertionError("no suite " + HexFormat.of().toHexDigits(id));
  }

  private Body context(Matcher words) {
    return bound(words.group(1), words.group(2));
  }

  /** Takes the value from the body policy, since no message shows it. */
  private Body pair(Matcher words) {
    return bound(words.group(1), RunTimeBodiesIT.TENANT);
  }

  private Body bound(String key, String value) {
    return Body.bytes(Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, content, Map.of(key, value)));
  }

  private Body compressed(Matcher words) throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(content);
    }
    return Body.bytes(Ciphertexts.encrypt(zipped.toByteArray()));
  }

  private Body javaBase64(Matcher words) {
    return Body.text(Base64.getEncoder().encodeToString(message));
  }

  /** Runs the command that the remedy names. */
  private Body command(Matcher words) throws Exception {
    Process process = new ProcessBuilder(words.group(1).split(" ", -1)).start();
    try (var in = process.getOutputStream()) {
      in.write(message);
    }
    return Body.text(new String(process.getInputStream().readAllBytes(), UTF_8));
  }

  private Body withoutBlanks(Matcher words) {
    return Body.text(wrong.text().replaceAll("\\s", ""));
  }

  private Body behind(Matcher words) {
    String text = wrong.text();
    return Body.text(text.substring(text.indexOf(words.group(1)) + words.group(1).length()));
  }

  private Body withoutMark(Matcher words) {
    return Body.text(wrong.text().replace("\uFEFF", ""));
  }

  private Body asBytes(Matcher words) {
    return Body.bytes(message);
  }
}
