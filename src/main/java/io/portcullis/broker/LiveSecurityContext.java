package io.portcullis.broker;

import io.portcullis.login.AccountBook;
import io.portcullis.login.AccountPrincipal;
import java.security.Principal;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.UserPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * Who a connection was logged in as, with rights that change when the rights do, and the consumers
 * whose right to read has to be looked at again then.
 */
final class LiveSecurityContext extends SecurityContext {

  private final SecurityContext login;
  private final ConnectionContext connection;
  private final Grants grants;
  private final Optional<AccountPrincipal> account;
  private final Map<ConsumerId, ConsumerInfo> consumers = new ConcurrentHashMap<>();

  /** What other login modules gave. */
  private Set<Principal> others = Set.of();

  private volatile Identity identity;

  /** The groups of a moment, as principals, and the accounts that had them so. */
  private record Identity(Optional<AccountBook> book, Set<Principal> principals) {}

  LiveSecurityContext(
      SecurityContext login, ConnectionContext connection, Supplier<Answers> answers) {
    super(login.getUserName());
    this.login = login;
    this.connection = connection;
    this.grants = new Grants(this, answers);
    Set<Principal> principals = LoginInspector.principals(login);
    this.account =
        principals.stream()
            .filter(AccountPrincipal.class::isInstance)
            .map(AccountPrincipal.class::cast)
            .findFirst();
    Optional<AccountBook> book = book();
    Set<Principal> others = new HashSet<>(principals);
    others.removeAll(principals(book));
    this.others = Set.copyOf(others);
    this.identity = new Identity(book, principals);
  }

  private Optional<AccountBook> book() {
    return account.map(principal -> principal.accounts().current());
  }

  /** What an account makes of its user; nothing but a name if it is gone. */
  private Set<Principal> principals(Optional<AccountBook> book) {
    Set<Principal> principals = new HashSet<>(others);
    account.ifPresent(principals::add);
    book.flatMap(accounts -> accounts.groups(account.orElseThrow().getName()))
        .ifPresent(
            groups -> {
              principals.add(new UserPrincipal(account.orElseThrow().getName()));
              groups.forEach(group -> principals.add(new GroupPrincipal(group)));
            });
    return Set.copyOf(principals);
  }

  /**
   * Looks whether the groups are still those of the login, where the gate's own login module gave
   * them: whoever has no account any more is in none of its groups.
   *
   * @return whether they may have changed
   */
  boolean isChanged() {
    Optional<AccountBook> now = book();
    if (now.equals(identity.book)) {
      return false;
    }
    identity = new Identity(now, principals(now));
    return true;
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
    return identity.principals;
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
