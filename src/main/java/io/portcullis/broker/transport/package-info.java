/**
 * TLS as configured, bound and negotiated, and what a live transport shows of its peer. Start
 * reading at {@link io.portcullis.broker.transport.ConnectionInspector} and {@link
 * io.portcullis.broker.transport.TlsBinding}.
 */
package io.portcullis.broker.transport;
