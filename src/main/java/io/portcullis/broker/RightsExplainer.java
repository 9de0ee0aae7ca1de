package io.portcullis.broker;

import io.portcullis.broker.Explanation.Verdict;
import io.portcullis.broker.MapEntries.Entry;
import io.portcullis.rule.Grant;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.UnansweredException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * Says why somebody may do something, or may not. What decides is the code that decides for a live
 * connection; the entries are shown for people.
 */
public final class RightsExplainer {

  private static final List<String> PREFIXES =
      List.of("queue://", "topic://", "temp-queue://", "temp-topic://");

  private final AskedRights rights;
  private final PathSeparators separators;
  private final List<AccountSource> accounts;
  private final String administrators;

  /**
   * @param rights what the map answers
   * @param separators what ActiveMQ makes of names
   * @param accounts who is in which groups; the first that knows a user decides
   * @param administrators the group that alone reads from quarantine
   */
  RightsExplainer(
      AskedRights rights,
      PathSeparators separators,
      List<AccountSource> accounts,
      String administrators) {
    this.rights = rights;
    this.separators = separators;
    this.accounts = List.copyOf(accounts);
    this.administrators = administrators;
  }

  /**
   * Explains the rights of a running broker's users: those that are logged in have the groups that
   * their login gave them.
   */
  public static RightsExplainer of(
      BrokerService service, AskedRights rights, LiveLogins logins, String administrators) {
    List<AccountSource> accounts = new ArrayList<>();
    accounts.add(logins);
    accounts.addAll(BrokerAccounts.of(service, LoginModules.ofThisJvm()));
    return new RightsExplainer(rights, PathSeparators.of(service), accounts, administrators);
  }

