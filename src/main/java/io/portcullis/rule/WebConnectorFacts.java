package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.net.InetAddress;
import java.util.List;

/**
 * A connector of a web server beside the broker.
 *
 * @param host the host name or address, as configured
 * @param port the port, as configured
 * @param addresses the addresses it would listen on, with a wildcard resolved to those of the
 *     host's interfaces; empty if they are unknown
 * @param tls whether it accepts only TLS
 * @param bean its bean's start tag and file; empty if a server makes it by itself
 */
public record WebConnectorFacts(
    String host, String port, List<InetAddress> addresses, boolean tls, String bean)
    implements Judged {

  /** Creates a connector that a server makes by itself. */
  public WebConnectorFacts(String host, String port, List<InetAddress> addresses, boolean tls) {
    this(host, port, addresses, tls, "");
  }

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
