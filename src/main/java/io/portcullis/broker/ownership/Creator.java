package io.portcullis.broker.ownership;

import io.portcullis.broker.rights.AuthenticatedUser;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.security.SecurityContext;

/**
 * Whoever made something, by what the login has shown. What a client calls itself is none: where
 * nobody logs in, all are the same.
 *
 * @param user the names, whole, since names that are cut may be alike
 */
record Creator(AuthenticatedUser user) {

  /** Whoever has this connection. */
  static Creator of(ConnectionContext context) {
    return new Creator(AuthenticatedUser.of(context.getSecurityContext()));
  }

  /** Whether this connection is the broker's own. */
  static boolean isBroker(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && security.isBrokerContext();
  }
}
