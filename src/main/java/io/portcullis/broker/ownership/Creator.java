package io.portcullis.broker.ownership;

import io.portcullis.broker.rights.AuthenticatedUser;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.security.SecurityContext;

/**
 * The user who created something, as the login proved it. A name that a client only claims does not
 * count. If nobody logs in, all creators are the same.
 *
 * @param user the full names, because shortened names may be equal
 */
record Creator(AuthenticatedUser user) {

  /** Returns the user of a connection. */
  static Creator of(ConnectionContext context) {
    return new Creator(AuthenticatedUser.of(context.getSecurityContext()));
  }

  /** Tells whether a connection is the broker's own. */
  static boolean isBroker(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && security.isBrokerContext();
  }
}
