package io.portcullis.broker.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ssl://a:1?keyStorePassword=x      | ssl         | ssl://a:1",
        "ssl://user:secret@a:1             | ssl         | ssl://a:1",
        "static:(ssl://a:1?x=y,tcp://b:2)?z=1 | ssl,tcp  | static:(ssl://a:1,tcp://b:2)",
        "static:ssl://a:1                  | ssl         | static:(ssl://a:1)",
        "masterslave:(SSL://a:1,ssl://b:1) | ssl,ssl     | masterslave:(SSL://a:1,ssl://b:1)",
        "static:(failover:(ssl://a:1,tcp://b:1)) | ssl,tcp | static:(failover:(ssl://a:1,tcp://b:1))",
        "static:()                         | discovered  | static:()",
        "multicast://default               | multicast   | multicast://default",
        "http://registry/x                 | http        | http://registry/x",
      })
  void aLinkIsMadeOfTheUrisWithinIt(String uri, String schemes, String location) throws Exception {
    assertThat(Locations.schemes(new URI(uri))).isEqualTo(List.of(schemes.split(",")));
    assertThat(Locations.of(new URI(uri))).isEqualTo(location);
  }
}
