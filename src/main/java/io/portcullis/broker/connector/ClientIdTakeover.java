package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthenticatedUser;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.policy.ClientIdPattern.Owner;
import io.portcullis.policy.ClientIdPatterns;
import io.portcullis.policy.ClientIdPatterns.Standing;
import io.portcullis.rule.TakeoverFacts;
import io.portcullis.rule.TakeoverFacts.Claim;
import io.portcullis.rule.TakeoverFacts.Kind;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * Records which user has which live client id. If a connector allows it, ActiveMQ ends the
 * connection that has a client id in favour of a new one. It does not ask whether both belong to
 * the same user.
 */
public final class ClientIdTakeover {

  private final Enforcer enforcer;
  private final LiveConnectionIds<String> live = new LiveConnectionIds<>();

  /** Judges claims by {@code enforcer}. */
  public ClientIdTakeover(Enforcer enforcer) {
    this.enforcer = enforcer;
  }

  /** Begins a login. */
  public Login login(ConnectionContext context, ConnectionInfo info) {
    return new Login(context, info);
  }

  /** Releases the claims of a connection that ends, or that was not let in. */
  public void release(ConnectionContext context, ConnectionInfo info) {
    if (info.getClientId() != null) {
      live.remove(info.getClientId(), context);
    }
  }

  /** Tells whether the operator reserves a client id, and for whom. */
  public static Standing standing(
      ClientIdPatterns patterns, String clientId, SecurityContext security) {
    if (patterns.all().isEmpty()) {
      return Standing.FREE;
    }
    Set<String> names = AuthenticatedUser.of(security).names();
    return patterns.of(
        clientId,
        (owner, name) ->
            owner == Owner.USER
                ? names.contains(name)
                : LoginInspector.isInOneOf(security, Set.of(new GroupPrincipal(name))));
  }

  /** One login, which claims its client id as soon as its user is known. */
  public final class Login {

    private final ConnectionContext context;
    private final ConnectionInfo original;
    private final AskedConnectionInfo info;
    private Optional<String> claimed = Optional.empty();
    private Optional<SecurityContext> user = Optional.empty();
    private Optional<Violation> refused = Optional.empty();

    private Login(ConnectionContext context, ConnectionInfo original) {
      this.context = context;
      this.original = original;
      this.info = new AskedConnectionInfo(original, this::asked);
    }

    /** Returns what the broker gets instead of the client's ConnectionInfo. */
    public ConnectionInfo info() {
      return info;
    }

    /**
     * Claims the client id. Before a plugin has logged a user in, there is nobody who could claim
     * it.
     */
    private void asked(String clientId) {
      if (context.getSecurityContext() != null) {
        claim(clientId);
      }
    }

    private void claim(String clientIdOrNull) {
      SecurityContext security = context.getSecurityContext();
      if (clientIdOrNull == null || claimed.filter(clientIdOrNull::equals).isPresent()) {
        return;
      }
      user = Optional.ofNullable(security);
      if (standing(enforcer.now().policy().clientIds(), clientIdOrNull, security)
          == Standing.OF_OTHERS) {
        refuse(clientIdOrNull, Claim.RESERVED);
      }
      AuthenticatedUser proven = AuthenticatedUser.of(security);
      if (!live.claim(clientIdOrNull, context, proven)) {
        refuse(clientIdOrNull, Claim.ANOTHERS);
        live.add(clientIdOrNull, context, proven);
      }
      claimed = Optional.of(clientIdOrNull);
    }

    private void refuse(String clientId, Claim claim) {
      TakeoverFacts takeover =
          new TakeoverFacts(
              ConnectionInspector.connection(context),
              Subjects.user(context),
              Kind.CLIENT_ID,
              Subjects.text(clientId),
              claim);
      List<Violation> violations =
          enforcer.judge(
              Moment.CONNECTION, Subjects.of(context), takeover, rule -> rule.judge(takeover));
      if (!violations.isEmpty()) {
        refused = Optional.of(violations.get(0));
        throw Refusal.of(violations.get(0));
      }
    }

    /** Tells whether the claim was refused. That is not a failed login. */
    public boolean isRefused() {
      return refused.isPresent();
    }

    /** Returns the logged-in user, refused or not. */
    public Optional<SecurityContext> user() {
      return user.or(() -> Optional.ofNullable(context.getSecurityContext()));
    }

    /**
     * Throws again if the claim was refused.
     *
     * @throws SecurityException if it was
     */
    public void refuse() {
      refused.ifPresent(
          violation -> {
            throw Refusal.of(violation);
          });
    }

    /**
     * Claims the id if that has not happened yet, for example without an authentication plugin.
     *
     * @throws SecurityException if the claim is refused
     */
    public void settle() {
      claim(original.getClientId());
    }

    /** Copies the changes of plugins back to the client's own ConnectionInfo. */
    public void giveBack() {
      info.giveBack(original);
    }
  }
}
