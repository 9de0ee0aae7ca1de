package io.portcullis.broker.rights;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.UnloadedMap;
import io.portcullis.broker.rights.Explanation.Verdict;
import io.portcullis.broker.send.Administrators;
import io.portcullis.rule.Operation;
import io.portcullis.rule.UnansweredException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Explains why a user has or does not have a right. The code that decides for live connections
 * decides here too. Map entries are shown for people.
 */
public final class RightsExplainer {

  private final AuthorizationMapView rights;
  private final PathSeparators separators;
  private final List<AccountSource> accounts;
  private final Administrators administrators;

  /**
   * @param rights the authorization map
   * @param separators what ActiveMQ makes of names
   * @param accounts the sources of groups; the first that knows a user decides
   * @param administrators the only users who may read from quarantine
   */
  RightsExplainer(
      AuthorizationMapView rights,
      PathSeparators separators,
      List<AccountSource> accounts,
      Administrators administrators) {
    this.rights = rights;
    this.separators = separators;
    this.accounts = List.copyOf(accounts);
    this.administrators = administrators;
  }

  /** Explains rights in a running broker. A logged-in user has the groups from the login. */
  public static RightsExplainer of(
      BrokerService service,
      AuthorizationMapView rights,
      LiveLogins logins,
      Administrators administrators) {
    List<AccountSource> accounts = new ArrayList<>();
    accounts.add(logins);
    accounts.addAll(BrokerAccounts.of(service, LoginModules.ofThisJvm()));
    return new RightsExplainer(rights, PathSeparators.of(service), accounts, administrators);
  }

  /** Explains the rights of a broker that does not run: its login modules know the groups. */
  public static RightsExplainer ofConfigured(
      BrokerService service,
      AuthorizationMapView rights,
      LoginModules modules,
      Administrators administrators) {
    return new RightsExplainer(
        rights, PathSeparators.of(service), BrokerAccounts.of(service, modules), administrators);
  }

  /**
   * Explains a right.
   *
   * @param user the user's name at the login
   * @param operation {@code read}, {@code write} or {@code admin}
   * @param destination a qualified name, such as {@code queue://ORDERS}
   * @throws IllegalArgumentException if there is no such operation or destination
   */
  public Explanation explain(String user, String operation, String destination) {
    Operation asked = operation(operation);
    ActiveMQDestination name = DestinationNames.read(destination);
    if (user.isBlank()) {
      throw new IllegalArgumentException("user \"%s\" is no name".formatted(user));
    }
    try {
      return explain(user, asked, name);
    } catch (RuntimeException e) {
      // A map of somebody's own may fail as it likes, also when it is only asked.
      return new Explanation(
          Verdict.UNKNOWN,
          List.of(
              untold(
                  user,
                  "%s %s".formatted(asked.verb(), ExplainedRight.shown(name)),
                  "%s cannot be asked (%s)"
                      .formatted(
                          UnloadedMap.typeOf(TimedAuthorizationMap.behind(rights.map())), e))));
    }
  }

  private static Operation operation(String text) {
    for (Operation operation : Operation.values()) {
      if (operation.right().equals(text.strip().toLowerCase(Locale.ROOT))) {
        return operation;
      }
    }
    throw new IllegalArgumentException(
        "operation \"%s\" is not one of read, write, admin".formatted(text));
  }

  private Explanation explain(String user, Operation operation, ActiveMQDestination asked) {
    ActiveMQDestination destination = separators.translate(asked);
    List<String> lines = new ArrayList<>();
    if (!destination.equals(asked)) {
      lines.add("name: ActiveMQ makes %s of it".formatted(ExplainedRight.shown(destination)));
    }
    Optional<Membership.Known> known = membership(user, lines);
    lines.addAll(map());
    Optional<UnansweredException> silence =
        LdapDirectory.behind(rights.map()).flatMap(LdapDirectory::reach);
    silence.ifPresent(
        why ->
            lines.add("but %s; what follows is what it still knows".formatted(why.getMessage())));
    SecurityContext login = login(user, known.map(Membership.Known::principals).orElse(Set.of()));
    String what = "%s %s".formatted(operation.verb(), ExplainedRight.shown(destination));
    if (known.isEmpty()) {
      lines.add(
          "needed: one of %s".formatted(rights.right(user, login, operation, destination).grant()));
      lines.add(0, untold(user, what, "nothing says which groups it has"));
      return new Explanation(Verdict.UNKNOWN, lines);
    }
    boolean held =
        new ExplainedRight(rights, administrators, login, operation, destination).explain(lines);
    if (!held && !known.get().whole()) {
      lines.add(0, untold(user, what, "its login may give it more groups than are known here"));
      return new Explanation(Verdict.UNKNOWN, lines);
    }
    lines.add(0, "user \"%s\" %s %s".formatted(user, held ? "may" : "may not", what));
    return new Explanation(held ? Verdict.HELD : Verdict.NOT_HELD, lines);
  }

  private static String untold(String user, String what, String why) {
    return "whether user \"%s\" may %s cannot be told: %s".formatted(user, what, why);
  }

  /**
   * Returns what is known of a user's groups. A connected user has those of the connection. Others
   * have what all sources give together, as the modules of one login do. A source that cannot tell
   * may give more.
   */
  private Optional<Membership.Known> membership(String user, List<String> lines) {
    Optional<Membership.Known> known = Optional.empty();
    boolean more = false;
    for (AccountSource source : accounts) {
      Optional<Membership> membership = source.of(user);
      if (membership.isEmpty()) {
        continue;
      }
      boolean later = known.isPresent() && known.get().live();
      lines.add(membership.get().line() + (later ? "; its next login decides" : ""));
      if (membership.get() instanceof Membership.Known yes) {
        known = Optional.of(known.map(before -> before.and(yes)).orElse(yes));
      }
      more |= membership.get() instanceof Membership.Untold;
    }
    if (accounts.isEmpty()) {
      lines.add("groups: no plugin that is known says who is in which");
    }
    boolean whole = !more;
    return known.map(yes -> yes.live() || whole ? yes : yes.partly());
  }

  private List<String> map() {
    return switch (rights.source()) {
      case OPERATOR, NOT_ASKED ->
          List.of("map: " + UnloadedMap.typeOf(TimedAuthorizationMap.behind(rights.map())));
      case DEFAULT -> List.of("map: Portcullis' default one");
      case NOT_INSTALLED ->
          List.of(
              "map: none, since require-authorization only reports, so ActiveMQ asks for no right;"
                  + " this is what the default one would say");
      case UNUSABLE -> List.of("map: none that could be used");
    };
  }

  private static SecurityContext login(String user, Set<Principal> principals) {
    return new SecurityContext(user) {
      @Override
      public Set<Principal> getPrincipals() {
        return principals;
      }
    };
  }
}
