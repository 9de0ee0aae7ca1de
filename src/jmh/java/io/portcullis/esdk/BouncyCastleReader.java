package io.portcullis.esdk;

import java.util.List;

/** Makes readers whose signatures Bouncy Castle verifies, whatever else this JVM has. */
public final class BouncyCastleReader {
  private BouncyCastleReader() {}

  /** Returns a new reader. */
  public static MessageReader create() {
    SignatureProviders none = new SignatureProviders(List.of());
    return new MessageReader(() -> none);
  }
}
