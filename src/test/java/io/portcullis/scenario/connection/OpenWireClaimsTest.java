package io.portcullis.scenario.connection;

import static org.awaitility.Awaitility.await;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Stranger;
import io.portcullis.testing.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.util.ByteSequence;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before a login a short frame of OpenWire claims much, and nothing of it is reserved. */
class OpenWireClaimsTest {

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening("ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl").started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30));
  }

  /** Byte arrays, maps, lists and long strings, of nearly two gigabytes. */
  @ParameterizedTest(name = "type {1} at {0}")
  @CsvSource({
    "ssl,          10",
    "nio+ssl,      10",
    "auto+ssl,     10",
    "auto+nio+ssl, 10",
    "ssl,          11",
    "ssl,          12",
    "ssl,          13",
  })
  void whatAWireFormatClaimsIsNotReserved(String scheme, int type) throws Exception {
    long refused = broker.view().getRefusedCount();
    byte[] claim = {0, 1, 'x', (byte) type, 0x7f, 0, 0, 0};
    byte[] properties = ByteBuffer.allocate(12).putInt(1).put(claim).array();
    byte[] body =
        ByteBuffer.allocate(1 + 8 + 4 + 1 + 4 + properties.length)
            .put((byte) 1)
            .put("ActiveMQ".getBytes(StandardCharsets.US_ASCII))
            .putInt(12)
            .put((byte) 1)
            .putInt(properties.length)
            .put(properties)
            .array();
    try (Stranger stranger = Stranger.at(broker.port(scheme))) {
      stranger.say(
          broker,
          scheme,
          ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body).array());

      patiently().until(stranger::isEnded);
      patiently().until(() -> broker.view().getRefusedCount() == refused + 1);
    }
  }

  /** Byte arrays of a frame's own, longer than a frame may be, and longer than any can be. */
  @ParameterizedTest(name = "{1} of {2} at {0}")
  @CsvSource({
    "ssl,          LOOSE_FORMAT, 65537",
    "nio+ssl,      LOOSE_FORMAT, 65537",
    "auto+ssl,     LOOSE_FORMAT, 65537",
    "auto+nio+ssl, LOOSE_FORMAT, 65537",
    "ssl,          TIGHT_FORMAT, 65537",
    "nio+ssl,      TIGHT_FORMAT, 65537",
    "auto+ssl,     TIGHT_FORMAT, 65537",
    "auto+nio+ssl, TIGHT_FORMAT, 65537",
    "ssl,          LOOSE_LOGIN,  65537",
    "nio+ssl,      LOOSE_LOGIN,  65537",
    "auto+ssl,     LOOSE_LOGIN,  65537",
    "auto+nio+ssl, LOOSE_LOGIN,  65537",
    "ssl,          TIGHT_LOGIN,  65537",
    "nio+ssl,      TIGHT_LOGIN,  65537",
    "auto+ssl,     TIGHT_LOGIN,  65537",
    "auto+nio+ssl, TIGHT_LOGIN,  65537",
    "ssl,          LOOSE_FORMAT, 2147483647",
    "nio+ssl,      TIGHT_FORMAT, 2147483647",
    "auto+ssl,     LOOSE_LOGIN,  2147483647",
    "auto+nio+ssl, TIGHT_LOGIN,  2147483647",
  })
  void whatAFrameClaimsOfItselfIsNotReserved(String scheme, Claim claim, int length)
      throws Exception {
    long refused = broker.view().getRefusedCount();
    try (Stranger stranger = Stranger.at(broker.port(scheme))) {
      stranger.say(
          broker,
          scheme,
          claim.isFirst() ? new byte[0] : Wire.openWireHello(claim.isTight()),
          claim.of(length));

      // The deadline of a login would end it, too, after 30 s.
      await().atMost(Duration.ofSeconds(15)).until(stranger::isEnded);
      patiently().until(() -> broker.view().getRefusedCount() == refused + 1);
    }
  }

  /** Brokers that know brokers that know brokers, and arrays for more than there are. */
  @ParameterizedTest(name = "{2} levels of {3} at {0}, tight: {1}")
  @CsvSource({
    "ssl,          false, 100, 32767",
    "nio+ssl,      false, 100, 32767",
    "auto+ssl,     true,  100, 32767",
    "auto+nio+ssl, true,  100, 32767",
    "ssl,          true,  3,   32767",
    "nio+ssl,      false, 3,   32767",
    "ssl,          false, 32,  1",
    "nio+ssl,      true,  32,  1",
    "ssl,          true,  500, 1",
  })
  void arraysWithinArraysAreNotReserved(String scheme, boolean tight, int levels, int places)
      throws Exception {
    long refused = broker.view().getRefusedCount();
    try (Stranger stranger = Stranger.at(broker.port(scheme))) {
      stranger.say(broker, scheme, Wire.openWireHello(tight), brokers(tight, levels, places));

      await().atMost(Duration.ofSeconds(15)).until(stranger::isEnded);
      patiently().until(() -> broker.view().getRefusedCount() == refused + 1);
    }
  }

  private static byte[] brokers(boolean tight, int levels, int places) throws Exception {
    BrokerInfo innermost = new BrokerInfo();
    BrokerInfo outer = innermost;
    for (int level = 0; level < levels; level++) {
      BrokerInfo next = new BrokerInfo();
      next.setPeerBrokerInfos(new BrokerInfo[] {outer});
      outer = next;
    }
    OpenWireFormat format = new OpenWireFormat(12);
    format.setTightEncodingEnabled(tight);
    format.setCacheEnabled(false);
    ByteSequence bytes = format.marshal(outer);
    String text =
        new String(
            bytes.getData(), bytes.getOffset(), bytes.getLength(), StandardCharsets.ISO_8859_1);
    // The length of an array, the type of what it holds; and in the loose form, that it is there.
    String array = (tight ? "" : "\1") + "\2";
    String claim = (char) (places >> 8) + "" + (char) (places & 0xff);
    return text.replace("\0\1" + array, claim + array).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Frames that end where the bytes of an array would begin. */
  enum Claim {
    LOOSE_FORMAT,
    TIGHT_FORMAT,
    LOOSE_LOGIN,
    TIGHT_LOGIN;

    boolean isTight() {
      return this == TIGHT_FORMAT || this == TIGHT_LOGIN;
    }

    boolean isFirst() {
      return this == LOOSE_FORMAT;
    }

    /** A login has its array in the id of an XA transaction, which stands for a broker's. */
    byte[] of(int length) {
      ByteBuffer body = ByteBuffer.allocate(64);
      switch (this) {
        case LOOSE_FORMAT -> format(body.put((byte) 1)).put((byte) 1);
        case TIGHT_FORMAT -> format(body.put(new byte[] {1, 1, 1}));
        case LOOSE_LOGIN ->
            body.put((byte) 3)
                .putInt(1)
                .put(new byte[] {0, 0, 0, 0, 0})
                .put(new byte[] {1, 0, 1, 1, 112})
                .putInt(1)
                .put((byte) 1);
        default ->
            body.put(new byte[] {3, 2, (byte) 0b1110_0000, 1})
                .putInt(1)
                .put(new byte[] {0, 1, 112})
                .putInt(1);
      }
      body.putInt(length);
      int size = body.position();
      return ByteBuffer.allocate(4 + size).putInt(size).put(body.flip()).array();
    }

    private static ByteBuffer format(ByteBuffer body) {
      return body.put("ActiveMQ".getBytes(StandardCharsets.US_ASCII)).putInt(12);
    }
  }
}
