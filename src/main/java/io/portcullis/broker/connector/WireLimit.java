package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Protocol;
import java.io.IOException;
import java.util.OptionalLong;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.transport.amqp.AmqpWireFormat;
import org.apache.activemq.transport.mqtt.MQTTWireFormat;
import org.apache.activemq.transport.stomp.StompFrame;
import org.apache.activemq.transport.stomp.StompWireFormat;
import org.apache.activemq.wireformat.WireFormat;
import org.fusesource.hawtbuf.Buffer;
import org.fusesource.mqtt.codec.MQTTFrame;

/**
 * The frame limit of one connection's wire format. ActiveMQ's transports read it frame by frame, on
 * NIO too. No other connection uses the same wire format.
 */
abstract class WireLimit {

  private WireLimit() {}

  /** Returns the limit of a wire format; an unknown one has none. */
  static WireLimit of(Protocol protocol, WireFormat format) {
    return switch (protocol) {
      case OPENWIRE -> new OpenWire((OpenWireFormat) format);
      case AMQP -> new Amqp((AmqpWireFormat) format);
      case MQTT -> new Mqtt((MQTTWireFormat) format);
      case STOMP -> new Stomp((StompWireFormat) format);
      case UNKNOWN -> new None();
    };
  }

  /** Lowers the limit to {@code most}, if it is higher. */
  abstract void lower(int most);

  /** Restores the former limit. */
  abstract void lift();

  /** Returns the approximate size of a frame on the wire, in bytes. */
  abstract int size(Object frame);

  /** Returns the limit that ActiveMQ sets for a WebSocket, if it sets one. */
  OptionalLong announced() {
    return OptionalLong.empty();
  }

  /** The limit of a wire format that has none. */
  private static final class None extends WireLimit {

    @Override
    void lower(int most) {}

    @Override
    void lift() {}

    @Override
    int size(Object frame) {
      return 0;
    }
  }

  /**
   * The limit of OpenWire. The negotiation raises it again, to what the operator and the client
   * both accept.
   */
  private static final class OpenWire extends WireLimit {

    private final OpenWireFormat format;
    private final boolean enabled;
    private long operators;
    private long lowered = -1;

    OpenWire(OpenWireFormat format) {
      this.format = format;
      this.enabled = format.isMaxFrameSizeEnabled();
    }

    @Override
    void lower(int most) {
      if (format.getMaxFrameSize() != lowered) {
        operators = format.getMaxFrameSize();
      }
      lowered = Math.min(most, operators);
      format.setMaxFrameSize(lowered);
      format.setMaxFrameSizeEnabled(true);
      OpenWireBounds.bound(format, most);
    }

    @Override
    void lift() {
      format.setMaxFrameSize(operators);
      format.setMaxFrameSizeEnabled(enabled);
      OpenWireBounds.lift(format);
    }

    /**
     * Returns the size of a command that was read. It is written once more, in the loose form,
     * which is longer.
     */
    @Override
    int size(Object command) {
      try {
        return new OpenWireFormat(format.getVersion()).marshal(command).getLength();
      } catch (IOException | RuntimeException e) {
        return 0;
      }
    }
  }

  /** The limit of AMQP. */
  private static final class Amqp extends WireLimit {

    private final AmqpWireFormat format;
    private final long operators;

    Amqp(AmqpWireFormat format) {
      this.format = format;
      this.operators = format.getMaxFrameSize();
    }

    @Override
    void lower(int most) {
      format.setMaxFrameSize(Math.min(most, operators));
    }

    @Override
    void lift() {
      format.setMaxFrameSize(operators);
    }

    @Override
    int size(Object frame) {
      return frame instanceof Buffer buffer ? buffer.length() : 0;
    }

    @Override
    OptionalLong announced() {
      return OptionalLong.of(operators);
    }
  }

  /** The limit of MQTT. */
  private static final class Mqtt extends WireLimit {

    private final MQTTWireFormat format;
    private final int operators;

    Mqtt(MQTTWireFormat format) {
      this.format = format;
      this.operators = format.getMaxFrameSize();
    }

    @Override
    void lower(int most) {
      format.setMaxFrameSize(Math.min(most, operators));
    }

    @Override
    void lift() {
      format.setMaxFrameSize(operators);
    }

    @Override
    int size(Object frame) {
      int bytes = 0;
      if (frame instanceof MQTTFrame mqtt) {
        for (Buffer buffer : mqtt.buffers()) {
          bytes += buffer.length();
        }
      }
      return bytes;
    }
  }

  /**
   * The limit of STOMP. It bounds what a frame announces; {@link StompFrames} bounds what is read.
   */
  private static final class Stomp extends WireLimit {

    private final StompWireFormat format;
    private final long operators;
    private final int data;

    Stomp(StompWireFormat format) {
      this.format = format;
      this.operators = format.getMaxFrameSize();
      this.data = format.getMaxDataLength();
    }

    @Override
    void lower(int most) {
      format.setMaxFrameSize(Math.min(most, operators));
      format.setMaxDataLength(Math.min(most, data));
    }

    @Override
    void lift() {
      format.setMaxFrameSize(operators);
      format.setMaxDataLength(data);
    }

    @Override
    int size(Object frame) {
      if (!(frame instanceof StompFrame stomp)) {
        return 0;
      }
      byte[] content = stomp.getContent();
      // Behind the command, behind the headers and behind the content there is one byte each.
      int bytes = stomp.getAction().length() + 3 + (content == null ? 0 : content.length);
      for (var header : stomp.getHeaders().entrySet()) {
        bytes += header.getKey().length() + header.getValue().length() + 2;
      }
      return bytes;
    }
  }
}
