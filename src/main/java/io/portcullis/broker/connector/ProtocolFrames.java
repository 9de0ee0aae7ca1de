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

  /** What ActiveMQ's wire formats, codecs and Jetty say of a frame that is too large. */
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

  /** Those of a transport that was accepted and is not started. */
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

  /** Whether an error says that a frame was too large. */
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

  /** The protocol's name in the audit log. */
  String protocol() {
    return protocol.word();
  }

  /** How many bytes a frame may have before the login. */
  int mostBytes() {
    return mostBytes(protocol);
  }

  /** How many bytes a frame of a protocol may have before the login. */
  private static int mostBytes(Protocol protocol) {
    return protocol == Protocol.MQTT ? FrameFacts.MOST_CONNECT_BYTES : FrameFacts.MOST_BYTES;
  }

  /** Sets the limit before the login, and remembers the one that was set. */
  void lower() {
    limit.lower(mostBytes());
  }

  /**
   * Bounds what no such limit bounds. The messages of a WebSocket have a limit of their own.
   *
   * @throws UnboundedException if nobody knows how
   */
  void bound() throws UnboundedException {
    if (stomp.isPresent() && messages.isEmpty()) {
      stomp.get().bound();
    }
  }

  /** Once a transport is about to read. */
  void start() throws IOException {
    if (messages.isPresent()) {
      messages.get().lower(FrameFacts.MOST_BYTES);
    }
  }

  /** Once the transport knows whom it tells of what it reads. */
  void guard() {
    if (protocol == Protocol.OPENWIRE) {
      FormatGuard.start(innermost);
    }
  }

  /** Sets the limit that was set before. */
  void lift() {
    FormatGuard.stop(innermost);
    limit.lift();
    stomp.ifPresent(StompFrames::lift);
    messages.ifPresent(sizes -> sizes.lift(limit.announced()));
  }

  /** Says of each frame about how many bytes it has, until {@link #unwatch()}. */
  void watch(IntConsumer seen) {
    FrameWatch.start(innermost, limit, seen);
  }

  /** Says it no longer. */
  void unwatch() {
    FrameWatch.stop(innermost);
  }
}
