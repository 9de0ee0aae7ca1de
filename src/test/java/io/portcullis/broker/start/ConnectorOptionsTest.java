package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.ConnectorLimits.IgnoredOption;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.transport.tcp.TcpTransportFactory;
import org.apache.activemq.transport.tcp.TcpTransportServer;
import org.apache.activemq.util.IntrospectionSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options of a connector ActiveMQ ignores, and which were meant. */
class ConnectorOptionsTest {

  private static final List<String> SCHEMES =
      List.of(
          "tcp",
          "ssl",
          "nio",
          "nio+ssl",
          "auto",
          "auto+ssl",
          "auto+nio",
          "auto+nio+ssl",
          "amqp",
          "amqp+ssl",
          "amqp+nio",
          "amqp+nio+ssl",
          "mqtt",
          "mqtt+ssl",
          "mqtt+nio",
          "mqtt+nio+ssl",
          "stomp",
          "stomp+ssl",
          "stomp+nio",
          "stomp+nio+ssl",
          "ws",
          "wss");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ssl           | transport.enabledProtocol      | transport.enabledProtocols",
        "ssl           | transport.needclientAuth       | transport.needClientAuth",
        "ssl           | transport.NEEDCLIENTAUTH       | transport.needClientAuth",
        "ssl           | maximumConnection              | maximumConnections",
        "ssl           | maxConnections                 | maximumConnections",
        "ssl           | transport.maximumConnections   | maximumConnections",
        "ssl           | wireformat.maxFrameSize        | wireFormat.maxFrameSize",
        "ssl           | wireFormat.maxFrameLength      | none",
        "ssl           | maxFrameSize                   | wireFormat.maxFrameSize",
        "ssl           | transport.maxFrameSize         | wireFormat.maxFrameSize",
        "ssl           | Transport.enabledProtocols     | transport.enabledProtocols",
        "ssl           | transport.sslProtocol          | none",
        "tcp           | transport.enabledCipherSuites  | none",
        "stomp+ssl     | enabledProtocols               | transport.enabledProtocols",
        "amqp+nio+ssl  | needClientAuth                 | transport.needClientAuth",
        "mqtt+nio+ssl  | transport.subscriptionStrategie | transport.subscriptionStrategy",
        "amqp+ssl      | transport.transformerr         | transport.transformer",
        "auto+ssl      | auto.protocol                  | auto.protocols",
        "auto+ssl      | wireFormat.stomps.maxDataLength | wireFormat.stomp.maxDataLength",
        "SSL           | transport.enabledProtocol      | transport.enabledProtocols",
        "wss           | transport.needclientAuth       | transport.needClientAuth",
        "wss           | needClientAuth                 | transport.needClientAuth",
        "wss           | transport.enabledProtocol      | transport.enabledProtocols",
        "wss           | websocket.maxTextMessagesize   | websocket.maxTextMessageSize",
        "wss           | maxBinaryMessageSize           | websocket.maxBinaryMessageSize",
        "wss           | subscriptionStrategie          | subscriptionStrategy",
        "wss           | maximumConnections             | none",
        "ws            | transport.needClientAuth       | none",
      })
  void ignoredOnesWithTheOneThatWasMeant(String scheme, String option, String meant)
      throws Exception {
    assertThat(ignored(scheme, option))
        .containsExactly(
            new IgnoredOption(option, Optional.of(meant).filter(name -> !name.equals("none"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl://h:1",
        "ssl://h:1?",
        "ssl://h:1?maximumConnections=1000&wireFormat.maxFrameSize=104857600",
        "nio+ssl://h:1?needClientAuth=true&transport.soWriteTimeout=9&transport.threadName&trace=true",
        "ssl://h:1?transport.EnabledProtocols=TLSv1.3&transport.enabledCipherSuites=x&wireFormat=default",
        "ssl://h:1?transport.socket.tcpNoDelay=true&transport.useInactivityMonitor=false&daemon=true",
        "ssl://h:1?transport.verifyHostName=true&transport.closeAsync=false&allowLinkStealing=true",
        "amqp+ssl://h:1?transport.transformer=jms&transport.wireFormat.idleTimeout=0",
        "amqp+nio+ssl://h:1?transport.maxFrameSize=7&wireFormat.allowNonSaslConnections=false",
        "mqtt+ssl://h:1?transport.subscriptionStrategy=x&transport.defaultKeepAlive=60000",
        "stomp+nio+ssl://h:1?transport.defaultHeartBeat=5000,0&transport.hbGracePeriodMultiplier=1.5",
        "auto+nio+ssl://h:1?auto.protocols=stomp&wireFormat.stomp.maxFrameSize=7&protocolDetectionTimeOut=9",
        "wss://h:1?transport.needClientAuth=true&transport.enabledProtocols=TLSv1.3&websocket.maxTextMessageSize=9",
        "wss://h:1?transport.websocket.maxBinaryMessageSize=9&http.enableTrace=false&transport.keyStore=x",
        "ws://h:1?wireFormat.maxFrameSize=9&transport.subscriptionStrategy=x&transport.idleTimeout=9",
        // Unknown transports.
        "https://h:1?transport.needclientAuth=true",
        "unheard-of://h:1?maximumConnection=7",
        "vm://b?maximumConnection=7",
      })
  void whatSetsSomethingOrIsNotKnownIsNotIgnored(String uri) throws Exception {
    assertThat(ConnectorOptions.ignored(new URI(uri))).isEmpty();
  }

  @Property(tries = 300)
  void inAnotherCaseItIsIgnoredAndFound(@ForAll("options") String option) throws Exception {
    String scheme = option.substring(0, option.indexOf('/'));
    String name = option.substring(option.indexOf('/') + 1);
    String other = name.toUpperCase(Locale.ROOT);

    assertThat(ignored(scheme, name)).isEmpty();
    assertThat(ignored(scheme, other))
        .singleElement()
        .satisfies(found -> assertThat(found.meant().orElseThrow()).isEqualToIgnoringCase(other));
  }

  /** Every option of every scheme, with its scheme. */
  @Provide
  Arbitrary<String> options() {
    return Arbitraries.of(
        SCHEMES.stream()
            .flatMap(
                scheme ->
                    ConnectorOptions.known(scheme).orElseThrow().stream()
                        .map(option -> scheme + "/" + option))
            .collect(Collectors.toList()));
  }

  /** ActiveMQ's own class sets exactly those of a server that are known. */
  @Test
  void aServerTakesTheKnownOnes() throws Exception {
    TcpTransportServer server =
        (TcpTransportServer) new TcpTransportFactory().doBind(new URI("tcp://127.0.0.1:0"));
    try {
      Set<String> known = ConnectorOptions.known("tcp").orElseThrow();
      List<String> own =
          known.stream()
              .filter(option -> !option.contains(".") && !option.equals("wireFormat"))
              .toList();

      assertThat(own)
          .contains("maximumConnections", "backlog", "trace")
          .allMatch(option -> IntrospectionSupport.setProperty(server, option, "1"));
      assertThat(IntrospectionSupport.setProperty(server, "maximumConnection", "1")).isFalse();
      assertThat(IntrospectionSupport.setProperty(server, "maximumconnections", "1")).isFalse();
    } finally {
      server.stop();
    }
  }

  private static List<IgnoredOption> ignored(String scheme, String option) throws Exception {
    return ConnectorOptions.ignored(new URI("%s://h:1?%s=1".formatted(scheme, option)));
  }
}
