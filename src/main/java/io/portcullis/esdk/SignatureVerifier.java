package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import io.portcullis.esdk.Malformation.Kind;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Verifies the signature over header and body with the public key in the encryption context.
 *
 * <p>Where a security provider of the JVM is faster, it is asked first. What it does not find valid
 * is judged by Bouncy Castle, so a provider can refuse nothing, and reasons are the same.
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

  private final Optional<ProviderSignature> provider;

  /** Makes a verifier for one curve; {@code provider} is asked first. */
  SignatureVerifier(Signing signing, Optional<ProviderSignature> provider) {
    this.signing = signing;
    this.provider = provider;
    this.curve = NamedCurve.of(signing);
    try {
      this.digest = MessageDigest.getInstance(signing.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no " + signing.digest(), e);
    }
  }

  boolean verify(Cursor in, Slice publicKey, FooterReader footer) {
    if (!publicKeys.read(in, publicKey, signing)) {
      return false;
    }
    BigInteger r = new BigInteger(footer.r().toByteArray());
    BigInteger s = new BigInteger(footer.s().toByteArray());
    if (!isInRange(in, footer.r(), r) || !isInRange(in, footer.s(), s)) {
      return false;
    }
    if (provider.isPresent() && providerVerifies(provider.get(), in, footer)) {
      return true;
    }
    Optional<ECPoint> point = publicKeys.decode(in, publicKey, signing, curve.getCurve());
    if (point.isEmpty()) {
      return false;
    }
    return verifies(point.get(), in.bytes(), in.start(), footer.signedEnd(), r, s)
        || in.refuse(
            Kind.UNVERIFIED,
            FIELD,
            footer.signature(),
            "does not verify with the public key in the message");
  }

  /** Whether a provider finds the signature valid; if it throws, it does not. */
  private boolean providerVerifies(ProviderSignature verifier, Cursor in, FooterReader footer) {
    try {
      return verifier.verifies(
          publicKeys.point(),
          in.bytes(),
          in.start(),
          footer.signedEnd(),
          footer.signature(),
          in.position() - footer.signature());
    } catch (GeneralSecurityException refused) {
      return false;
    } catch (RuntimeException | LinkageError failure) {
      SignatureProviders.failed(verifier.provider(), failure);
      return false;
    }
  }

  private boolean verifies(
      ECPoint point, byte[] bytes, int from, int to, BigInteger r, BigInteger s) {
    digest.update(bytes, from, to - from);
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(point, curve));
    return verifier.verifySignature(digest.digest(), r, s);
  }

  /** Verifies a valid signature with Bouncy Castle, for its time. */
  boolean verifies(KnownSignatures known) {
    ECPoint point = curve.getCurve().decodePoint(known.valid().point());
    return verifies(
        point, known.valid().bytes(), 0, known.valid().signedEnd(), known.r(), known.s());
  }

  private boolean isInRange(Cursor in, Slice where, BigInteger number) {
    if (number.signum() > 0 && number.compareTo(curve.getN()) < 0) {
      return true;
    }
    String order = "the order of " + signing.curve();
    return in.refuse(Kind.INVALID, FIELD, where.offset(), "integer is not between 0 and " + order);
  }
}
