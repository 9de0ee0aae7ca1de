package io.portcullis.login;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A hash of Argon2id, version 1.3, as a <a
 * href="https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md">PHC string</a>:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, with salt and hash in base64 without padding.
 *
 * <p>The least cost is that of <a
 * href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP's</a>
 * cheapest choice, 7 MiB in five passes; the most is 1 GiB over all passes, about a second.
 *
 * @param memoryKib {@code m}: memory in KiB
 * @param passes {@code t}
 * @param lanes {@code p}
 * @param salt 8 to 64 bytes in base64; RFC 9106 recommends 16
 * @param tag the hash, 16 to 64 bytes in base64
 */
record Argon2idHash(int memoryKib, int passes, int lanes, String salt, String tag)
    implements PasswordHash {

  static final String PREFIX = "$argon2id$";

  /** The most memory that any hash may take, however large the heap is. */
  static final int MOST_MEMORY_KIB = 256 << 10;

  private static final int LEAST_MEMORY_KIB = 7 << 10;
  private static final long LEAST_COST_KIB = 5 * LEAST_MEMORY_KIB;
  private static final long MOST_COST_KIB = 1 << 20;
  private static final int MOST_LANES = 16;

  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,10}),t=(\\d{1,10}),p=(\\d{1,10})"
              + "\\$([A-Za-z0-9+/]{1,90})\\$([A-Za-z0-9+/]{1,90})");

  static Argon2idHash of(String text, int mostMemoryKib) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "its hash is not of the form $argon2id$v=19$m=...,t=...,p=...$salt$hash");
    }
    long memory = Long.parseLong(matcher.group(1));
    long passes = Long.parseLong(matcher.group(2));
    long lanes = Long.parseLong(matcher.group(3));
    long most = Math.min(mostMemoryKib, MOST_MEMORY_KIB);
    if (memory > mostMemoryKib && memory <= MOST_MEMORY_KIB) {
      throw new HeapTooSmallException(memory, mostMemoryKib);
    }
    require(
        memory >= LEAST_MEMORY_KIB && memory <= most,
        "m=%d of its hash is not from %d to %d KiB".formatted(memory, LEAST_MEMORY_KIB, most));
    require(
        memory * passes >= LEAST_COST_KIB,
        "m=%d,t=%d of its hash is too weak: m times t is at least %d"
            .formatted(memory, passes, LEAST_COST_KIB));
    require(
        memory * passes <= MOST_COST_KIB,
        "m=%d,t=%d of its hash is too expensive: m times t is at most %d"
            .formatted(memory, passes, MOST_COST_KIB));
    require(
        lanes >= 1 && lanes <= MOST_LANES,
        "p=%d of its hash is not from 1 to %d".formatted(lanes, MOST_LANES));
    requireBytes("salt", matcher.group(4), 8);
    requireBytes("hash", matcher.group(5), 16);
    return new Argon2idHash(
        (int) memory, (int) passes, (int) lanes, matcher.group(4), matcher.group(5));
  }

  private static void requireBytes(String what, String base64, int least) {
    // Four characters are three bytes; one character alone is none.
    int bytes = base64.length() * 3 / 4;
    require(
        base64.length() % 4 != 1 && bytes >= least && bytes <= 64,
        "the %s of its hash is not %d to 64 bytes in base64".formatted(what, least));
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Hashes a password. */
  static Argon2idHash make(byte[] password, byte[] salt, int memoryKib, int passes, int lanes) {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    byte[] tag = hash(password, salt, memoryKib, passes, lanes, 32);
    return new Argon2idHash(
        memoryKib, passes, lanes, encoder.encodeToString(salt), encoder.encodeToString(tag));
  }

  @Override
  public boolean matches(byte[] password) {
    byte[] expected = Base64.getDecoder().decode(tag);
    byte[] salted = Base64.getDecoder().decode(salt);
    return MessageDigest.isEqual(
        expected, hash(password, salted, memoryKib, passes, lanes, expected.length));
  }

  private static byte[] hash(
      byte[] password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    generator.generateBytes(password, hash);
    return hash;
  }

  /** As it stands in a file. */
  @Override
  public String toString() {
    return PREFIX
        + ("v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes)
        + ("$" + salt + "$" + tag);
  }
}
