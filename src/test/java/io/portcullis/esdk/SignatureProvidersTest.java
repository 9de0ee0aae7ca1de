package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import io.portcullis.esdk.KnownSignatures.Known;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.KeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureProvidersTest {

  private static final Duration LONGEST_TRY = Duration.ofMillis(500);

  private static final HexFormat HEX = HexFormat.of();

  static Stream<Arguments> known() {
    return Stream.of(Signing.P256, Signing.P384)
        .flatMap(
            signing ->
                KnownSignatures.of(signing).all().stream()
                    .map(known -> argumentSet(signing + ", " + known.name(), signing, known)));
  }

  /** The message that holds a known signature: its word is no message, so the footer alone. */
  @ParameterizedTest
  @MethodSource("known")
  void bouncyCastleJudgesKnownSignaturesAsTheyAre(Signing signing, Known known) {
    assertThat(judgedByUs(signing, known)).isEqualTo(known.valid());
  }

  private static boolean judgedByUs(Signing signing, Known known) {
    return judge(new SignatureVerifier(signing, Optional.empty()), signing, known);
  }

  private static boolean judge(SignatureVerifier verifier, Signing signing, Known known) {
    byte[] text = java.util.Base64.getEncoder().encode(known.point());
    int length = known.bytes().length - known.signedEnd();
    byte[] bytes = new byte[known.bytes().length + 2 + text.length];
    System.arraycopy(known.bytes(), 0, bytes, 0, known.signedEnd());
    bytes[known.signedEnd() + 1] = (byte) length;
    System.arraycopy(known.bytes(), known.signedEnd(), bytes, known.signedEnd() + 2, length);
    System.arraycopy(text, 0, bytes, bytes.length - text.length, text.length);
    Cursor in = new Cursor();
    in.open(bytes, 0, bytes.length - text.length);
    in.skip(known.signedEnd(), "word");
    Slice key = new Slice();
    key.show(bytes, bytes.length - text.length, text.length);
    FooterReader footer = new FooterReader();
    return footer.read(in, signing) && in.left() == 0 && verifier.verify(in, key, footer);
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384"})
  void theValidSignatureIsTheOneOfTheStandardsPrivateKey(Signing signing) {
    boolean p256 = signing == Signing.P256;
    X9ECParameters curve = CustomNamedCurves.getByName(signing.curve());
    // RFC 6979, appendices A.2.5 and A.2.6: x.
    BigInteger key =
        new BigInteger(
            p256
                ? "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"
                : "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D8"
                    + "96D5724E4C70A825F872C9EA60D2EDF5",
            16);
    ECDSASigner signer =
        new ECDSASigner(new HMacDSAKCalculator(p256 ? new SHA256Digest() : new SHA384Digest()));
    signer.init(true, new ECPrivateKeyParameters(key, new ECDomainParameters(curve)));
    byte[] hash = new byte[signing.fieldLength()];
    var digest = p256 ? new SHA256Digest() : new SHA384Digest();
    digest.update("sample".getBytes(StandardCharsets.US_ASCII), 0, 6);
    digest.doFinal(hash, 0);

    KnownSignatures known = KnownSignatures.of(signing);

    assertThat(signer.generateSignature(hash)).containsExactly(known.r(), known.s());
    assertThat(known.valid().point()).isEqualTo(curve.getG().multiply(key).getEncoded(true));
  }

  /** Its library is on the class path for Linux on x86-64 only. */
  private static Provider corretto() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "Linux");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "x86-64");
    return SignatureProviders.candidates(SignatureProvidersTest.class.getClassLoader()).stream()
        .filter(provider -> provider.getName().equals("AmazonCorrettoCryptoProvider"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("known")
  void correttoJudgesKnownSignaturesAsWeDo(Signing signing, Known known) throws Exception {
    ProviderSignature corretto = new ProviderSignature(corretto(), signing);

    assertThat(judge(new SignatureVerifier(signing, Optional.of(corretto)), signing, known))
        .isEqualTo(known.valid());
    assertThat(SignatureProviders.isRight(corretto, signing)).isTrue();
  }

  @Test
  void choosesCorrettoWithinASecondAndDoesNotInstallIt() {
    List<Provider> candidates = List.of(corretto());
    long start = System.nanoTime();

    SignatureProviders choice = new SignatureProviders(candidates);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(choice.describe())
        .matches(
            "P-256 by AmazonCorrettoCryptoProvider version .*,"
                + " P-384 by AmazonCorrettoCryptoProvider version .*");
    assertThat(Security.getProviders()).doesNotContain(corretto());
  }

  @Test
  void choosesBouncyCastleWithoutAnother() {
    assertThat(new SignatureProviders(List.of()).describe())
        .isEqualTo("P-256 by Bouncy Castle, P-384 by Bouncy Castle");
    assertThat(SignatureProviders.candidates(ClassLoader.getPlatformClassLoader()))
        .containsExactly(Security.getProviders());
  }

  /** A provider whose signatures answer at once. */
  private static final class Answering extends Provider {
    private static final long serialVersionUID = 1;

    Answering(Answer answer) {
      super("Answering", "1", "for tests");
      putService(
          new Service(this, "KeyFactory", "EC", "keys", null, null) {
            @Override
            public Object newInstance(Object parameter) {
              return new Keys();
            }
          });
      for (String algorithm : List.of("SHA256withECDSA", "SHA384withECDSA")) {
        putService(
            new Service(this, "Signature", algorithm, "signature", null, null) {
              @Override
              public Object newInstance(Object parameter) {
                return new Signatures(answer);
              }
            });
      }
    }
  }

  /** What such a signature says. */
  private interface Answer {
    boolean verify() throws SignatureException, InterruptedException;
  }

  private static final class Keys extends KeyFactorySpi {
    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) {
      return new PublicKey() {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
          return "EC";
        }

        @Override
        public String getFormat() {
          return "X.509";
        }

        @Override
        public byte[] getEncoded() {
          return new byte[0];
        }
      };
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected Key engineTranslateKey(Key key) {
      return key;
    }
  }

  private static final class Signatures extends SignatureSpi {
    private final Answer answer;

    Signatures(Answer answer) {
      this.answer = answer;
    }

    @Override
    protected void engineInitVerify(PublicKey key) {}

    @Override
    protected void engineInitSign(PrivateKey key) {}

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {}

    @Override
    protected byte[] engineSign() {
      return new byte[0];
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      try {
        return answer.verify();
      } catch (InterruptedException e) {
        throw new SignatureException(e);
      }
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException(name);
    }
  }

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        argumentSet("always valid", (Answer) () -> true),
        argumentSet("never valid", (Answer) () -> false),
        argumentSet(
            "always an exception",
            (Answer)
                () -> {
                  throw new SignatureException("never");
                }),
        argumentSet(
            "a defect",
            (Answer)
                () -> {
                  throw new IllegalStateException("broken");
                }),
        argumentSet(
            "an error",
            (Answer)
                () -> {
                  throw new AssertionError("broken");
                }),
        argumentSet(
            "no answer",
            (Answer)
                () -> {
                  new CountDownLatch(1).await();
                  return true;
                }));
  }

  @ParameterizedTest
  @MethodSource("wrongAnswers")
  @Timeout(30)
  void doesNotChooseAFasterProviderThatJudgesWrongly(Answer answer) {
    assertThat(new SignatureProviders(List.of(new Answering(answer)), LONGEST_TRY).describe())
        .isEqualTo("P-256 by Bouncy Castle, P-384 by Bouncy Castle");
  }

  @Test
  void bouncyCastleJudgesWhatAChosenProviderFailsAtAndTheFailureIsToldOnce() throws Exception {
    List<String> told = new ArrayList<>();
    SignatureProviders.listen(told::add);
    for (Answer answer : answers()) {
      ProviderSignature failing = new ProviderSignature(new Answering(answer), Signing.P384);
      SignatureVerifier verifier = new SignatureVerifier(Signing.P384, Optional.of(failing));
      for (Known known : KnownSignatures.of(Signing.P384).all()) {
        assertThat(judge(verifier, Signing.P384, known)).as(known.name()).isEqualTo(known.valid());
      }
    }
    assertThat(told)
        .containsExactly(
            "The security provider Answering failed to verify a signature"
                + " (java.lang.IllegalStateException: broken); Bouncy Castle did instead");
  }

  private static List<Answer> answers() {
    return Arrays.asList(
        () -> false,
        () -> {
          throw new SignatureException("never");
        },
        () -> {
          throw new IllegalStateException("broken");
        },
        () -> {
          throw new UnsatisfiedLinkError("gone");
        });
  }

  @Test
  void readerWithAChosenProviderJudgesMessagesAsWithBouncyCastle() {
    SignatureProviders corretto = new SignatureProviders(List.of(corretto()));
    MessageReader fast = new MessageReader(() -> corretto);
    MessageReader slow = new MessageReader(() -> new SignatureProviders(List.of()));
    for (AnnotatedHex signed : List.of(SelfSigned.p256().signed(), SelfSigned.p384().signed())) {
      byte[] message = signed.bytes();
      for (int i = 0; i < message.length; i += 5) {
        assertReadAlike(fast, slow, message);
        message[i] ^= (byte) (1 << i % 8);
        assertReadAlike(fast, slow, message);
        message[i] ^= (byte) (1 << i % 8);
      }
      assertThat(fast.read(message, 0, message.length, Depth.SIGNATURE, 8)).isTrue();
    }
  }

  private static void assertReadAlike(MessageReader fast, MessageReader slow, byte[] message) {
    assertThat(fast.read(message, 0, message.length, Depth.SIGNATURE, 8))
        .isEqualTo(slow.read(message, 0, message.length, Depth.SIGNATURE, 8));
    assertThat(fast.malformation()).isEqualTo(slow.malformation());
  }

  @Test
  void knownSignaturesAreDer() {
    KnownSignatures known = KnownSignatures.of(Signing.P384);
    byte[] bytes = known.valid().bytes();
    ASN1Sequence sequence =
        ASN1Sequence.getInstance(
            Arrays.copyOfRange(bytes, known.valid().signedEnd(), bytes.length));

    assertThat(ASN1Integer.getInstance(sequence.getObjectAt(0)).getValue()).isEqualTo(known.r());
    assertThat(HEX.formatHex(bytes)).startsWith("73616d706c65");
  }
}
