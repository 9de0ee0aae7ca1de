package io.portcullis.policy;

/**
 * What connectors demand of TLS.
 *
 * @param minimumVersion the earliest version that may be spoken
 * @param certificateWarningDays how many days before its end a certificate is reported
 */
public record TlsDemands(TlsVersion minimumVersion, int certificateWarningDays) {}
