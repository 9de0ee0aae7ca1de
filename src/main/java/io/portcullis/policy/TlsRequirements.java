package io.portcullis.policy;

/**
 * The demands on the TLS of connectors.
 *
 * @param minimumVersion the earliest version that may be spoken
 * @param clientCertificates whether clients have to show certificates
 * @param certificateWarningDays how many days before its end a certificate is reported
 */
public record TlsRequirements(
    TlsVersion minimumVersion, ClientCertificates clientCertificates, int certificateWarningDays) {}
