package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.LogText;
import io.portcullis.broker.platform.Transports;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportListener;

/**
 * Reads the frames of a STOMP client until its login. ActiveMQ turns few of them into commands and
 * logs the others. A WebSocket passes its frames on where nobody can listen.
 */
final class StompGreeting implements TransportListener {

  private static final String STOMP = "org.apache.activemq.transport.stomp.";

  private static final Set<String> GREETINGS =
      Set.of("CONNECT", "STOMP", "DISCONNECT", "KEEPALIVE");

  /** The headers of a greeting that ActiveMQ may quote in its log. */
  private static final List<String> QUOTED =
      List.of("login", "client-id", "host", "heart-beat", "accept-version");

  private final TransportListener next;
  private final CommandGate gate;

  private StompGreeting(TransportListener next, CommandGate gate) {
    this.next = next;
    this.gate = gate;
  }

  /** Listens to a STOMP transport. All other listeners must be set. */
  static void listenTo(Transport transport, CommandGate gate) {
    Transport inner = Transports.innermost(transport);
    boolean stomp = Transports.chain(transport).anyMatch(StompGreeting::isStomp);
    TransportListener listener = inner.getTransportListener();
    if (stomp && listener != null) {
      inner.setTransportListener(new StompGreeting(listener, gate));
    }
  }

  private static boolean isStomp(Transport transport) {
    return transport.getClass().getName().startsWith(STOMP);
  }

  @Override
  public void onCommand(Object frame) {
    if (!gate.isLoggedIn() && fault(frame).filter(gate::endsAt).isPresent()) {
      return;
    }
    next.onCommand(frame);
  }

  private static Optional<String> fault(Object frame) {
    if (frame.getClass().getSimpleName().equals("StompFrameError")) {
      return Optional.of("a STOMP frame that cannot be read");
    }
    String action = String.valueOf(ActiveMqInternals.ask(frame, "getAction")).trim();
    if (!GREETINGS.contains(action)) {
      return Optional.of("a STOMP frame other than CONNECT");
    }
    Map<?, ?> headers = (Map<?, ?>) ActiveMqInternals.ask(frame, "getHeaders");
    return QUOTED.stream()
        .filter(header -> LogText.isUnfit(String.valueOf(headers.get(header))))
        .findFirst()
        .map("a STOMP frame whose header %s no log can show"::formatted);
  }

  @Override
  public void onException(IOException error) {
    next.onException(error);
  }

  @Override
  public void transportInterupted() {
    next.transportInterupted();
  }

  @Override
  public void transportResumed() {
    next.transportResumed();
  }
}
