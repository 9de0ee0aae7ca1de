package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Bound;
import io.portcullis.rule.ConnectorLimits;
import io.portcullis.rule.Named;
import java.net.URI;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.openwire.OpenWireFormatFactory;
import org.apache.activemq.util.IntrospectionSupport;
import org.apache.activemq.util.URISupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorBoundsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ssl://h:1                                          | wireFormat.maxFrameSize=none",
        "nio+ssl://h:1?wireFormat.maxFrameSize=7            | wireFormat.maxFrameSize=7",
        "ssl://h:1?wireFormat.maxFrameSize=10mb             | wireFormat.maxFrameSize=none",
        "ssl://h:1?wireFormat.maxFrameSize=%207             | wireFormat.maxFrameSize=none",
        "ssl://h:1?transport.maxFrameSize=7                 | wireFormat.maxFrameSize=none",
        "SSL://h:1?wireFormat.maxFrameSize=7                | wireFormat.maxFrameSize=7",
        "ssl://h:1?wireFormat.maxFrameSize=7&wireFormat.maxFrameSizeEnabled=false | wireFormat.maxFrameSizeEnabled=none",
        "ssl://h:1?wireFormat.maxFrameSize=7&wireFormat.maxFrameSizeEnabled=no | wireFormat.maxFrameSizeEnabled=none",
        "ssl://h:1?wireFormat.maxFrameSize=7&wireFormat.maxFrameSizeEnabled=true | wireFormat.maxFrameSize=7",
        "amqp+ssl://h:1                                     | wireFormat.maxFrameSize=none",
        "amqp+nio+ssl://h:1?transport.maxFrameSize=7        | transport.maxFrameSize=7",
        "amqp://h:1?wireFormat.maxFrameSize=8&transport.maxFrameSize=7 | transport.maxFrameSize=7",
        "amqp://h:1?wireFormat.maxFrameSize=8&transport.maxFrameSize=x | wireFormat.maxFrameSize=8",
        "mqtt+ssl://h:1                                     | wireFormat.maxFrameSize=268435456",
        "mqtt+ssl://h:1?wireFormat.maxFrameSize=999999999   | wireFormat.maxFrameSize=268435456",
        "mqtt+ssl://h:1?wireFormat.maxFrameSize=7           | wireFormat.maxFrameSize=7",
        "stomp+ssl://h:1                                    | wireFormat.maxDataLength=104857600",
        "stomp+ssl://h:1?wireFormat.maxDataLength=2147483647 | wireFormat.maxDataLength=2147483647",
        "stomp+ssl://h:1?transport.maxDataLength=5          | transport.maxDataLength=5",
        "stomp+nio+ssl://h:1                                | wireFormat.maxFrameSize=none",
        "stomp+nio+ssl://h:1?wireFormat.maxFrameSize=7      | wireFormat.maxFrameSize=7",
        "wss://h:1                                          | websocket.maxTextMessageSize=65536 websocket.maxBinaryMessageSize=65536",
        "wss://h:1?websocket.maxTextMessageSize=0           | websocket.maxTextMessageSize=none websocket.maxBinaryMessageSize=65536",
        "wss://h:1?transport.websocket.maxBinaryMessageSize=-1 | websocket.maxTextMessageSize=65536 transport.websocket.maxBinaryMessageSize=none",
        "auto+ssl://h:1                                     | wireFormat.maxFrameSize=none wireFormat.maxFrameSize=268435456 wireFormat.maxDataLength=104857600",
        "auto+nio+ssl://h:1?wireFormat.maxFrameSize=7       | wireFormat.maxFrameSize=7",
        "auto+ssl://h:1?auto.protocols=default&wireFormat.default.maxFrameSize=7 | wireFormat.default.maxFrameSize=7",
        "auto+ssl://h:1?auto.protocols=amqp,mqtt&wireFormat.amqp.maxFrameSize=7 | wireFormat.amqp.maxFrameSize=7 wireFormat.maxFrameSize=268435456",
        "unheard-of://h:1                                   | ''",
      })
  void framesOfEachProtocolByItsOwnOptions(String uri, String bounds) throws Exception {
    assertThat(
            limits(uri).frames().stream()
                .map(ConnectorBoundsTest::text)
                .collect(Collectors.joining(" ")))
        .isEqualTo(bounds);
  }

  @ParameterizedTest
  @CsvSource({
    "ssl://h:1,                              maximumConnections=none",
    "auto+ssl://h:1?maximumConnections=7,    maximumConnections=7",
    "ssl://h:1?maximumConnections=7k,        maximumConnections=none",
    "ssl://h:1?transport.maximumConnections=7, maximumConnections=none",
  })
  void connectionsByTheOptionOfTheServer(String uri, String bound) throws Exception {
    assertThat(limits(uri).connections().map(ConnectorBoundsTest::text)).contains(bound);
  }

  @ParameterizedTest
  @CsvSource({
    "ssl://h:1,                              65536",
    "amqp+nio+ssl://h:1,                     65536",
    "stomp+ssl://h:1,                        65536",
    "mqtt+nio+ssl://h:1,                     327697",
    "wss://h:1,                              327697",
    "auto+ssl://h:1,                         327697",
    "auto+nio+ssl://h:1?auto.protocols=default, 65536",
    "unheard-of://h:1,                       65536",
  })
  void framesBeforeTheLoginByProtocol(String uri, int bytes) throws Exception {
    assertThat(limits(uri).loginBytes()).isEqualTo(bytes);
  }

  @Test
  void webSocketsHaveNoOptionForConnections() throws Exception {
    assertThat(limits("wss://h:1?maximumConnections=7").connections()).isEmpty();
  }

  @Test
  void whatNeverLeavesTheJvmHasNone() throws Exception {
    assertThat(ConnectorBounds.of(Named.of(Kind.CONNECTOR, "c"), new URI("vm://b")))
        .isEqualTo(Optional.empty());
  }

  /** What the table says of OpenWire is what ActiveMQ does with it. */
  @ParameterizedTest
  @ValueSource(strings = {"7", "10mb", "%207", "-1", "0", "9999999999"})
  void aNumberIsWhatActiveMqTakesForOne(String written) throws Exception {
    URI uri = new URI("ssl://h:1?wireFormat.maxFrameSize=" + written);
    OpenWireFormatFactory factory = new OpenWireFormatFactory();
    IntrospectionSupport.setProperties(
        factory, new HashMap<>(URISupport.parseParameters(uri)), "wireFormat.");

    assertThat(
            limits(uri.toString())
                .frames()
                .get(0)
                .value()
                .orElse(OpenWireFormat.DEFAULT_MAX_FRAME_SIZE))
        .isEqualTo(factory.getMaxFrameSize());
  }

  private static ConnectorLimits limits(String uri) throws Exception {
    return ConnectorBounds.of(Named.of(Kind.CONNECTOR, "c"), new URI(uri)).orElseThrow();
  }

  private static String text(Bound bound) {
    return bound.option() + "=" + (bound.value().isPresent() ? bound.value().getAsLong() : "none");
  }
}