  /**
   * Explains a right.
   *
   * @param user the name that somebody logs in with
   * @param operation {@code read}, {@code write} or {@code admin}
   * @param destination a qualified name, such as {@code queue://ORDERS}
   * @throws IllegalArgumentException if the operation or the destination is none
   */
  public Explanation explain(String user, String operation, String destination) {
    Operation asked = operation(operation);
    ActiveMQDestination name = destination(destination);
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
              "whether user \"%s\" may %s %s cannot be told: %s cannot be asked (%s)"
                  .formatted(
                      user,
                      asked.verb(),
                      name.getQualifiedName(),
                      rights.map().getClass().getName(),
                      e)));
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

  private static ActiveMQDestination destination(String text) {
    String name = text.strip();
    if (PREFIXES.stream().noneMatch(prefix -> name.startsWith(prefix) && !name.equals(prefix))) {
      throw new IllegalArgumentException(
          "destination \"%s\" does not say what it is; write queue://%s or topic://%s"
              .formatted(text, name, name));
    }
    return ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE);
  }

  private Explanation explain(String user, Operation operation, ActiveMQDestination asked) {
    ActiveMQDestination destination = separators.translate(asked);
    List<String> lines = new ArrayList<>();
    if (!destination.equals(asked)) {
      lines.add("name: ActiveMQ makes %s of it".formatted(destination.getQualifiedName()));
    }
    Optional<Membership.Known> known = membership(user, lines);
    lines.addAll(map());
    Optional<UnansweredException> silence =
        Directory.behind(rights.map()).flatMap(Directory::reach);
    silence.ifPresent(
        why ->
            lines.add("but %s; what follows is what it still knows".formatted(why.getMessage())));
    if (known.isEmpty()) {
      lines.add(
          "needed: one of %s".formatted(right(user, Set.of(), operation, destination).grant()));
      lines.add(
          0,
          "whether user \"%s\" may %s %s cannot be told: nothing says which groups it has"
              .formatted(user, operation.verb(), destination.getQualifiedName()));
      return new Explanation(Verdict.UNKNOWN, lines);
    }
    Set<Principal> principals = known.get().principals();
    boolean held = judge(user, principals, operation, destination, lines);
    lines.add(
        0,
        "user \"%s\" %s %s %s"
            .formatted(
                user, held ? "may" : "may not", operation.verb(), destination.getQualifiedName()));
    return new Explanation(held ? Verdict.HELD : Verdict.NOT_HELD, lines);
  }

  /** What the first source says that knows the user; all others are only told. */
  private Optional<Membership.Known> membership(String user, List<String> lines) {
    Optional<Membership.Known> known = Optional.empty();
    for (AccountSource source : accounts) {
      Optional<Membership> membership = source.of(user);
      if (membership.isEmpty()) {
        continue;
      }
      String line = membership.get().line();
      if (known.isPresent()) {
        lines.add(line + "; its next login decides");
        continue;
      }
      lines.add(line);
      if (membership.get() instanceof Membership.Known yes) {
        known = Optional.of(yes);
      }
    }
    if (accounts.isEmpty()) {
      lines.add("groups: no plugin that is known says who is in which");
    }
    return known;
  }

  private List<String> map() {
    return switch (rights.source()) {
      case OPERATOR -> List.of("map: " + rights.map().getClass().getName());
      case DEFAULT -> List.of("map: the gate's default one");
      case NOT_INSTALLED ->
          List.of(
              "map: none, since require-authorization only reports, so ActiveMQ asks for no right;"
                  + " this is what the default one would say");
      case UNUSABLE -> List.of("map: none that could be used");
    };
  }

  private boolean judge(
      String user,
      Set<Principal> principals,
      Operation operation,
      ActiveMQDestination destination,
      List<String> lines) {
    RightFacts right = right(user, principals, operation, destination);
    SecurityContext security = login(user, principals);
    Optional<List<Entry>> entries = MapEntries.matching(rights.map(), operation, destination);
    if (entries.isEmpty()) {
      lines.add("answer: %s for %s".formatted(right.grant(), operation.right()));
    } else {
      for (Entry entry : entries.get()) {
        boolean gives = AskedRights.isInOneOf(security, entry.principals());
        lines.add(
            "entry: %s %s%s".formatted(operation.right(), entry, gives ? ", which decides" : ""));
      }
      if (entries.get().isEmpty()) {
        lines.add("entry: none matches" + (right.held() ? ", which lets everybody" : ""));
      }
    }
    boolean held = right.held() && partsToo(user, principals, operation, destination, lines);
    if (Quarantine.holds(destination)) {
      boolean ours = operation != Operation.WRITE && isAdministrator(security);
      lines.add(
          "quarantine: whatever the map says, %s reads from it and only the broker writes"
              .formatted(administrators));
      held = held && ours;
    }
    if (!held) {
      lines.add("missing: " + remedy(right));
      mixUp(user, principals, operation, destination, lines);
    }
    if (operation != Operation.ADMIN && !destination.isTemporary() && !destination.isPattern()) {
      boolean creates = right(user, principals, Operation.ADMIN, destination).held();
      lines.add(
          "if it does not exist yet, whoever uses it first needs admin, too: %s"
              .formatted(creates ? "held" : "not held"));
    }
    return held;
  }

  /** A consumer is judged again for every destination that it is added to. */
  private boolean partsToo(
      String user,
      Set<Principal> principals,
      Operation operation,
      ActiveMQDestination destination,
      List<String> lines) {
    if (operation != Operation.READ || !destination.isComposite()) {
      return true;
    }
    List<String> refused =
        Arrays.stream(destination.getCompositeDestinations())
            .filter(part -> !right(user, principals, operation, part).held())
            .map(ActiveMQDestination::getQualifiedName)
            .toList();
    if (!refused.isEmpty()) {
      lines.add("parts: it may not read from " + String.join(", ", refused));
    }
    return refused.isEmpty();
  }

  private boolean isAdministrator(SecurityContext security) {
    return AskedRights.isInOneOf(security, Set.of(new GroupPrincipal(administrators)));
  }

  private static String remedy(RightFacts right) {
    Grant grant = right.grant();
    return grant.groups().isEmpty()
        ? "nobody has the right; give it to one of the user's groups"
        : "put the user into one of %s, or give the right to one of its groups".formatted(grant);
  }

  /** The most frequent mistake: an entry for the queue, and a client that uses the topic. */
  private void mixUp(
      String user,
      Set<Principal> principals,
      Operation operation,
      ActiveMQDestination destination,
      List<String> lines) {
    if (destination.isTemporary() || destination.isComposite()) {
      return;
    }
    ActiveMQDestination other =
        destination.isQueue()
            ? new ActiveMQTopic(destination.getPhysicalName())
            : new ActiveMQQueue(destination.getPhysicalName());
    if (right(user, principals, operation, other).held()) {
      lines.add(
          "mix-up: it may %s %s; one of the two, the map or the client, means the other kind"
              .formatted(operation.verb(), other.getQualifiedName()));
    }
  }

  private RightFacts right(
      String user,
      Set<Principal> principals,
      Operation operation,
      ActiveMQDestination destination) {
    return rights.right(user, login(user, principals), operation, destination);
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
