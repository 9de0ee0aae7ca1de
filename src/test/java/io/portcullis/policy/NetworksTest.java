package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @ParameterizedTest(name = "{1} in {0}: {2}")
  @CsvSource({
    "10.0.0.0/8,              10.0.0.0,              true",
    "10.0.0.0/8,              10.255.255.255,        true",
    "10.0.0.0/8,              9.255.255.255,         false",
    "10.0.0.0/8,              11.0.0.0,              false",
    "192.0.2.7,               192.0.2.7,             true",
    "192.0.2.7,               192.0.2.8,             false",
    "fd00::/8,                fd12:3456::1,          true",
    "fd00::/8,                fc00::1,               false",
    "10.0.0.0/8,              ::ffff:10.1.2.3,       true",
    "::ffff:10.0.0.0/104,     10.1.2.3,              true",
    "::ffff:10.0.0.0/104,     11.1.2.3,              false",
    "0.0.0.0/0,               203.0.113.9,           true",
    "0.0.0.0/0,               2001:db8::1,           false",
    "::/0,                    2001:db8::1,           true",
    "::/0,                    203.0.113.9,           false",
    "fe80::/10,               fe80::1,               true",
  })
  void holdsTheAddressesOfItsBlocks(String block, String address, boolean inside)
      throws UnknownHostException {
    Networks networks = Networks.of(block);

    assertThat(networks.contains(InetAddress.getByName(address))).isEqualTo(inside);
  }

  /** Java's own parser hands out the IPv4 address; a library's need not. */
  @Test
  void aMappedAddressIsTheAddressThatItMaps() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
    InetAddress address = Inet6Address.getByAddress(null, mapped, -1);

    assertThat(Networks.of("10.0.0.0/8").contains(address)).isTrue();
    assertThat(Networks.of("::/0").contains(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0/8",
        "10.*.0.0",
        "10.0.0.0-10.0.0.9",
        "localhost",
        "*",
        "/8",
        "010.0.0.1",
        "fd00::/129",
        "fe80::1%eth0",
        "10.0.0.0/255.0.0.0",
        "1",
        "10.0.0.0/8/8",
        "0x0a000000"
      })
  void refusesWhatIsNoBlock(String text) {
    assertThatThrownBy(() -> Networks.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("\"" + text + "\" is not an address block");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1/8,10.0.0.0/8", "fd00::1/8,fd00::/8"})
  void refusesBitsBehindThePrefix(String text, String meant) {
    assertThatThrownBy(() -> Networks.of(text))
        .hasMessage("\"%s\" has bits set behind its prefix; write %s", text, meant);
  }
}
