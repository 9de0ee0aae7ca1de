package io.portcullis.policy;

/** Whether clients have to show a certificate of their own. */
public enum ClientCertificates {
  /** They may, where a connector asks for it. */
  OPTIONAL,
  /** Whoever shows none is refused. */
  REQUIRED
}
