package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerNetworkTest {

  @ParameterizedTest(name = "\"{0}\" is of \"{1}\"")
  @CsvSource({
    "tcp://10.0.0.1:5,                      10.0.0.1",
    "wss://10.0.0.1:5,                      10.0.0.1",
    "tcp:///10.0.0.1:37512@41423,           10.0.0.1",
    "10.0.0.1,                              10.0.0.1",
    "tcp://[2001:db8:1:2:3:4:5:6]:61617,    2001:db8:1:2:0:0:0:0/64",
    "tcp://[2001:db8:1:2::7%eth0]:61617,    2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:3:4:5:6,                  2001:db8:1:2:0:0:0:0/64",
    "fe80:0:0:0:0:0:0:1%lo,                 fe80:0:0:0:0:0:0:0/64",
    "tcp://[::ffff:10.0.0.1]:5,             10.0.0.1",
    "vm://broker#3,                         broker",
    "blockingQueue_12,                      blockingQueue_12",
    "'',                                    ''"
  })
  void isTheAddressOrTheFirstHalfOfIt(String remoteAddress, String network) {
    assertThat(PeerNetwork.of(remoteAddress)).isEqualTo(network);
  }
}
