package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import io.portcullis.esdk.Malformation.Kind;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Reads the public key of a signed message: a compressed point in base64. The curve comes from the
 * algorithm suite, never from the key.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/default-cmm.md#get-encryption-materials">Default
 *     CMM, get encryption materials</a>
 * @see <a href="https://www.secg.org/sec1-v2.pdf">SEC 1, section 2.3.4</a>
 */
final class PublicKeyReader {
  private static final String FIELD = "aws-crypto-public-key";

  /** A point of P-384 in base64. */
  private static final int LONGEST_TEXT = 68;

  private static final int EVEN = 0x02;
  private static final int ODD = 0x03;

  private final StrictBase64 base64 = new StrictBase64();
  private final byte[] point = new byte[StrictBase64.maxDecodedLength(LONGEST_TEXT)];

  /** Reads the bytes of the point; if they have not its form, refuses the message. */
  boolean read(Cursor in, Slice value, Signing signing) {
    int pointLength = 1 + signing.fieldLength();
    int textLength = (pointLength + 2) / 3 * 4;
    if (value.length() != textLength) {
      return refuse(in, value, value.length() + " characters, must be " + textLength);
    }
    int decoded = base64.decode(value.array(), value.offset(), textLength, point);
    if (decoded == StrictBase64.REFUSED) {
      return refuse(in, value, base64.malformation().orElseThrow().describe());
    }
    if (decoded != pointLength) {
      return refuse(in, value, decoded + " bytes, must be " + pointLength);
    }
    if (point[0] != EVEN && point[0] != ODD) {
      return refuse(
          in, value, "point starts with " + Bytes.hex8(point[0]) + ", must be 0x02 or 0x03");
    }
    return true;
  }

  /** The bytes read last, and perhaps more behind them. */
  byte[] point() {
    return point;
  }

  /** Returns the point of the bytes read last; if there is none, refuses the message. */
  Optional<ECPoint> decode(Cursor in, Slice value, Signing signing, ECCurve curve) {
    int pointLength = 1 + signing.fieldLength();
    BigInteger x = new BigInteger(1, point, 1, signing.fieldLength());
    if (x.compareTo(curve.getField().getCharacteristic()) >= 0) {
      return none(in, value, "coordinate is not below the prime of " + signing.curve());
    }
    try {
      return Optional.of(curve.decodePoint(Arrays.copyOf(point, pointLength)));
    } catch (IllegalArgumentException noSquareRoot) {
      return none(in, value, "coordinate belongs to no point of " + signing.curve());
    }
  }

  private static Optional<ECPoint> none(Cursor in, Slice value, String reason) {
    refuse(in, value, reason);
    return Optional.empty();
  }

  private static boolean refuse(Cursor in, Slice value, String reason) {
    return in.refuse(Kind.INVALID, FIELD, value.offset(), reason);
  }
}
