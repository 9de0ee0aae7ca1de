package io.portcullis.policy;

import io.portcullis.esdk.EncryptedDataKeys;
import io.portcullis.esdk.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pattern of allowed encrypted data keys. It is a KMS key ARN, any part of which may be {@code
 * *}, or a key provider and a key name, {@code provider/name}, where the name may be {@code *}.
 *
 * <p>An ARN is compared part by part, so that a {@code *} never reaches beyond the part it stands
 * for. It matches the keys of the providers {@code aws-kms} and {@code aws-kms-rsa}, which name
 * keys by ARN.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/aws-kms/aws-kms-key-arn.md">AWS
 *     KMS Key ARN</a>
 */
public final class KeyPattern {

  /** arn, partition, service, region, account; then key and id, with a slash between them. */
  private static final int ARN_PARTS = 6;

  private static final Pattern ARN =
      Pattern.compile("arn:%1$s:kms:%1$s:%1$s:key/%1$s".formatted("(?:\\*|[^*:]+)"));

  private static final byte[] KMS = bytes("aws-kms");
  private static final byte[] KMS_RSA = bytes("aws-kms-rsa");

  private final boolean arn;
  private final List<Part> parts;

  private KeyPattern(boolean arn, List<Part> parts) {
    this.arn = arn;
    this.parts = parts;
  }

  /** Reads a pattern, or says what is wrong with it into {@code problems}. */
  static Optional<KeyPattern> parse(String property, String text, List<String> problems) {
    if (text.startsWith("arn:")) {
      return parseArn(property, text, problems);
    }
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      problems.add(
          "%s: \"%s\" is neither a KMS key ARN nor provider/name".formatted(property, text));
      return Optional.empty();
    }
    if (text.startsWith("arn:", slash + 1)) {
      problems.add(
          "%s: \"%s\" is an ARN behind a provider; write the ARN alone".formatted(property, text));
      return Optional.empty();
    }
    return Optional.of(
        new KeyPattern(
            false, List.of(exactly(text.substring(0, slash)), part(text.substring(slash + 1)))));
  }

  private static Optional<KeyPattern> parseArn(
      String property, String text, List<String> problems) {
    if (!ARN.matcher(text).matches()) {
      problems.add(
          ("%s: \"%s\" is not a KMS key ARN; write arn:PARTITION:kms:REGION:ACCOUNT:key/ID, where"
                  + " a whole part may be *")
              .formatted(property, text));
      return Optional.empty();
    }
    String[] words = text.split(":", -1);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < ARN_PARTS - 1; i++) {
      parts.add(part(words[i]));
    }
    parts.add(words[5].equals("key/*") ? new Part(bytes("key/"), true) : exactly(words[5]));
    return Optional.of(new KeyPattern(true, parts));
  }

  /** Whether the encrypted data key that the walk is at is one of these; allocates nothing. */
  public boolean matches(EncryptedDataKeys keys) {
    Slice provider = keys.providerId();
    Slice name = keys.keyName();
    if (!arn) {
      return parts.get(0).matches(provider, 0, provider.length())
          && parts.get(1).matches(name, 0, name.length());
    }
    return (provider.contentEquals(KMS) || provider.contentEquals(KMS_RSA)) && matchesArn(name);
  }

  private boolean matchesArn(Slice name) {
    int start = 0;
    for (int i = 0; i < ARN_PARTS; i++) {
      int end = start;
      while (end < name.length() && name.at(end) != ':') {
        end++;
      }
      if (!parts.get(i).matches(name, start, end)) {
        return false;
      }
      start = end + 1;
    }
    return start > name.length();
  }

  private static Part exactly(String text) {
    return new Part(bytes(text), false);
  }

  private static Part part(String text) {
    return text.equals("*") ? new Part(bytes(""), true) : exactly(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Some bytes of a pattern, and whether at least one more may follow. */
  private static final class Part {
    private final byte[] start;
    private final boolean open;

    Part(byte[] start, boolean open) {
      this.start = start;
      this.open = open;
    }

    private boolean matches(Slice slice, int from, int to) {
      int length = to - from;
      if (open ? length <= start.length : length != start.length) {
        return false;
      }
      for (int i = 0; i < start.length; i++) {
        if (slice.at(from + i) != start[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
