package io.portcullis.harden;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the operator decided before.
 *
 * @param hosts the names that clients use for the broker, for its certificate; the host's own name
 *     if empty
 * @param networks the CIDR blocks of the clients; empty if they are not decided
 * @param keyStore the key store of the broker; without one, keytool makes one
 * @param keyStorePassword its password
 */
public record HardenOptions(
    List<String> hosts,
    List<String> networks,
    Optional<Path> keyStore,
    Optional<String> keyStorePassword) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if one of the hosts is none; the message names it
   */
  public HardenOptions {
    hosts = List.copyOf(hosts);
    networks = List.copyOf(networks);
    for (String host : hosts) {
      if (!BrokerHosts.HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "\"%s\" is no host name and no IP address".formatted(host));
      }
    }
  }
}
