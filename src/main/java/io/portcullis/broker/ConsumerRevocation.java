package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.Rules;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a consumer whose right to read was taken back: the broker forgets it at once, so that what
 * it had not acknowledged goes to others, and then it is told. OpenWire has a word for that; where
 * a protocol has none, the connection ends.
 */
public final class ConsumerRevocation implements LiveRights.Revocation {

  private static final Logger LOG = LoggerFactory.getLogger(ConsumerRevocation.class);

  private final Broker chain;
  private final AskedRights rights;
  private final Rules rules;
  private final Enforcer enforcer;

  /** Removes consumers from {@code chain}, the filters before the gate. */
  public ConsumerRevocation(Broker chain, AskedRights rights, Rules rules, Enforcer enforcer) {
    this.chain = chain;
    this.rights = rights;
    this.rules = rules;
    this.enforcer = enforcer;
  }

  @Override
  public void revoke(ConnectionContext context, ConsumerInfo consumer) {
    RightFacts lost = rights.lost(context, Operation.READ, consumer.getDestination());
    enforcer.enforce(
        Moment.CONNECTION,
        Subjects.of(context, consumer.getDestination()),
        rules.judge(lost.destination().toString(), rule -> rule.judge(lost)));
    Connection connection = context.getConnection();
    try {
      chain.removeConsumer(context, consumer);
    } catch (Exception e) {
      LOG.warn("A consumer lost its right and could not be removed; its connection ends", e);
      end(connection, lost);
      return;
    }
    if (understandsControl(connection)) {
      // A client that does not read must not hold up the others.
      chain
          .getBrokerService()
          .getTaskRunnerFactory()
          .execute(() -> connection.dispatchAsync(control(consumer)));
    } else {
      end(connection, lost);
    }
  }

  private static boolean understandsControl(Connection connection) {
    return Protocol.of(connection) == Protocol.OPENWIRE
        || (connection instanceof TransportConnection live
            && ConnectionInspector.isInVm(live.getTransport()));
  }

  private static ConsumerControl control(ConsumerInfo consumer) {
    ConsumerControl control = new ConsumerControl();
    control.setConsumerId(consumer.getConsumerId());
    control.setDestination(consumer.getDestination());
    control.setClose(true);
    return control;
  }

  private static void end(Connection connection, RightFacts lost) {
    if (connection instanceof TransportConnection live) {
      live.stopAsync(
          new SecurityException(
              "User %s is not authorized to read from: %s any more"
                  .formatted(lost.user(), lost.destination())));
    }
  }
}
