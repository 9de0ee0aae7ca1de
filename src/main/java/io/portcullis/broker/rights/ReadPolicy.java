package io.portcullis.broker.rights;

import io.portcullis.broker.send.Administrators;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.rule.Operation;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.security.MessageAuthorizationPolicy;
import org.apache.activemq.security.SecurityContext;

/**
 * Decides what one login may read. ActiveMQ asks it for each message before dispatch. So a revoked
 * right ends at once, whatever happens to the consumer and whatever id the client uses.
 *
 * <p>It checks the destination that holds the message. The destination that the message was sent to
 * does not count, because virtual and composite destinations forward messages.
 */
final class ReadPolicy implements MessageAuthorizationPolicy {

  private final MessageAuthorizationPolicy operatorsOrNull;
  private final Administrators administrators;
  private final SecurityContext login;
  private final RightCache held;

  /** Decides for {@code login}, within the operator's own policy, if there is one. */
  ReadPolicy(
      SecurityContext login,
      Supplier<RightsSnapshot> snapshots,
      Administrators administrators,
      MessageAuthorizationPolicy operatorsOrNull) {
    this.login = login;
    this.administrators = administrators;
    this.operatorsOrNull = operatorsOrNull;
    this.held = new RightCache(Operation.READ, login, snapshots, destination -> {});
  }

  /** Returns the operator's own policy, to be restored; null if there is none. */
  MessageAuthorizationPolicy operatorsOrNull() {
    return operatorsOrNull;
  }

  @Override
  public boolean isAllowedToConsume(ConnectionContext context, Message message) {
    return isAllowedToRead(holderOf(message))
        && (operatorsOrNull == null || operatorsOrNull.isAllowedToConsume(context, message));
  }

  /** Decides about one message. The dispatching thread cannot ask again. */
  private boolean isAllowedToRead(ActiveMQDestination destination) {
    try {
      return mayRead(destination);
    } catch (VirtualMachineError e) {
      return false;
    }
  }

  /**
   * Returns the destination that holds a message; if none does yet, the one that it was sent to.
   */
  private static ActiveMQDestination holderOf(Message message) {
    return message.getRegionDestination() instanceof Destination holder
        ? holder.getActiveMQDestination()
        : message.getDestination();
  }

  /** Tells whether the login may read from a destination now. If the map fails, it may not. */
  boolean mayRead(ActiveMQDestination destination) {
    try {
      return Quarantine.holds(destination)
          ? administrators.include(login)
          : held.includes(destination);
    } catch (RuntimeException | Error e) {
      if (isOfJvm(e)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Tells whether an error is the JVM's, such as a full heap. It says nothing of the map, and the
   * caller may ask again.
   */
  private static boolean isOfJvm(Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }
}
