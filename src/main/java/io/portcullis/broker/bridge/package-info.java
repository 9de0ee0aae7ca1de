/**
 * Network connectors and the bridges that they make: judged before they connect, and bound to what
 * they include. Start reading at {@link io.portcullis.broker.bridge.LinkWatch}.
 */
package io.portcullis.broker.bridge;
