package io.portcullis.broker.rights;

import io.portcullis.broker.send.Administrators;
import io.portcullis.broker.send.FirstMessages;
import io.portcullis.broker.send.ForwardingExchange;
import io.portcullis.broker.send.ForwardingExchanges;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.login.AccountBook;
import io.portcullis.login.AccountPrincipal;
import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.UserPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * The security context of a connection, with rights that follow changes of the map and of groups.
 * It also tells which consumers to check again after a change.
 */
public final class LiveSecurityContext extends SecurityContext {

  private final SecurityContext login;
  private final AuthenticatedUser proven;
  private final ConnectionContext connection;
  private final WriteRightsCache writes;
  private final Optional<AccountPrincipal> account;
  private final ReadPolicy reads;
  private final LoginSubscriptions consumers = new LoginSubscriptions();
  private final FirstMessages firsts = new FirstMessages();
  private volatile ForwardingExchanges forwardingOrNull;

  /** The principals from other login modules. */
  private final Set<Principal> others;

  private volatile Identity identity;

  /** The current groups of the user, as principals, and the accounts that they come from. */
  private record Identity(Optional<AccountBook> book, Set<Principal> principals) {}

  LiveSecurityContext(
      SecurityContext login,
      ConnectionContext connection,
      Supplier<RightsSnapshot> snapshots,
      Administrators administrators,
      LiveRights.Grants grants) {
    super(login.getUserName());
    this.login = login;
    this.proven = AuthenticatedUser.of(login);
    this.connection = connection;
    this.writes = new WriteRightsCache(this, snapshots, to -> grants.granted(this, to));
    this.reads =
        new ReadPolicy(this, snapshots, administrators, connection.getMessageAuthorizationPolicy());
    Set<Principal> principals = LoginInspector.principals(login);
    this.account =
        principals.stream()
            .filter(AccountPrincipal.class::isInstance)
            .map(AccountPrincipal.class::cast)
            .findFirst();
    Set<Principal> others = new HashSet<>(principals);
    account.ifPresent(own -> others.removeAll(principals(own, own.groupsOfLogin())));
    this.others = Set.copyOf(others);
    this.identity = identity();
  }

  private static Set<Principal> principals(AccountPrincipal account, Set<String> groups) {
    Set<Principal> principals = new HashSet<>();
    principals.add(account);
    principals.add(new UserPrincipal(account.getName()));
    groups.forEach(group -> principals.add(new GroupPrincipal(group)));
    return principals;
  }

  /**
   * The current identity. The files may have changed since the login. A user without an account has
   * no right, not even one that everybody has.
   */
  private Identity identity() {
    return account.map(this::identity).orElseGet(() -> new Identity(Optional.empty(), others));
  }

  private Identity identity(AccountPrincipal own) {
    AccountBook book = own.accounts().current();
    Set<Principal> principals = new HashSet<>(others);
    book.groups(own.getName()).ifPresent(groups -> principals.addAll(principals(own, groups)));
    return new Identity(Optional.of(book), Set.copyOf(principals));
  }

  private Optional<AccountBook> book() {
    return account.map(principal -> principal.accounts().current());
  }

  /**
   * Checks whether the groups are still those of the login, if Portcullis' login module gave them.
   * A user without an account is in none of its groups.
   *
   * @return whether they may have changed
   */
  boolean isChanged() {
    if (book().equals(identity.book)) {
      return false;
    }
    identity = identity();
    return true;
  }

  /**
   * Returns the security context of the authentication plugin, which that plugin expects to find
   * again.
   */
  SecurityContext login() {
    return login;
  }

  /** Returns the user that the login proved. */
  AuthenticatedUser proven() {
    return proven;
  }

  /** The connection. */
  ConnectionContext connection() {
    return connection;
  }

  /** Returns what it may read. */
  ReadPolicy reads() {
    return reads;
  }

  /** Tells which of its messages are the first for their destination. */
  public FirstMessages firsts() {
    return firsts;
  }

  /** Returns the destinations that its consumers asked for. */
  public List<ActiveMQDestination> readDestinations() {
    return consumers.all().stream()
        .map(subscription -> subscription.getConsumerInfo().getDestination())
        .toList();
  }

  /** Its consumers. */
  LoginSubscriptions consumers() {
    return consumers;
  }

  /** Returns the exchange that a destination forwards with a message of a connection. */
  public static ForwardingExchange forwarding(
      ActiveMQDestination sentTo, ProducerBrokerExchange exchange) {
    return exchange.getConnectionContext().getSecurityContext() instanceof LiveSecurityContext login
        ? login.forwarding().from(sentTo, exchange)
        : ForwardingExchange.from(sentTo, exchange);
  }

  /** Creates them late, because few connections need them. */
  private ForwardingExchanges forwarding() {
    ForwardingExchanges known = forwardingOrNull;
    if (known == null) {
      known = new ForwardingExchanges();
      forwardingOrNull = known;
    }
    return known;
  }

  @Override
  public Set<Principal> getPrincipals() {
    return identity.principals;
  }

  /**
   * Tells whether the user has one of these principals. A user without principals is not part of
   * everybody either, unlike in ActiveMQ 6.3.
   */
  @Override
  public boolean isInOneOf(Set<?> allowedPrincipals) {
    return !identity.principals.isEmpty() && super.isInOneOf(allowedPrincipals);
  }

  @Override
  public boolean isBrokerContext() {
    return login.isBrokerContext();
  }

  @Override
  public ConcurrentMap<ActiveMQDestination, ActiveMQDestination> getAuthorizedWriteDests() {
    return writes;
  }
}
