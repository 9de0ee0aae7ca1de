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
      })
  void theseFindAndConnect(String uri) throws Exception {
    assertThat(Locations.networkConnector("n", new URI(uri)).makes()).isEmpty();
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
