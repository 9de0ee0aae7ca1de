package io.portcullis.benchmark;

import io.portcullis.esdk.BouncyCastleReader;
import io.portcullis.esdk.Depth;
import io.portcullis.esdk.MessageReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verifying the signature of a message of 1 KiB, with P-384, as the SDK's default suite has it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SignatureBenchmark {

  private final MessageReader reader = new MessageReader();
  private final MessageReader bouncyCastle = BouncyCastleReader.create();
  private byte[] message;
  private KeyPair jdkKeys;
  private byte[] jdkSignature;

  /** Encrypts a message, and signs the same bytes with a key of the JDK's. */
  @Setup
  public void sign() throws GeneralSecurityException {
    message = Sample.SIGNED_1K.encrypt();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    jdkKeys = generator.generateKeyPair();
    Signature signer = Signature.getInstance("SHA384withECDSA");
    signer.initSign(jdkKeys.getPrivate());
    signer.update(message);
    jdkSignature = signer.sign();
  }

  /**
   * Ours: the whole message, its public key found, decoded and checked. With the fastest verifier:
   * the Amazon Corretto Crypto Provider, where it runs.
   */
  @Benchmark
  public boolean signature() {
    return reader.read(message, 0, message.length, Depth.SIGNATURE, 8);
  }

  /** Ours with Bouncy Castle alone. */
  @Benchmark
  public boolean bouncyCastle() {
    return bouncyCastle.read(message, 0, message.length, Depth.SIGNATURE, 8);
  }

  /** The JDK's, with a key that is decoded already. */
  @Benchmark
  public boolean jdkSignature() throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("SHA384withECDSA");
    verifier.initVerify(jdkKeys.getPublic());
    verifier.update(message);
    return verifier.verify(jdkSignature);
  }
}
