/**
 * TLS as configured, bound and negotiated, and what a live transport shows of its peer. Start
 * reading at {@link io.portcullis.broker.transport.ConnectionInspector} and {@link
 * io.portcullis.broker.transport.TlsBinding}.
 *
 * <p>It may use {@code broker.platform}, and the packages below {@code broker}.
 */
package io.portcullis.broker.transport;
