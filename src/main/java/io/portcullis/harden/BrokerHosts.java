package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the names and addresses by which clients know the broker. It asks no name server. */
final class BrokerHosts {

  /** A host name or an IP address, which keytool cannot take for anything else. */
  static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)(?:\\*\\.)?[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?"
              + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+");

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private static final Pattern URI_HOST =
      Pattern.compile("^[A-Za-z0-9+]+://(?:\\[([^\\]]+)]|([^:/?\\[]+))");

  private BrokerHosts() {}

  /**
   * Returns the names for a certificate: those that the operator gives. If other machines know none
   * of them, the host's own is added.
   */
  static Set<String> of(Work work) throws IOException {
    Set<String> hosts = new LinkedHashSet<>(work.options().hosts());
    if (LOOPBACK.containsAll(hosts)) {
      ownName().ifPresentOrElse(hosts::add, () -> hosts.addAll(addresses()));
    }
    hosts.addAll(ofConnectors(work));
    hosts.addAll(LOOPBACK);
    return hosts;
  }

  private static Set<String> ofConnectors(Work work) throws IOException {
    Set<String> hosts = new LinkedHashSet<>();
    for (Spot connector : work.draft().all(Draft.broker("transportConnector"))) {
      Matcher uri = URI_HOST.matcher(connector.node().attribute("uri").orElse(""));
      if (uri.find()) {
        String host = uri.group(1) == null ? uri.group(2) : uri.group(1);
        if (HOST.matcher(host).matches() && !WILDCARDS.contains(host)) {
          hosts.add(host);
        }
      }
    }
    return hosts;
  }

  private static Optional<String> ownName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName())
          .filter(name -> HOST.matcher(name).matches())
          .filter(name -> !name.toLowerCase(Locale.ROOT).startsWith("localhost"))
          .filter(name -> !name.startsWith("127."));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static Set<String> addresses() {
    Set<String> found = new LinkedHashSet<>();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        found.addAll(names(each.inetAddresses()));
      }
    } catch (SocketException e) {
      return Set.of();
    }
    return found;
  }

  /** Returns addresses that other machines reach. They have no scope there, such as %eth0. */
  static List<String> names(Stream<InetAddress> addresses) {
    return addresses
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
        .filter(address -> HOST.matcher(address).matches())
        .toList();
  }
}
