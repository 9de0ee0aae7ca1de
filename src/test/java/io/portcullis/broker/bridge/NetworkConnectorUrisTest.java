package io.portcullis.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What discovery agents and transports do more than find and connect. */
class NetworkConnectorUrisTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static:(ssl://a:1)",
        "simple:(ssl://a:1,nio+ssl://b:1)",
        "masterslave:(ssl://a:1,https://b:1)",
        "static:(failover:(ssl://a:1))",
        "multicast://default?group=x",
        "zeroconf:_activemq.broker",
        "static:(vm://made?create=false)",
        "static:(vm://made?waitForStart=1000&create=false&async=true)",
        "static:(ssl://a:1?trace=true,ssl://b:1?wireFormat.maxInactivityDuration=1000)?useExponentialBackOff=false&initialReconnectDelay=1000",
        "static:(failover:(ssl://a:1,ssl://b:1)?randomize=false&priorityURIs=ssl://a:1&nested.wireFormat.tightEncodingEnabled=true)",
        "masterslave:(ssl://a:1,ssl://b:1)?maxReconnectAttempts=1",
      })
  void theseFindAndConnect(String uri) throws Exception {
    assertThat(Locations.networkConnector("n", new URI(uri)).makes()).isEmpty();
  }

  /** ActiveMQ would make a broker, whichever way the options are hidden. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "static:(vm://x?create=false&async=?brokerConfig=xbean:http://h/x.xml)",
        "static:(vm://x?create=false&async=?broker.transportConnectorURIs=tcp://0.0.0.0:1)",
        "static:(vm://x?create=false&async=true%26create=true%26brokerConfig=xbean:http://h/x.xml)",
        "static:(vm://x?create=false&async=%3FbrokerConfig=xbean:http://h/x.xml)",
        "static:(vm://x?create=false&async=a+b)",
        "static:(failover:(vm://x?create=false)?n%65sted.create=true&n%65sted.brokerConfig=xbean:http://h/x.xml&priorityURIs=())",
        "static:(failover:(vm://x?create=false)?nested.create=true&priorityURIs=())",
        "static:(failover:(vm://x?create=false)?a=1?nested.create=true)",
        "static:(vm://x?create=false)?discovered.create=true&x=()",
        "static:(vm://x?create=false)?a=1?discovered.create=true",
        "static:(vm://x?create=false)?Discovered.create=true",
        "static:(failover:(ssl://a:1)?a=1?updateURIsURL=http://h)",
        "static:(failover:(ssl://a:1)?u%70dateURIsURL=http://h&x=())",
      })
  void theseHideWhatTheyMake(String uri) throws Exception {
    assertThat(Locations.networkConnector("n", new URI(uri)).makes()).isNotEmpty();
    assertThat(Locations.foundPeer("n", Locations.parts(new URI(uri)).get(0)).makes())
        .satisfies(found -> assertThat(uri.contains(")?") || !found.isEmpty()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "masterslave:(failover:(ssl://a:1),ssl://b:1)",
        "static:(failover:(static:(ssl://a:1)))"
      })
  void noChoiceStandsWithinFailover(String uri) throws Exception {
    assertThat(Locations.networkConnector("n", new URI(uri)).makes())
        .singleElement()
        .asString()
        .contains(" lets a peer say where to connect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vm://own?async=?brokerConfig=x",
        "vm://own?async=true%26brokerConfig=x",
        "vm://own?create=a%3Fb"
      })
  void anOwnEndIsPlain(String uri) throws Exception {
    assertThat(NetworkConnectorUris.ownEnd(new URI(uri), "own")).isPresent();
    assertThat(NetworkConnectorUris.ownEnd(new URI("vm://own?async=true"), "own")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h:1/x?startEmbeddRegistry=true | discovery agent http",
        "HTTP://h:1/x | discovery agent http",
        "https://h:1/x | discovery agent https",
        "kubernetes://h | discovery agent kubernetes",
        "rendezvous:x | discovery agent rendezvous",
        "static:(multicast://default) | scheme multicast",
        "static:(zeroconf:x) | scheme zeroconf",
      })
  void theseMayMakeSomething(String uri, String what) throws Exception {
    assertThat(Locations.networkConnector("n", new URI(uri)).makes())
        .isEqualTo(List.of(what + " may make or load something in this JVM"));
  }
}
