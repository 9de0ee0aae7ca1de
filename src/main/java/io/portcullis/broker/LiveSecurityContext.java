package io.portcullis.broker;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.security.SecurityContext;

/**
 * Who a connection was logged in as, with rights that change when the rights do, and the consumers
 * whose right to read has to be looked at again then.
 */
final class LiveSecurityContext extends SecurityContext {

  private final SecurityContext login;
  private final ConnectionContext connection;
  private final Grants grants;
  private final Map<ConsumerId, ConsumerInfo> consumers = new ConcurrentHashMap<>();

  LiveSecurityContext(
      SecurityContext login, ConnectionContext connection, Supplier<Answers> answers) {
    super(login.getUserName());
    this.login = login;
    this.connection = connection;
    this.grants = new Grants(this, answers);
  }

  /** What the authentication plugin made, and expects to find again. */
  SecurityContext login() {
    return login;
  }

  /** The connection. */
  ConnectionContext connection() {
    return connection;
  }

  /** Its consumers. */
  Map<ConsumerId, ConsumerInfo> consumers() {
    return consumers;
  }

  @Override
  public Set<Principal> getPrincipals() {
    return login.getPrincipals();
  }

  @Override
  public boolean isBrokerContext() {
    return login.isBrokerContext();
  }

  @Override
  public ConcurrentMap<ActiveMQDestination, ActiveMQDestination> getAuthorizedWriteDests() {
    return grants;
  }
}
