package io.portcullis.broker.platform;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses that a name stands for on this host. */
public final class HostAddresses {

  private HostAddresses() {}

  /**
   * Returns the addresses of a host name or address; empty if they are unknown. A wildcard stands
   * for all addresses of this host.
   */
  public static List<InetAddress> of(String host) {
    try {
      InetAddress address = HostLookups.address(host);
      return address.isAnyLocalAddress() ? ofAllInterfaces() : List.of(address);
    } catch (UnknownHostException | SocketException e) {
      return List.of();
    }
  }

  /**
   * Returns the addresses of all interfaces. Java binds a wildcard for both families, whichever
   * form it has.
   */
  public static List<InetAddress> ofAllInterfaces() throws SocketException {
    return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
  }
}
