package io.portcullis.policy;

/**
 * What connectors demand of TLS.
 *
 * @param minimumVersion the earliest version that may be spoken
 */
public record TlsDemands(TlsVersion minimumVersion) {}
