package io.portcullis.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionInspectorTest {

  @ParameterizedTest
  @CsvSource({
    "wss://10.1.2.3:5000,           10.1.2.3",
    "wss://[::1]:5000,              ::1",
    "wss://0:0:0:0:0:0:0:1:5000,    ::1",
    "mqtt+wss://[fe80::1%eth0]:5000, fe80::1",
  })
  void anAddressIsFoundInWhatJettySays(String remote, String address) throws Exception {
    assertThat(ConnectionInspector.addressIn(remote).map(InetAddress::getAddress))
        .hasValue(InetAddress.getByName(address).getAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "wss://",
        "wss://:5000",
        "wss://localhost:5000",
        "wss://10.0.0.0/8:5000",
        "10.1.2.3:5000",
        "wss://*:1"
      })
  void whatIsNoAddressIsNone(String remote) {
    assertThat(ConnectionInspector.addressIn(remote)).isEmpty();
  }
}
