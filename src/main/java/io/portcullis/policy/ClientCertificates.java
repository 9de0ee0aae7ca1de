package io.portcullis.policy;

/** Says whether clients must show a certificate. */
public enum ClientCertificates {
  /** They may, where a connector asks for it. */
  OPTIONAL,
  /** Whoever shows none is refused. */
  REQUIRED
}
