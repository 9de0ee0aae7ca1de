package io.portcullis.broker.rights;

import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.rule.AuthenticationFacts.User;
import io.portcullis.rule.AuthenticationFacts.Users;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;

/** Lists the users of a broker's logins, as far as files and configuration list them. */
final class KnownUsers {

  private static final List<String> KNOWN_PLUGINS =
      List.of("org.apache.activemq.", "io.portcullis.");
  private static final String ANYBODY = "";

  private final Map<String, User> users = new TreeMap<>();
  private final List<String> unknown = new ArrayList<>();

  private KnownUsers() {}

  /** Returns the users. It asks no directory. */
  static Users of(BrokerService service, LoginModules modules) {
    KnownUsers known = new KnownUsers();
    List<AccountSource> sources = BrokerAccounts.of(service, modules);
    sources.forEach(known::add);
    if (sources.isEmpty()) {
      known.unknown.add("no plugin that is known says who logs in");
    }
    for (BrokerPlugin plugin : Plugins.of(service)) {
      String type = UnloadedPlugin.typeOf(plugin);
      if (KNOWN_PLUGINS.stream().noneMatch(type::startsWith)) {
        known.unknown.add("plugin %s may log in others".formatted(type));
      }
    }
    return new Users(List.copyOf(known.users.values()), known.unknown);
  }

  /** Adds the users of a source. What several sources say of a user adds up. */
  private void add(AccountSource source) {
    Optional<AccountSource.Members> members = source.members();
    if (members.isEmpty()) {
      source
          .of(ANYBODY)
          .filter(Membership.Untold.class::isInstance)
          .map(Membership.Untold.class::cast)
          .ifPresent(told -> unknown.add("%s %s".formatted(told.source(), told.why())));
      return;
    }
    String from = members.get().source();
    members
        .get()
        .groups()
        .forEach((name, in) -> users.merge(name, new User(name, from, in), KnownUsers::both));
  }

  private static User both(User one, User other) {
    Set<String> groups = new HashSet<>(one.groups());
    groups.addAll(other.groups());
    return new User(one.name(), one.source(), groups);
  }
}
