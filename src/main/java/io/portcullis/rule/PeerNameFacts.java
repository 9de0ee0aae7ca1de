package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * A peer whose name no log can safely show.
 *
 * <p>Asked by {@code broker.bridge.RemoteBridgeEnd}.
 *
 * @param link the network connector's name
 * @param peer the address of the peer
 * @param fault what is wrong with the name, in words that do not quote it
 */
public record PeerNameFacts(String link, String peer, String fault) implements Judged {

  @Override
  public Resource about() {
    return Resource.of(Kind.NETWORK_CONNECTOR, link);
  }

  @Override
  public String where() {
    return "network connector \"%s\" to %s".formatted(link, peer);
  }
}
