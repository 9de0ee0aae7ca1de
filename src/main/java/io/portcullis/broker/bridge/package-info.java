/**
 * Network connectors and their bridges. They are judged before they connect, and limited to what
 * they include. Start reading at {@link io.portcullis.broker.bridge.NetworkConnectorGate}.
 */
package io.portcullis.broker.bridge;
