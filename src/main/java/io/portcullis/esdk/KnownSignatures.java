package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Signatures whose verdict is known: one of the word "sample", and others made from it by changing
 * a number, the spelling, the key or the word.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6979#appendix-A.2.5">RFC 6979, appendices A.2.5
 *     and A.2.6</a>
 */
final class KnownSignatures {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER = "simple".getBytes(StandardCharsets.US_ASCII);

  /** A signature and its verdict. */
  static final class Known {
    private final String name;
    private final byte[] point;
    private final byte[] bytes;
    private final int signedEnd;
    private final boolean valid;

    private Known(String name, byte[] point, byte[] bytes, int signedEnd, boolean valid) {
      this.name = name;
      this.point = point;
      this.bytes = bytes;
      this.signedEnd = signedEnd;
      this.valid = valid;
    }

    /** What is special about it. */
    String name() {
      return name;
    }

    /** A compressed point, well-formed or not. */
    byte[] point() {
      return point;
    }

    /** What is signed, and the signature behind it. */
    byte[] bytes() {
      return bytes;
    }

    /** Where the signature starts. */
    int signedEnd() {
      return signedEnd;
    }

    boolean valid() {
      return valid;
    }
  }

  private final BigInteger order;
  private final BigInteger r;
  private final BigInteger s;
  private final byte[] point;
  private final List<Known> all = new ArrayList<>();

  private KnownSignatures(String order, String point, String r, String s) {
    this.order = new BigInteger(order, 16);
    this.r = new BigInteger(r, 16);
    this.s = new BigInteger(s, 16);
    this.point = HEX.parseHex(point);
    addNumbers();
    addSpellings();
    addKeys();
    add("another word", this.point, OTHER, der(this.r, this.s), false);
  }

  static KnownSignatures of(Signing signing) {
    return signing == Signing.P256 ? p256() : p384();
  }

  List<Known> all() {
    return List.copyOf(all);
  }

  /** The signature of the standard. */
  Known valid() {
    return all.get(0);
  }

  /** The first number of the valid signature. */
  BigInteger r() {
    return r;
  }

  /** The second number of the valid signature. */
  BigInteger s() {
    return s;
  }

  private static KnownSignatures p256() {
    return new KnownSignatures(
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        "0360FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
  }

  private static KnownSignatures p384() {
    return new KnownSignatures(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF"
            + "581A0DB248B0A77AECEC196ACCC52973",
        "02EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64"
            + "DEF8F0EA9055866064A254515480BC13",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C"
            + "81A648152E44ACF96E36DD1E80FABE46",
        "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94F"
            + "A329C145786E679E7B82C71A38628AC8");
  }

  private void addNumbers() {
    BigInteger zero = BigInteger.ZERO;
    BigInteger one = BigInteger.ONE;
    signed("of the standard", r, s, true);
    signed("n - s", r, order.subtract(s), true);
    signed("r + 1", r.add(one), s, false);
    signed("s + 1", r, s.add(one), false);
    signed("n - r", order.subtract(r), s, false);
    signed("s and r", s, r, false);
    signed("r is 0", zero, s, false);
    signed("s is 0", r, zero, false);
    signed("both are 0", zero, zero, false);
    signed("both are 1", one, one, false);
    signed("r is n", order, s, false);
    signed("s is n", r, order, false);
    signed("both are n", order, order, false);
    signed("r + n", r.add(order), s, false);
    signed("s + n", r, s.add(order), false);
    signed("r is negative", r.negate(), s, false);
    signed("s is negative", r, s.negate(), false);
  }

  private void signed(String name, BigInteger first, BigInteger second, boolean valid) {
    add(name, point, SAMPLE, der(first, second), valid);
  }

  /** The valid signature, not in DER: its numbers start with a bit that is set. */
  private void addSpellings() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    byte[] longer = new byte[first.length + 1];
    System.arraycopy(first, 0, longer, 1, first.length);
    byte[] shorter = Arrays.copyOfRange(first, 1, first.length);
    add("r with a needless zero", point, SAMPLE, der(longer, second), false);
    add("r without its zero", point, SAMPLE, der(shorter, second), false);
    byte[] right = der(r, s);
    add("a byte behind", point, SAMPLE, Arrays.copyOf(right, right.length + 1), false);
    add("cut off", point, SAMPLE, Arrays.copyOf(right, right.length - 1), false);
    add("empty", point, SAMPLE, Bytes.NONE, false);
  }

  private void addKeys() {
    byte[] negated = point.clone();
    negated[0] ^= 1;
    key("the negated point", negated);
    byte[] beyond = point.clone();
    Arrays.fill(beyond, 1, beyond.length, (byte) 0xFF);
    key("a coordinate beyond the prime", beyond);
    byte[] format = point.clone();
    format[0] = 0x05;
    key("an unknown form of point", format);
    byte[] none = new byte[point.length];
    key("the point at infinity", none);
    byte[] next = point.clone();
    next[next.length - 1]++;
    key("a neighbour", next);
  }

  private void key(String name, byte[] other) {
    add(name, other, SAMPLE, der(r, s), false);
  }

  private void add(String name, byte[] key, byte[] word, byte[] signature, boolean valid) {
    byte[] bytes = Arrays.copyOf(word, word.length + signature.length);
    System.arraycopy(signature, 0, bytes, word.length, signature.length);
    all.add(new Known(name, key, bytes, word.length, valid));
  }

  private static byte[] der(BigInteger first, BigInteger second) {
    return der(first.toByteArray(), second.toByteArray());
  }

  private static byte[] der(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x30);
    out.write(2 + first.length + 2 + second.length);
    for (byte[] number : List.of(first, second)) {
      out.write(0x02);
      out.write(number.length);
      out.writeBytes(number);
    }
    return out.toByteArray();
  }
}
