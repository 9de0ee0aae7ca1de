package io.portcullis.suggest;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes CIDR blocks of addresses. Each address is a block of its own. If these are too many, blocks
 * near each other are one.
 */
final class NetworkProposal {

  /** More blocks than these are made fewer. */
  static final int MOST = 20;

  private static final int FEWEST = 3;
  private static final int[] IPV4 = {24, 16};
  private static final int[] IPV6 = {64, 48};
  private static final Comparator<IPAddress> BY_FIRST =
      Comparator.comparing(IPAddress::isIPv6).thenComparing(IPAddress::getValue);
  private static final IPAddress LOOPBACK_4 = block("127.0.0.0/8");

  private NetworkProposal() {}

  private static IPAddress block(String text) {
    return new IPAddressString(text).getAddress();
  }

  /** Returns the blocks; empty if they would be too many, or there is no address. */
  static List<String> of(Collection<String> addresses) {
    Set<IPAddress> blocks =
        addresses.stream()
            .flatMap(address -> host(address).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    for (int step = 0; step < IPV4.length && blocks.size() > MOST; step++) {
      blocks = grown(blocks, IPV4[step], IPV6[step]);
    }
    return blocks.size() > MOST
        ? List.of()
        : blocks.stream().sorted(BY_FIRST).map(IPAddress::toCanonicalString).toList();
  }

  /** Tells whether a text is an address. */
  static boolean isAddress(String text) {
    return host(text).isPresent();
  }

  private static Optional<IPAddress> host(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    IPAddress addressOrNull = new IPAddressString(text).getAddress();
    if (addressOrNull == null || addressOrNull.isMultiple()) {
      return Optional.empty();
    }
    IPAddress address = addressOrNull;
    if (address.isIPv6()) {
      address = address.toIPv6().removeZone();
      if (address.toIPv6().isIPv4Mapped()) {
        address = address.toIPv6().getEmbeddedIPv4Address();
      }
    }
    return Optional.of(
        address.isIPv4() && LOOPBACK_4.contains(address)
            ? LOOPBACK_4
            : address.toPrefixBlock(address.getBitCount()));
  }

  /** Blocks of which several are in a larger one become that one. */
  private static Set<IPAddress> grown(Set<IPAddress> blocks, int ipv4, int ipv6) {
    Map<IPAddress, List<IPAddress>> larger = new TreeMap<>();
    for (IPAddress block : blocks) {
      int length = block.isIPv4() ? ipv4 : ipv6;
      boolean stays = block.getNetworkPrefixLength() <= length;
      larger
          .computeIfAbsent(stays ? block : block.toPrefixBlock(length), same -> new ArrayList<>())
          .add(block);
    }
    Set<IPAddress> grown = new TreeSet<>();
    larger.forEach(
        (block, inside) -> {
          if (inside.size() >= FEWEST) {
            grown.add(block);
          } else {
            grown.addAll(inside);
          }
        });
    return grown;
  }
}
