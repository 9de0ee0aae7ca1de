package io.portcullis.policy;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of address blocks in CIDR notation, IPv4 and IPv6.
 *
 * <p>An IPv4 address that travels as an IPv4-mapped IPv6 address ({@code ::ffff:10.0.0.1}) is the
 * IPv4 address, on both sides. A zone ({@code %eth0}) does not matter.
 */
public final class Networks {

  /**
   * Addresses, addresses with a prefix length, and nothing of the wildcards, ranges, masks and
   * shortened forms that {@link IPAddressString} would read as well.
   */
  private static final IPAddressStringParameters CIDR_ONLY =
      new IPAddressStringParameters.Builder()
          .allowEmpty(false)
          .allowAll(false)
          .allowMask(false)
          .allowPrefixOnly(false)
          .allowSingleSegment(false)
          .allowWildcardedSeparator(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .getIPv4AddressParametersBuilder()
          .allow_inet_aton(false)
          .allowLeadingZeros(false)
          .getParentBuilder()
          .getIPv6AddressParametersBuilder()
          .allowZone(false)
          .allowBase85(false)
          .getParentBuilder()
          .toParams();

  private static final IPAddressGenerator FROM_BYTES = new IPAddressGenerator();

  private static final IPAddress LOOPBACK_4 = block("127.0.0.0/8");
  private static final IPAddress LOOPBACK_6 = block("::1/128");

  private final List<IPAddress> blocks;

  private Networks(List<IPAddress> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * The blocks that were named.
   *
   * @throws IllegalArgumentException if one is not a CIDR block; the message names it
   */
  public static Networks of(String... blocks) {
    return new Networks(Arrays.stream(blocks).map(Networks::block).toList());
  }

  /** Reads comma-separated blocks and adds what is wrong to {@code problems}. */
  public static Networks parse(String property, String text, List<String> problems) {
    List<IPAddress> blocks = new ArrayList<>();
    for (String word : OptionParser.of(text)) {
      try {
        blocks.add(block(word));
      } catch (IllegalArgumentException e) {
        problems.add("%s: %s".formatted(property, e.getMessage()));
      }
    }
    return new Networks(blocks);
  }

  private static IPAddress block(String text) {
    IPAddress block = new IPAddressString(text, CIDR_ONLY).getAddress();
    if (block == null) {
      throw new IllegalArgumentException(
          "\"%s\" is not an address block; write one such as 10.0.0.0/8 or fd00::/8"
              .formatted(text));
    }
    IPAddress whole = block.isPrefixed() ? block.toPrefixBlock() : block;
    if (!whole.getLower().withoutPrefixLength().equals(block.getLower().withoutPrefixLength())) {
      throw new IllegalArgumentException(
          "\"%s\" has bits set behind its prefix; write %s".formatted(text, whole));
    }
    return unmapped(whole);
  }

  private static IPAddress unmapped(IPAddress block) {
    if (!block.isIPv6() || !block.toIPv6().isIPv4Mapped()) {
      return block;
    }
    IPv6Address mapped = block.toIPv6();
    return mapped.getEmbeddedIPv4Address();
  }

  /** Whether one of the blocks holds {@code address}. */
  public boolean contains(InetAddress address) {
    IPAddress asked = unmapped(FROM_BYTES.from(address.getAddress()));
    for (IPAddress block : blocks) {
      if (block.contains(asked)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a client of one of the blocks can reach a port that is bound to these addresses. A
   * client comes over the same version of IP. It comes from loopback exactly if it connects to
   * loopback.
   */
  public boolean reach(List<InetAddress> bound) {
    return bound.stream()
        .map(address -> unmapped(FROM_BYTES.from(address.getAddress())))
        .anyMatch(address -> blocks.stream().anyMatch(block -> reaches(block, address)));
  }

  private static boolean reaches(IPAddress block, IPAddress address) {
    if (block.isIPv6() != address.isIPv6()) {
      return false;
    }
    IPAddress loopback = address.isIPv6() ? LOOPBACK_6 : LOOPBACK_4;
    return loopback.contains(address)
        ? block.intersect(loopback) != null
        : !loopback.contains(block);
  }

  /** Whether no block was named, so that no address is inside. */
  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** The blocks, comma-separated. */
  @Override
  public String toString() {
    return blocks.stream().map(IPAddress::toCanonicalString).collect(Collectors.joining(", "));
  }
}
