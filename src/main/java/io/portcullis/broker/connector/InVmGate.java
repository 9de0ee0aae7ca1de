package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.platform.Transports;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.enforce.Enforcer;
import io.portcullis.rule.PeerFacts;
import java.io.IOException;
import java.util.Optional;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportListener;

/**
 * Judges the commands of a connection inside the JVM, from its login on. No connector accepts such
 * a connection, so this class listens in its broker's place.
 */
public final class InVmGate implements TransportListener {

  private final TransportListener broker;
  private final UserCommands user;

  private InVmGate(PeerFacts peer, Enforcer enforcer, Transport transport) {
    this.broker = transport.getTransportListener();
    this.user =
        new UserCommands(
            peer,
            enforcer,
            new CommandGate.Way() {
              @Override
              public void pass(Object command) {
                broker.onCommand(command);
              }

              @Override
              public void end(String why) {
                broker.onException(new IOException(why));
              }
            });
  }

  /**
   * Records an accepted login. It does nothing for a connection that is not inside the JVM.
   *
   * @return the login that this replaces, if there is one
   */
  public static Optional<ConnectionContext> loggedIn(ConnectionContext context, Enforcer enforcer) {
    if (context.getConnection() instanceof TransportConnection live
        && Transports.isInVm(live.getTransport())) {
      Transport transport = live.getTransport();
      InVmGate gate =
          of(context)
              .orElseGet(
                  () ->
                      new InVmGate(
                          ConnectionInspector.peer(
                              Subjects.connector(context.getConnector()), transport),
                          enforcer,
                          transport));
      transport.setTransportListener(gate);
      return gate.user.loggedIn(context);
    }
    return Optional.empty();
  }

  /** Records that a login has ended. */
  public static void loggedOut(ConnectionContext context) {
    of(context).ifPresent(gate -> gate.user.loggedOut(context));
  }

  private static Optional<InVmGate> of(ConnectionContext context) {
    return context.getConnection() instanceof TransportConnection live
            && live.getTransport().getTransportListener() instanceof InVmGate gate
        ? Optional.of(gate)
        : Optional.empty();
  }

  /**
   * Handles a command. A bridge that a peer asked for passes on the session that the peer created,
   * and does not use it.
   */
  @Override
  public void onCommand(Object command) {
    if (command instanceof ConnectionInfo info) {
      Optional<String> refused = user.judgeAgain(info);
      broker.onCommand(refused.isPresent() ? new RefusedCommand(info, refused.get()) : info);
    } else if (!user.ids().any() || command instanceof SessionInfo) {
      broker.onCommand(command);
    } else {
      user.hear(command, true);
    }
  }

  @Override
  public void onException(IOException error) {
    broker.onException(error);
  }

  @Override
  public void transportInterupted() {
    broker.transportInterupted();
  }

  @Override
  public void transportResumed() {
    broker.transportResumed();
  }
}
