package io.portcullis.enforce;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network of a peer: one IPv4 address, or the first 64 bits of an IPv6 address, which belong to
 * one site.
 */
public final class PeerNetwork {

  private static final Pattern IPV6 =
      Pattern.compile("\\[?([0-9a-fA-F.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:/+");
  private static final Pattern NUMBER = Pattern.compile("[:#@]\\d+$");

  private PeerNetwork() {}

  /** Returns the network of an address, as text. */
  public static String of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, 8, 16, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IPv6 address has 16 bytes", e);
    }
  }

  /**
   * Returns the network of a remote address as a transport names it, such as {@code
   * tcp://10.0.0.1:5} or {@code vm://broker#3}. If it has no IP address, it returns the text
   * without the number at its end.
   */
  static String of(String remoteAddress) {
    String name = SCHEME.matcher(remoteAddress).replaceFirst("");
    Matcher ipv6 = IPV6.matcher(name);
    if (ipv6.lookingAt()) {
      return ofIpv6(ipv6.group(1), name);
    }
    Matcher ipv4 = IPV4.matcher(name);
    return ipv4.lookingAt() ? ipv4.group() : NUMBER.matcher(name).replaceFirst("");
  }

  /** Returns the network of an IPv6 address. Java never looks up a text of digits and colons. */
  private static String ofIpv6(String digits, String otherwise) {
    try {
      return of(InetAddress.getByName(digits));
    } catch (UnknownHostException e) {
      return otherwise;
    }
  }
}
