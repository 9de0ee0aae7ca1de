package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The addresses of a certificate. */
class BrokerHostsTest {

  /** As Java lists the addresses of an interface: each IPv6 address has a scope. */
  private static InetAddress scoped(String address) throws UnknownHostException {
    return Inet6Address.getByAddress(null, InetAddress.getByName(address).getAddress(), 2);
  }

  @Test
  void anAddressStandsWithoutTheScopeThatItHasOnThisHost() throws Exception {
    assertThat(
            BrokerHosts.names(
                Stream.of(
                    scoped("2001:db8::2"),
                    scoped("fe80::1"),
                    scoped("::1"),
                    InetAddress.getByName("192.0.2.2"))))
        .containsExactly("2001:db8:0:0:0:0:0:2", "192.0.2.2");
  }
}
