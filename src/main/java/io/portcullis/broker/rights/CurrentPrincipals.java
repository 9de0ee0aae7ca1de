package io.portcullis.broker.rights;

import io.portcullis.broker.send.ScheduledSends;
import io.portcullis.enforce.LruMap;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.activemq.broker.BrokerService;

/**
 * Finds the current principals of a user, even if the user is not connected. It takes them from the
 * first of these sources that applies:
 *
 * <ol>
 *   <li>the user's connection;
 *   <li>the broker's files; a user who is in none of them has no principals;
 *   <li>if only a directory could tell, the principals that the user had when scheduling a message.
 * </ol>
 */
public final class CurrentPrincipals {

  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final int MOST = 1_000;

  /** The principals of a user and when they were read. */
  private record Known(Optional<Set<Principal>> principals, Instant at) {}

  private final LiveLogins logins;
  private final List<AccountSource> accounts;
  private final Function<String, Optional<Set<Principal>>> before;
  private final Clock clock;
  private final Map<String, Known> known = new LruMap<>(MOST);

  /**
   * @param logins the users that are connected
   * @param accounts the broker's files
   * @param before the principals that a user had before, as far as they are stored
   * @param clock the clock, for the age of cached principals
   */
  CurrentPrincipals(
      LiveLogins logins,
      List<AccountSource> accounts,
      Function<String, Optional<Set<Principal>>> before,
      Clock clock) {
    this.logins = logins;
    this.accounts = List.copyOf(accounts);
    this.before = before;
    this.clock = clock;
  }

  /** Finds principals of a broker's users. */
  public static CurrentPrincipals of(
      BrokerService service, LiveLogins logins, ScheduledSends scheduled, Clock clock) {
    return new CurrentPrincipals(
        logins, BrokerAccounts.of(service, LoginModules.ofThisJvm()), scheduled::remembered, clock);
  }

  /** Returns the principals of a user, at most a second old; empty if they are unknown. */
  public synchronized Optional<Set<Principal>> of(String user) {
    Instant now = clock.instant();
    Known last = known.get(user);
    if (last == null || last.at.isAfter(now) || now.isAfter(last.at.plus(REMEMBERED))) {
      last = new Known(look(user), now);
      known.put(user, last);
    }
    return last.principals;
  }

  private Optional<Set<Principal>> look(String user) {
    Optional<Membership> connected = logins.of(user);
    if (connected.isPresent()) {
      return connected.get() instanceof Membership.Known yes
          ? Optional.of(yes.principals())
          : before.apply(user);
    }
    Set<Principal> principals = new HashSet<>();
    boolean told = false;
    for (AccountSource source : accounts) {
      Optional<Membership> membership = source.of(user);
      if (membership.isPresent() && membership.get() instanceof Membership.Untold) {
        return before.apply(user);
      }
      told |= membership.isPresent();
      membership
          .filter(Membership.Known.class::isInstance)
          .ifPresent(yes -> principals.addAll(((Membership.Known) yes).principals()));
    }
    return told ? Optional.of(principals) : before.apply(user);
  }
}
