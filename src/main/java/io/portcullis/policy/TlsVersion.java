package io.portcullis.policy;

import java.util.Arrays;
import java.util.List;

/** A version of TLS that may be demanded. */
public enum TlsVersion {
  TLS_1_2("TLSv1.2"),
  TLS_1_3("TLSv1.3");

  private final String protocol;

  TlsVersion(String protocol) {
    this.protocol = protocol;
  }

  /** Its name in Java, which the operator writes too. */
  public String protocol() {
    return protocol;
  }

  /** The names of this version and of all later ones. */
  public List<String> andLater() {
    return Arrays.stream(values())
        .filter(version -> version.compareTo(this) >= 0)
        .map(TlsVersion::protocol)
        .toList();
  }
}
