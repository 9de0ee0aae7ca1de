package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Transports;
import io.portcullis.rule.FrameFacts;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.apache.activemq.MaxFrameSizeExceededException;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.wireformat.WireFormat;

/** Finds where each of ActiveMQ's protocols keeps a connection's frame limit. */
final class ProtocolFrames {

  private static final int CAUSES = 10;

  /**
   * The errors of ActiveMQ's wire formats and codecs and of Jetty for a frame that is too large.
   */
  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "The maximum .+ was exceeded.*|Frame size .*|Estimated allocated buffer size .*"
              + "|Remaining length exceeds .*|(Text|Binary) message too large.*",
          Pattern.DOTALL);

  private final Protocol protocol;
  private final Transport innermost;
  private final WireLimit limit;
  private final Optional<StompFrames> stomp;
  private final Optional<WebSocketMessages> messages;

  private ProtocolFrames(
      Protocol protocol,
      Transport innermost,
      WireLimit limit,
      Optional<StompFrames> stomp,
      Optional<WebSocketMessages> messages) {
    this.protocol = protocol;
    this.innermost = innermost;
    this.limit = limit;
    this.stomp = stomp;
    this.messages = messages;
  }

  /** Returns the frames of an accepted transport that has not started. */
  static ProtocolFrames of(Transport accepted) {
    WireFormat format = accepted.getWireFormat();
    Protocol protocol = Protocol.of(format);
    Transport innermost = Transports.innermost(accepted);
    return new ProtocolFrames(
        protocol,
        innermost,
        WireLimit.of(protocol, format),
        protocol == Protocol.STOMP ? Optional.of(new StompFrames(accepted)) : Optional.empty(),
        WebSocketMessages.of(innermost));
  }

  /** Tells whether an error is about a frame that is too large. */
  static boolean isTooLarge(IOException error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < CAUSES; depth++) {
      if (cause instanceof MaxFrameSizeExceededException
          || TOO_LARGE.matcher(String.valueOf(cause.getMessage())).matches()) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Returns the protocol's name in the audit log. */
  String protocol() {
    return protocol.word();
  }

  /** Returns the limit on a frame before the login, in bytes. */
  int mostBytes() {
    return mostBytes(protocol);
  }

  /** Returns the limit on a protocol's frame before the login, in bytes. */
  private static int mostBytes(Protocol protocol) {
    return protocol == Protocol.MQTT ? FrameFacts.MOST_CONNECT_BYTES : FrameFacts.MOST_BYTES;
  }

  /** Sets the limit before the login, and stores the former one. */
  void lower() {
    limit.lower(mostBytes());
  }

  /**
   * Bounds input that the frame limit does not bound. The messages of a WebSocket have a limit of
   * their own.
   *
   * @throws UnboundedException if the transport is unknown
   */
  void bound() throws UnboundedException {
    if (stomp.isPresent() && messages.isEmpty()) {
      stomp.get().bound();
    }
  }

  /** Prepares a transport that will start to read. */
  void start() throws IOException {
    if (messages.isPresent()) {
      messages.get().lower(FrameFacts.MOST_BYTES);
    }
  }

  /** Wraps the listener of the transport, once it is set. */
  void guard() {
    if (protocol == Protocol.OPENWIRE) {
      FormatGuard.start(innermost);
    }
  }

  /** Restores the former limit. */
  void lift() {
    FormatGuard.stop(innermost);
    limit.lift();
    stomp.ifPresent(StompFrames::lift);
    messages.ifPresent(sizes -> sizes.lift(limit.announced()));
  }

  /** Reports the approximate size of each frame until {@link #unwatch()}. */
  void watch(IntConsumer seen) {
    FrameWatch.start(innermost, limit, seen);
  }

  /** Stops reporting sizes. */
  void unwatch() {
    FrameWatch.stop(innermost);
  }
}
