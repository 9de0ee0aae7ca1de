package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import io.portcullis.esdk.Malformation.Kind;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Verifies the signature over header and body with the public key in the encryption context.
 *
 * <p>A key can make two signatures of the same bytes, {@code s} and {@code n - s}. Both are valid,
 * as in the specification. So a message's bytes are not its unique id; its message id is.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/client-apis/decrypt.md#verify-the-signature">Verify
 *     the signature</a>
 */
final class SignatureVerifier {
  private static final String FIELD = "signature";

  private final Signing signing;
  private final ECDomainParameters curve;
  private final MessageDigest digest;
  private final PublicKeyReader publicKeys = new PublicKeyReader();

  /** Makes a verifier for one curve. */
  SignatureVerifier(Signing signing) {
    X9ECParameters parameters = CustomNamedCurves.getByName(signing.curve());
    this.signing = signing;
    this.curve = new ECDomainParameters(parameters);
    try {
      this.digest = MessageDigest.getInstance(signing.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no " + signing.digest(), e);
    }
  }

  boolean verify(Cursor in, Slice publicKey, FooterReader footer) {
    Optional<ECPoint> point = publicKeys.read(in, publicKey, signing, curve.getCurve());
    if (point.isEmpty()) {
      return false;
    }
    BigInteger r = new BigInteger(footer.r().toByteArray());
    BigInteger s = new BigInteger(footer.s().toByteArray());
    if (!isInRange(in, footer.r(), r) || !isInRange(in, footer.s(), s)) {
      return false;
    }
    digest.update(in.bytes(), in.start(), footer.signedEnd() - in.start());
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(point.get(), curve));
    return verifier.verifySignature(digest.digest(), r, s)
        || in.refuse(
            Kind.UNVERIFIED,
            FIELD,
            footer.signature(),
            "does not verify with the public key in the message");
  }

  private boolean isInRange(Cursor in, Slice where, BigInteger number) {
    if (number.signum() > 0 && number.compareTo(curve.getN()) < 0) {
      return true;
    }
    String order = "the order of " + signing.curve();
    return in.refuse(Kind.INVALID, FIELD, where.offset(), "integer is not between 0 and " + order);
  }
}
