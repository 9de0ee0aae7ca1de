package io.portcullis.broker.connector;

import io.portcullis.broker.platform.PrintableError;
import io.portcullis.broker.platform.Transports;
import io.portcullis.broker.transport.BehindGate;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.FailedHandshakes;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.DuplexBridgeFacts;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.BrokerServiceAware;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFilter;
import org.apache.activemq.transport.TransportListener;

/**
 * The filter between a connection and the broker. It holds the {@link CommandGate}, and it judges a
 * peer's request for a duplex bridge before the broker gets it. The broker grants that request at
 * once, and in lines without the fixes of 2026 even to peers that never log in. After the bridge
 * exists, a refusal is too late.
 */
final class GatedTransport extends TransportFilter implements BrokerServiceAware, BehindGate {

  /** How long what is behind a refused message without acknowledgement may arrive. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final String connector;
  private final Optional<InetAddress> address;
  private final Enforcer enforcer;

  private final FailedHandshakes handshakes;

  private final Consumer<GatedTransport> gone;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean ending = new AtomicBoolean();

  private final FrameLimit frames;
  private final CancellableStart start = new CancellableStart();
  private final CommandGate gate;
  private final HeartBeats beats;

  /**
   * Whether the connection has ended. The broker ends it in another thread, and would otherwise get
   * later commands.
   */
  private volatile boolean ended;

  /** The late answer to its login, if it gets one. */
  private volatile Optional<LateLogin> late = Optional.empty();

  /**
   * @param gone hears that the connection has ended
   */
  GatedTransport(
      Transport next,
      PeerFacts peer,
      Enforcer enforcer,
      FailedHandshakes handshakes,
      ConnectionIdTakeover takeovers,
      Consumer<GatedTransport> gone) {
    super(next);
    this.gone = gone;
    this.connector = peer.connector();
    this.address = peer.address();
    this.enforcer = enforcer;
    this.handshakes = handshakes;
    this.frames = FrameLimit.of(next, peer, enforcer);
    this.beats = new HeartBeats(next, peer, enforcer);
    this.gate =
        new CommandGate(
            peer,
            enforcer,
            new Ways(),
            new CommandGate.Takeover() {
              @Override
              public Optional<String> refusal(ConnectionInfo info) {
                return beats
                    .refusal(info)
                    .or(
                        () ->
                            takeovers.judge(peer, info, GatedTransport.this).map(Violation::line));
              }

              @Override
              public void over() {
                takeovers.over(GatedTransport.this);
              }
            });
  }

  /** Returns the gate that judges its commands. */
  CommandGate gate() {
    return gate;
  }

  /** Returns the limit of its frames. */
  FrameLimit frames() {
    return frames;
  }

  /**
   * Makes the answer to a login wait.
   *
   * @return false if too many clients wait
   */
  boolean answerLate(ConnectionInfo login, String user, Duration wait) {
    late.ifPresent(LateLogin::drop);
    late = LateLogin.of(getNext(), login, user, wait, new Ways());
    boolean waits = late.isPresent();
    if (stopped.get()) {
      late.ifPresent(LateLogin::drop);
    }
    return waits;
  }

  /**
   * Ends the connection a second later. What the client has sent until then goes on.
   *
   * @return false if it ends already
   */
  boolean endSoon(String why) {
    if (ending.getAndSet(true)) {
      return false;
    }
    Future<?> unused =
        LoginDeadline.after(
            SOON,
            () -> {
              if (!stopped.get()) {
                end(why);
              }
            });
    return true;
  }

  /** Passes commands on through this transport, or ends its connection. */
  private final class Ways implements CommandGate.Way, LateLogin.Way {

    @Override
    public void answer(Response response) throws IOException {
      GatedTransport.super.oneway(response);
    }

    @Override
    public void pass(Object command) {
      if (!ended) {
        GatedTransport.super.onCommand(command);
      }
    }

    @Override
    public void end(String why) {
      GatedTransport.this.end(why);
    }
  }

  /** Ends the connection. If the broker does not know it yet, it cannot start any more. */
  void end(String why) {
    boolean known;
    synchronized (ending) {
      ended = true;
      known = getTransportListener() != null;
    }
    if (known) {
      onException(new IOException(why));
    }
  }

  @Override
  public void onCommand(Object command) {
    if (ended) {
      return;
    }
    frames.heard(command);
    if (command instanceof WireFormatInfo info) {
      Optional<String> refused = beats.refusal(info);
      if (refused.isPresent()) {
        end(refused.get());
        return;
      }
    }
    if (command instanceof BrokerInfo info && info.isDuplexConnection()) {
      DuplexBridgeFacts bridge = new DuplexBridgeFacts(connector, getRemoteAddress());
      List<Violation> refused =
          enforcer.judge(
              Moment.CONNECTION,
              new Subject(connector, bridge.remoteAddress(), "", "", "openwire", ""),
              bridge,
              rule -> rule.judge(bridge));
      if (!refused.isEmpty()) {
        end(refused.get(0).line());
        return;
      }
    }
    gate.hear(command);
  }

  @Override
  public void oneway(Object command) throws IOException {
    if (late.isEmpty() || !late.get().takes(command)) {
      super.oneway(command);
    }
  }

  @Override
  public void setTransportListener(TransportListener listener) {
    super.setTransportListener(listener);
    SaslPeers.listenTo(getNext(), address);
    StompGreeting.listenTo(getNext(), gate);
    frames.listen();
  }

  @Override
  public void start() throws Exception {
    synchronized (ending) {
      if (ended) {
        throw new IOException("connection %s was refused".formatted(getRemoteAddress()));
      }
    }
    gate.await();
    frames.start(() -> start.run(() -> SaslPeers.start(getNext(), address, super::start)));
  }

  @Override
  public void onException(IOException error) {
    start.breakOff(getNext());
    frames.ended(error);
    super.onException(gate.isLoggedIn() ? error : PrintableError.of(error));
  }

  /** Stops the transport. Every connection ends here, or in the method below. */
  @Override
  public void stop() throws Exception {
    end(super::stop);
  }

  /**
   * Stops the transport as well. From 6.3.2 on, ActiveMQ says why it stops one, by a method that
   * older versions do not have.
   */
  public void stop(Throwable causeOrNull) throws Exception {
    end(() -> Transports.stop(getNext(), causeOrNull));
  }

  /** Stops the transports behind this one. */
  private interface Stop {
    void run() throws Exception;
  }

  private void end(Stop others) throws Exception {
    gate.close();
    gone.accept(this);
    late.ifPresent(LateLogin::drop);
    String remote = getRemoteAddress();
    try {
      others.run();
    } finally {
      boolean first = !stopped.getAndSet(true);
      late.ifPresent(LateLogin::drop);
      if (first && ConnectionInspector.lacksSession(getNext())) {
        handshakes.count(connector, String.valueOf(remote));
      }
    }
  }

  @Override
  public void setBrokerService(BrokerService service) {
    if (getNext() instanceof BrokerServiceAware next) {
      next.setBrokerService(service);
    }
  }
}
