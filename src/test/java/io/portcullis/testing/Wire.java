package io.portcullis.testing;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.util.ByteSequence;

/** The bytes of each protocol from the first to the login, as no client library makes them. */
public enum Wire {
  OPENWIRE {
    @Override
    public byte[] hello() {
      return openWireHello(false);
    }

    @Override
    public byte[] announcing(int length) {
      return ByteBuffer.allocate(4).putInt(length).array();
    }

    @Override
    public byte[] login(String user, int length) {
      ConnectionInfo info = new ConnectionInfo(new ConnectionId("stranger-" + UUID.randomUUID()));
      info.setUserName(user);
      info.setPassword(GatedBroker.PASSWORD);
      info.setClientId("stranger-" + UUID.randomUUID());
      info.setCommandId(1);
      info.setResponseRequired(true);
      info.setBrokerPath(new BrokerId[] {new BrokerId("")});
      int bare = OpenWireBytes.marshalled(info).length - 4;
      BrokerId filling = new BrokerId("x".repeat(Math.max(0, length - bare)));
      info.setBrokerPath(new BrokerId[] {filling});
      return OpenWireBytes.marshalled(info);
    }
  },

  AMQP {
    @Override
    public byte[] hello() {
      return new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
    }

    @Override
    public byte[] announcing(int length) {
      return ByteBuffer.allocate(8).putInt(length).put(new byte[] {2, 1, 0, 0}).array();
    }

    @Override
    public void authenticate(Stranger stranger, String user) throws InterruptedException {
      awaitHeard(stranger, "AMQP");
      String plain = "\0" + user + "\0" + GatedBroker.PASSWORD;
      byte[] init = bytes(out -> amqpInit(out, plain));
      stranger.send(amqpFrame(1, init));
      awaitHeard(stranger, "\0SD");
      stranger.send(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
    }

    @Override
    public byte[] login(String user, int length) {
      byte[] bare = amqpFrame(0, open(""));
      return amqpFrame(0, open("h".repeat(Math.max(0, length - bare.length))));
    }

    private static byte[] open(String hostname) {
      byte[] list =
          bytes(
              out -> {
                string(out, "stranger-" + UUID.randomUUID());
                string(out, hostname);
              });
      return bytes(
          out -> {
            out.write(new byte[] {0, 0x53, 0x10, (byte) 0xd0});
            out.writeInt(list.length + 4);
            out.writeInt(2);
            out.write(list);
          });
    }

    private static void string(DataOutputStream out, String text) throws IOException {
      out.write(0xb1);
      out.writeInt(text.length());
      out.writeBytes(text);
    }
  },

  MQTT {
    @Override
    public byte[] announcing(int length) {
      Line.assumeMqttAndStomp();
      return bytes(
          out -> {
            mqttHeader(out, length);
            out.write(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, 2});
          });
    }

    /** MQTT 3.1, with a will; its fields are filled one after the other, the user's last. */
    @Override
    public byte[] login(String user, int length) {
      Line.assumeMqttAndStomp();
      String[] fields = {UUID.randomUUID().toString(), "w", "m", user, GatedBroker.PASSWORD};
      int[] filled = {1, 2, 0, 4, 3};
      int left = length - 12;
      for (String field : fields) {
        left -= 2 + field.length();
      }
      for (int i = 0; i < filled.length && left > 0; i++) {
        int more = Math.min(left, 65_535 - fields[filled[i]].length());
        fields[filled[i]] += "x".repeat(more);
        left -= more;
      }
      byte[] payload =
          bytes(
              out -> {
                out.writeUTF("MQIsdp");
                out.write(new byte[] {3, (byte) 0b1100_0110, 0, 0});
                for (String field : fields) {
                  out.writeUTF(field);
                }
              });
      int beyond = Math.max(0, left);
      return bytes(
          out -> {
            mqttHeader(out, payload.length + beyond);
            out.write(payload);
            out.write(new byte[beyond]);
          });
    }
  },

