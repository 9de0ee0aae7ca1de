package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import io.portcullis.esdk.Malformation.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads one message of the AWS Encryption SDK in place, in one pass, and says whether it is valid.
 *
 * <p>A reader is made once and used for many messages. Up to {@link Depth#STRUCTURE} an accepted
 * message costs no allocation, a refused one its {@link Malformation}; nothing is ever allocated by
 * a length that was read. What it hands out are views of the bytes it was given, good until the
 * next {@link #read}.
 *
 * <p>Not thread-safe. It keeps the array it was given last: see {@link #release}.
 */
public final class MessageReader {
  private final Cursor in = new Cursor();
  private final HeaderReader header = new HeaderReader();
  private final BodyReader body = new BodyReader();
  private final FooterReader footer = new FooterReader();

  /** None yet for most: every connection may have a reader. */
  private Map<Signing, SignatureVerifier> verifiers = Map.of();

  private final Supplier<SignatureProviders> providers;
  private boolean headerAccepted;
  private Depth depth = Depth.HEADER;

  /** Makes a reader; whoever is fastest in this JVM verifies signatures for it. */
  public MessageReader() {
    this(SignatureProviders::ofThisJvm);
  }

  /** Makes a reader for which others verify signatures. */
  MessageReader(Supplier<SignatureProviders> providers) {
    this.providers = providers;
  }

  /**
   * Reads a message that fills {@code length} bytes from {@code offset}.
   *
   * @param maxEncryptedDataKeys how many encrypted data keys are allowed, at least 1; a message
   *     that claims more is refused before they are walked
   * @return whether it is valid up to {@code depth}; if so, the methods below tell what it says, if
   *     not, {@link #malformation} tells why
   * @throws IndexOutOfBoundsException if the range does not lie within the array
   * @throws IllegalArgumentException if {@code maxEncryptedDataKeys} is below 1
   */
  public boolean read(byte[] bytes, int offset, int length, Depth depth, int maxEncryptedDataKeys) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    Objects.requireNonNull(depth, "depth");
    if (maxEncryptedDataKeys < 1) {
      throw new IllegalArgumentException(
          "maxEncryptedDataKeys " + maxEncryptedDataKeys + " must be at least 1");
    }
    in.open(bytes, offset, length);
    body.reset();
    headerAccepted = false;
    return readHeader(maxEncryptedDataKeys)
        && (!depth.includes(Depth.STRUCTURE) || readStructure())
        && (!depth.includes(Depth.SIGNATURE) || verifySignature());
  }

  private boolean readHeader(int maxEncryptedDataKeys) {
    depth = Depth.HEADER;
    headerAccepted = header.read(in, maxEncryptedDataKeys);
    return headerAccepted;
  }

  private boolean readStructure() {
    depth = Depth.STRUCTURE;
    AlgorithmSuite suite = header.suite();
    if (!body.read(in, header) || (suite.signed() && !footer.read(in, suite.signing()))) {
      return false;
    }
    if (in.left() > 0) {
      String reason = "ends here, but has " + Bytes.count(in.left()) + " behind it";
      return in.refuse(Kind.TRAILING, "message", in.position(), reason);
    }
    return true;
  }

  private boolean verifySignature() {
    depth = Depth.SIGNATURE;
    return !header.suite().signed()
        || verifier(header.suite().signing()).verify(in, header.context().publicKey(), footer);
  }

  private SignatureVerifier verifier(Signing signing) {
    if (verifiers.isEmpty()) {
      verifiers = new EnumMap<>(Signing.class);
    }
    return verifiers.computeIfAbsent(
        signing, curve -> new SignatureVerifier(curve, providers.get().verifier(curve)));
  }

  /**
   * Says who verifies signatures in this JVM, such as {@code P-256 by Bouncy Castle, P-384 by ...}.
   * The first call, or the first signature, chooses by measurement, in less than a second.
   *
   * @param failure is told, once, when a chosen security provider fails at a message
   */
  public static String signatureProviders(Consumer<String> failure) {
    SignatureProviders.listen(failure);
    return SignatureProviders.ofThisJvm().describe();
  }

  /** Forgets the last message, and so does not keep its array from being collected. */
  public void release() {
    headerAccepted = false;
    in.open(Bytes.NONE, 0, 0);
    header.release();
    footer.release();
  }

  /** Why the last message was refused; empty if it was accepted, or if there was none. */
  public Optional<Malformation> malformation() {
    return Optional.ofNullable(in.malformation());
  }

  /** The depth at which the last message was refused, or the one it was accepted at. */
  public Depth depth() {
    return depth;
  }

  /**
   * The algorithm suite. Like all methods below, for a message whose header was accepted, even if
   * the message was refused at a greater depth.
   *
   * @throws IllegalStateException if the last message's header was not accepted
   */
  public AlgorithmSuite suite() {
    return header().suite();
  }

  /** The message id: 16 bytes in version 1, 32 in version 2. */
  public Slice messageId() {
    return header().messageId();
  }

  /** The encryption context, before its first pair. */
  public ContextPairs contextPairs() {
    return header().context().pairs().rewind();
  }

  /**
   * Length of the encryption context as it stands in the header, without the length field itself: 0
   * if it is empty, at most 65,535.
   */
  public int contextLengthBytes() {
    return header().context().lengthBytes();
  }

  /** The encrypted data keys, before the first of them. */
  public EncryptedDataKeys encryptedDataKeys() {
    return header().encryptedDataKeys().rewind();
  }

  /** Whether the content is framed. */
  public ContentType contentType() {
    return header().contentType();
  }

  /** Length of the content of every frame but the last, 1 to 2^32-1; 0 for non-framed content. */
  public long frameLengthBytes() {
    return header().frameLengthBytes();
  }

  /** Length of the header with its authentication, so where the body starts in the message. */
  public int headerLengthBytes() {
    return header().lengthBytes();
  }

  /**
   * How many frames there are, with the final one; 0 for non-framed content, and if the body was
   * not read or was refused.
   */
  public long frameCount() {
    header();
    return body.frameCount();
  }

  private HeaderReader header() {
    if (!headerAccepted) {
      throw new IllegalStateException("the last message's header was not accepted");
    }
    return header;
  }
}
