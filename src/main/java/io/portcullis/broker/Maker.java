package io.portcullis.broker;

import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.security.SecurityContext;

/**
 * Whoever made something, by the login. What a client calls itself is none: where nobody logs in,
 * all are the same.
 *
 * @param user the user name, whole, since names that are cut may be alike
 */
record Maker(String user) {

  /** Whoever has this connection. */
  static Maker of(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return new Maker(
        security == null || security.getUserName() == null ? "" : security.getUserName());
  }

  /** Whether this connection is the broker's own. */
  static boolean isBroker(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && security.isBrokerContext();
  }
}
