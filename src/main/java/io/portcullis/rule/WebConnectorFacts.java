package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.net.InetAddress;
import java.util.List;

/**
 * Where a web server beside the broker listens.
 *
 * @param host the host name or address, as it is configured
 * @param port the port, as it is configured
 * @param addresses the addresses it would listen on, a wildcard resolved to those of the host's
 *     interfaces; empty if nobody can tell
 * @param tls whether nothing but TLS is spoken there
 */
public record WebConnectorFacts(String host, String port, List<InetAddress> addresses, boolean tls)
    implements Judged {

  /** Copies the list. */
  public WebConnectorFacts {
    addresses = List.copyOf(addresses);
  }

  @Override
  public Resource about() {
    return Resource.of(Kind.WEB_CONNECTOR, location());
  }

  @Override
  public String where() {
    return "web connector (%s)".formatted(location());
  }

  private String location() {
    return "%s://%s:%s".formatted(tls ? "https" : "http", host, port);
  }
}
