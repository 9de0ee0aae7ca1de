package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.rule.FrameFacts;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.BrokerSubscriptionInfo;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.Test;

/** What the bounds of OpenWire's frames let pass, and where they begin. */
class OpenWireBoundsTest {

  private static OpenWireFormat format(boolean tight) {
    OpenWireFormat format = new OpenWireFormat(12);
    format.setTightEncodingEnabled(tight);
    format.setCacheEnabled(false);
    return format;
  }

  private static Object read(boolean tight, ByteSequence bytes) throws IOException {
    OpenWireFormat bounded = format(tight);
    OpenWireBounds.bound(bounded, FrameFacts.MOST_BYTES);
    return bounded.unmarshal(bytes);
  }

  private static ByteSequence nested(boolean tight, int levels) throws IOException {
    BrokerInfo outer = new BrokerInfo();
    for (int level = 1; level < levels; level++) {
      BrokerInfo next = new BrokerInfo();
      next.setPeerBrokerInfos(new BrokerInfo[] {outer});
      outer = next;
    }
    return format(tight).marshal(outer);
  }

  /** What a login, a bridge and a client that comes back send first, of every size. */
  @Property(tries = 200)
  void whatHonestPeersSendIsReadAsItIs(
      @ForAll boolean tight,
      @ForAll @IntRange(max = 400) int count,
      @ForAll @IntRange(max = 30) int length)
      throws IOException {
    ConnectionInfo login = new ConnectionInfo(new ConnectionId("c".repeat(length)));
    login.setUserName("u".repeat(length));
    login.setBrokerPath(brokers(count, length));
    BrokerSubscriptionInfo subscriptions = new BrokerSubscriptionInfo("b".repeat(length));
    subscriptions.setSubscriptionInfos(
        IntStream.range(0, count)
            .mapToObj(i -> subscription(i, length))
            .toArray(ConsumerInfo[]::new));

    for (Object honest : List.of(login, subscriptions)) {
      ByteSequence bytes = format(tight).marshal(honest);
      if (bytes.getLength() - Integer.BYTES <= FrameFacts.MOST_BYTES) {
        assertThat(read(tight, bytes)).asString().isEqualTo(honest.toString());
      }
    }
  }

  private static BrokerId[] brokers(int count, int length) {
    return Collections.nCopies(count, new BrokerId("i".repeat(length))).toArray(BrokerId[]::new);
  }

  private static ConsumerInfo subscription(int number, int length) {
    ConsumerInfo info = new ConsumerInfo(new ConsumerId("x:" + number));
    info.setDestination(new ActiveMQQueue("q".repeat(length + 1)));
    info.setSubscriptionName("s".repeat(length));
    return info;
  }

  @Property(tries = 100)
  void commandsAreReadAsDeepAsIsAllowedAndNoDeeper(
      @ForAll boolean tight, @ForAll @IntRange(min = 1, max = 80) int levels) throws IOException {
    ByteSequence bytes = nested(tight, levels);

    if (levels <= BoundedInput.MOST_LEVELS) {
      assertThat(read(tight, bytes)).isInstanceOf(BrokerInfo.class);
    } else {
      assertThatThrownBy(() -> read(tight, bytes)).isInstanceOf(IOException.class);
    }
  }

  /** 65,536 places are as many as there are bytes; the third array would have more. */
  @Test
  void placesOfArraysAreCountedOverAllLevels() throws IOException {
    assertThatThrownBy(() -> read(false, claiming(2))).hasMessageNotContaining("was exceeded");
    assertThatThrownBy(() -> read(false, claiming(3)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was exceeded");
  }

  private static ByteSequence claiming(int arrays) throws IOException {
    ByteSequence honest = nested(false, arrays + 1);
    byte[] bytes = Arrays.copyOf(honest.getData(), honest.getLength());
    byte[] one = {0, 1, 1, 2};
    IntStream.range(0, bytes.length - one.length)
        .filter(i -> Arrays.equals(bytes, i, i + one.length, one, 0, one.length))
        .forEach(
            i -> {
              bytes[i] = 0x7f;
              bytes[i + 1] = (byte) 0xff;
            });
    return new ByteSequence(bytes);
  }

  @Test
  void afterTheLoginNothingIsBounded() throws IOException {
    OpenWireFormat format = format(false);
    OpenWireBounds.bound(format, FrameFacts.MOST_BYTES);
    OpenWireBounds.lift(format);

    assertThat(Stream.of(format.unmarshal(nested(false, BoundedInput.MOST_LEVELS + 1))))
        .hasOnlyElementsOfType(BrokerInfo.class);
  }
}
