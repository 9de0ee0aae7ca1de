package io.portcullis.broker.connector;

import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.Fault;
import io.portcullis.rule.FrameFacts;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.io.IOException;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit on the frames of one connection before its login. ActiveMQ allocates the bytes that a
 * frame announces. So any client could make it allocate {@code maxFrameSize} again and again
 * without a login.
 *
 * <p>The gate sets the limit before it reads a byte. The negotiation of the wire format still tells
 * the client {@code maxFrameSize}. From the login until the connection ends, {@code maxFrameSize}
 * holds.
 *
 * <p>If {@code require-authentication} only reports, or is waived for the connector, the gate
 * limits nothing. It then reports a frame that the limit would refuse.
 */
public final class FrameLimit {

  private static final Logger LOG = LoggerFactory.getLogger(FrameLimit.class);

  private static final Fault UNBOUNDED =
      new Fault(
          "transport-unbounded",
          "nothing bounds what its transport %s reads before the login",
          "use a transport of ActiveMQ's, such as stomp+ssl or stomp+nio+ssl");

  private final PeerFacts peer;
  private final Enforcer enforcer;
  private final ProtocolFrames frames;
  private final boolean holds;
  private boolean reported;
  private volatile boolean loggedIn;

  private FrameLimit(PeerFacts peer, Enforcer enforcer, ProtocolFrames frames, boolean holds) {
    this.peer = peer;
    this.enforcer = enforcer;
    this.frames = frames;
    this.holds = holds;
  }

  /**
   * Limits an accepted transport that has not started.
   *
   * @throws SecurityException if the transport is unknown; that has been recorded
   */
  static FrameLimit of(Transport accepted, PeerFacts peer, Enforcer enforcer) {
    ProtocolFrames frames = ProtocolFrames.of(accepted);
    FrameLimit limit = new FrameLimit(peer, enforcer, frames, holds(enforcer.now(), peer));
    if (limit.holds) {
      frames.lower();
      try {
        frames.bound();
      } catch (UnboundedException e) {
        throw limit.refuse(e);
      }
    }
    return limit;
  }

  private SecurityException refuse(UnboundedException unbounded) {
    LOG.debug("A transport is not as Portcullis knows it", unbounded);
    Violation violation =
        Violation.of(RuleIds.REQUIRE_AUTHENTICATION, peer, UNBOUNDED, unbounded.transport());
    enforcer.refuse(Moment.CONNECTION, subject(), violation);
    return Refusal.of(violation);
  }

  private Subject subject() {
    return new Subject(peer.connector(), peer.remoteAddress(), "", "", frames.protocol(), "");
  }

  private static boolean holds(ActivePolicy now, PeerFacts peer) {
    return now.enforces(RuleIds.REQUIRE_AUTHENTICATION)
        && !now.waives(RuleIds.REQUIRE_AUTHENTICATION, peer.about());
  }

  /** Lets a logged-in connection send frames as large as its connector allows. */
  public static void lift(ConnectionContext context) {
    if (context.getConnection() instanceof TransportConnection live
        && live.getTransport() instanceof GatedTransport gated) {
      gated.frames().lift();
    }
  }

  /** Wraps the listener of the transport, once it is set. */
  void listen() {
    if (holds) {
      frames.guard();
    } else {
      frames.watch(this::seen);
    }
  }

  /** Starts a transport. If it has bytes to read already, it may end at once. */
  void start(SaslPeers.Start transport) throws Exception {
    try {
      if (holds) {
        frames.start();
      }
      transport.start();
    } catch (IOException e) {
      ended(e);
      throw e;
    }
  }

  /** Handles a client's command. When a client negotiates, ActiveMQ has just raised the limit. */
  void heard(Object command) {
    if (holds && !loggedIn && command instanceof WireFormatInfo) {
      frames.lower();
    }
  }

  /** Handles a transport's end. ActiveMQ ends it with an error if a frame is too large. */
  void ended(IOException error) {
    if (holds && !loggedIn && ProtocolFrames.isTooLarge(error)) {
      judge();
    }
  }

  private void seen(int bytes) {
    if (!loggedIn && bytes > frames.mostBytes()) {
      judge();
    }
  }

  private synchronized void judge() {
    if (reported) {
      return;
    }
    reported = true;
    FrameFacts frame = new FrameFacts(peer.connector(), peer.remoteAddress(), frames.mostBytes());
    // Nothing is thrown: where it is refused, the transport has ended already.
    enforcer.judge(Moment.CONNECTION, subject(), frame, rule -> rule.judge(frame));
  }

  private void lift() {
    if (loggedIn) {
      return;
    }
    loggedIn = true;
    if (holds) {
      frames.lift();
    } else {
      frames.unwatch();
    }
  }
}
