package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import java.math.BigInteger;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.WNafUtil;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;
import org.bouncycastle.math.ec.custom.sec.SecP384R1Curve;

/**
 * The two curves of the message format, with Bouncy Castle's arithmetic. Bouncy Castle's own table
 * of curves would bring thirty others into the jar.
 *
 * @see <a href="https://www.secg.org/sec2-v2.pdf">SEC 2: Recommended Elliptic Curve Domain
 *     Parameters</a>, sections 2.4.2 and 2.5.1
 */
final class NamedCurve {

  private static final String P256_BASE =
      "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
          + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

  private static final String P384_BASE =
      "04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a38"
          + "5502f25dbf55296c3a545e3872760ab7"
          + "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c0"
          + "0a60b1ce1d7e819d7a431d7c90ea0e5f";

  private NamedCurve() {}

  /** Returns the curve of signatures; only of suites that sign. */
  static ECDomainParameters of(Signing signing) {
    return switch (signing) {
      case P256 -> parameters(new SecP256R1Curve(), P256_BASE);
      case P384 -> parameters(new SecP384R1Curve(), P384_BASE);
      case NONE -> throw new IllegalArgumentException("a suite without signatures has no curve");
    };
  }

  private static ECDomainParameters parameters(ECCurve curve, String base) {
    ECPoint point = curve.decodePoint(HexFormat.of().parseHex(base));
    WNafUtil.configureBasepoint(point);
    return new ECDomainParameters(curve, point, curve.getOrder(), BigInteger.ONE);
  }
}