  STOMP {
    /** Headers without an end: no frame of STOMP announces its length. */
    @Override
    public byte[] announcing(int length) {
      Line.assumeMqttAndStomp();
      StringBuilder text = new StringBuilder("CONNECT\n");
      for (int i = 0; text.length() < Math.min(length, 1_000_000); i++) {
        text.append("h").append(i).append(':').append("x".repeat(1000)).append('\n');
      }
      return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] login(String user, int length) {
      Line.assumeMqttAndStomp();
      StringBuilder text =
          new StringBuilder(
              "CONNECT\naccept-version:1.1\nheart-beat:0,0\nlogin:%s\npasscode:%s\n"
                  .formatted(user, GatedBroker.PASSWORD));
      int end = Math.max(0, length - 2);
      for (int i = 100; end - text.length() > 2_000; i++) {
        text.append("pad").append(i).append(':').append("x".repeat(1_000)).append('\n');
      }
      int rest = end - text.length();
      if (rest > 0) {
        text.append("p:").append("x".repeat(rest - 3)).append('\n');
      }
      return (text + "\n\0").getBytes(StandardCharsets.ISO_8859_1);
    }
  };

  private static final long TIMEOUT_MILLIS = 20_000;

  /** What comes first; nothing, where the login does. */
  public byte[] hello() {
    return new byte[0];
  }

  /** The start of a frame that announces its length. */
  public abstract byte[] announcing(int length);

  /** What comes between the hello and the login; nothing, but for AMQP. */
  public void authenticate(Stranger stranger, String user) throws InterruptedException {}

  /**
   * The login of a user.
   *
   * @param length how many bytes it has, as the protocol's limit counts them; 0 for as few as there
   *     must be
   */
  public abstract byte[] login(String user, int length);

  /** OpenWire's hello, which asks for the tight encoding or for the loose one. */
  public static byte[] openWireHello(boolean tight) {
    return OpenWireBytes.marshalled(OpenWireBytes.format(tight));
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void mqttHeader(DataOutputStream out, int length) throws IOException {
    out.write(0x10);
    int left = length;
    do {
      out.write(left > 127 ? left % 128 | 128 : left);
      left /= 128;
    } while (left > 0);
  }

  private static void amqpInit(DataOutputStream out, String plain) throws IOException {
    out.write(new byte[] {0, 0x53, 0x41, (byte) 0xc0});
    out.write(1 + 7 + 2 + plain.length());
    out.write(2);
    out.write(new byte[] {(byte) 0xa3, 5, 'P', 'L', 'A', 'I', 'N', (byte) 0xa0});
    out.write(plain.length());
    out.writeBytes(plain);
  }

  private static byte[] amqpFrame(int type, byte[] performative) {
    return bytes(
        out -> {
          out.writeInt(8 + performative.length);
          out.write(new byte[] {2, (byte) type, 0, 0});
          out.write(performative);
        });
  }

  private static void awaitHeard(Stranger stranger, String text) {
    await()
        .atMost(Duration.ofMillis(TIMEOUT_MILLIS))
        .pollInterval(Duration.ofMillis(5))
        .until(stranger::heard, heard -> heard.contains(text));
  }

  /** OpenWire's own marshaller, loose. */
  private static final class OpenWireBytes {

    static WireFormatInfo format(boolean tight) {
      try {
        WireFormatInfo info = new WireFormatInfo();
        info.setVersion(12);
        info.setMaxFrameSize(Long.MAX_VALUE);
        info.setTightEncodingEnabled(tight);
        info.setCacheEnabled(false);
        info.setSizePrefixDisabled(false);
        return info;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static byte[] marshalled(Object command) {
      try {
        ByteSequence bytes = new OpenWireFormat(12).marshal(command);
        return Arrays.copyOfRange(
            bytes.getData(), bytes.getOffset(), bytes.getOffset() + bytes.getLength());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
