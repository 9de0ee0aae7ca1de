package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The other end of a transport that a connector just accepted.
 *
 * <p>Asked by {@code broker.connector.GatedServer}.
 *
 * @param connector the name of the connector that accepted it
 * @param remoteAddress the other end, as the transport names it
 * @param address its address; empty if the transport shows none
 * @param inVm whether the other end is in this JVM
 * @param protocol what it speaks, in the operator's words, such as {@code mqtt+ws}; empty if it is
 *     unknown
 */
public record PeerFacts(
    String connector,
    String remoteAddress,
    Optional<InetAddress> address,
    boolean inVm,
    String protocol)
    implements Judged {

  /** A peer whose protocol is unknown. */
  public PeerFacts(
      String connector, String remoteAddress, Optional<InetAddress> address, boolean inVm) {
    this(connector, remoteAddress, address, inVm, "");
  }

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
