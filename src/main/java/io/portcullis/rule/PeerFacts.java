package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Who is at the other end of a transport that was just accepted.
 *
 * @param connector the name of the connector that accepted it
 * @param remoteAddress what the transport calls the other end
 * @param address its address; empty where the transport does not show one
 * @param inVm whether the other end is in this JVM
 */
public record PeerFacts(
    String connector, String remoteAddress, Optional<InetAddress> address, boolean inVm)
    implements Judged {

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
