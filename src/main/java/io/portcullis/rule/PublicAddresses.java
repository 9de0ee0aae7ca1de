package io.portcullis.rule;

import io.portcullis.policy.Networks;
import java.net.InetAddress;

/**
 * Decides which addresses the internet can reach. These are all addresses that IANA's
 * special-purpose registries do not mark as not globally reachable. Multicast, 6to4 and Teredo, for
 * which the registries do not say it, count as reachable.
 *
 * @see <a
 *     href="https://www.iana.org/assignments/iana-ipv4-special-registry/iana-ipv4-special-registry.xhtml">IANA
 *     IPv4 Special-Purpose Address Registry</a>
 * @see <a
 *     href="https://www.iana.org/assignments/iana-ipv6-special-registry/iana-ipv6-special-registry.xhtml">IANA
 *     IPv6 Special-Purpose Address Registry</a>
 */
final class PublicAddresses {

  private static final Networks NOT_REACHABLE =
      Networks.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "::/128",
          "::1/128",
          "64:ff9b:1::/48",
          "100::/64",
          "100:0:0:1::/64",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/10");

  /** Parts of these blocks that are reachable, or for which the registries do not say. */
  private static final Networks REACHABLE_ALL_THE_SAME =
      Networks.of(
          "192.0.0.9",
          "192.0.0.10",
          "2001::/32",
          "2001:1::1",
          "2001:1::2",
          "2001:1::3",
          "2001:3::/32",
          "2001:4:112::/48",
          "2001:20::/28",
          "2001:30::/28");

  private PublicAddresses() {}

  /** Tells whether packets from the internet can arrive at {@code address}. */
  static boolean includes(InetAddress address) {
    return !NOT_REACHABLE.contains(address) || REACHABLE_ALL_THE_SAME.contains(address);
  }
}
