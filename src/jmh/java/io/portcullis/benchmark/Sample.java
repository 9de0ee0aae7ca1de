package io.portcullis.benchmark;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import io.portcullis.esdk.Ciphertexts;
import java.util.Map;

/** Real messages of the AWS Encryption SDK, as an application would make them. */
public enum Sample {
  /** The SDK's default suite: key-committing, with a signature in a footer. */
  SIGNED_1K(Ciphertexts.DEFAULT_SUITE, 1024, Ciphertexts.DEFAULT_FRAME_LENGTH),
  /** Key-committing, without a signature. */
  UNSIGNED_1K(Ciphertexts.UNSIGNED_SUITE, 1024, Ciphertexts.DEFAULT_FRAME_LENGTH),
  /** In frames of the SDK's default length. */
  UNSIGNED_64K_FRAMES_16(Ciphertexts.UNSIGNED_SUITE, 65_536, Ciphertexts.DEFAULT_FRAME_LENGTH),
  /** In frames of 64 bytes. */
  UNSIGNED_64K_FRAMES_1024(Ciphertexts.UNSIGNED_SUITE, 65_536, 64);

  /** The queue that every sample is bound to. */
  static final String QUEUE = "ORDERS.EU.NEW";

  /** The key of the context that binds it. */
  static final String DESTINATION_KEY = "destination";

  private static final Map<String, String> CONTEXT =
      Map.of(DESTINATION_KEY, "queue://" + QUEUE, "tenant", "acme", "purpose", "orders");

  private final CryptoAlgorithm suite;
  private final int contentLength;
  private final int frameLengthBytes;

  Sample(CryptoAlgorithm suite, int contentLength, int frameLengthBytes) {
    this.suite = suite;
    this.contentLength = contentLength;
    this.frameLengthBytes = frameLengthBytes;
  }

  /** A new message, under one AES key and with three pairs in its context. */
  byte[] encrypt() {
    return Ciphertexts.encrypt(
        suite, frameLengthBytes, Ciphertexts.aes(), new byte[contentLength], CONTEXT);
  }
}
