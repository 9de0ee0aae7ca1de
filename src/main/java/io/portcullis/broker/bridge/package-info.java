/**
 * Network connectors and their bridges. They are judged before they connect, and limited to what
 * they include. Start reading at {@link io.portcullis.broker.bridge.NetworkConnectorGate}.
 *
 * <p>It may use the rooms from {@code broker.rights} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.bridge;
