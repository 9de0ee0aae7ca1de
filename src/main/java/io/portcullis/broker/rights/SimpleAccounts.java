package io.portcullis.broker.rights;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/** The users that {@code activemq.xml} lists. */
record SimpleAccounts(SimpleAuthenticationPlugin plugin) implements AccountSource {

  private static final String SOURCE = "simpleAuthenticationPlugin";

  @Override
  public Optional<Membership> of(String user) {
    if (plugin.isAnonymousAccessAllowed() && user.equals(plugin.getAnonymousUser())) {
      return Optional.of(
          Membership.Known.of(SOURCE, Set.of(new GroupPrincipal(plugin.getAnonymousGroup()))));
    }
    if (!plugin.getUserPasswords().containsKey(user)) {
      return Optional.of(new Membership.NoSuchUser(SOURCE));
    }
    Set<Principal> groups = plugin.getUserGroups().get(user);
    return Optional.of(Membership.Known.of(SOURCE, groups == null ? Set.of() : groups));
  }

  @Override
  public Optional<Members> members() {
    Map<String, Set<String>> members = new HashMap<>();
    for (Object user : plugin.getUserPasswords().keySet()) {
      members.put(String.valueOf(user), names(plugin.getUserGroups().get(user)));
    }
    if (plugin.isAnonymousAccessAllowed()) {
      members.put(plugin.getAnonymousUser(), Set.of(plugin.getAnonymousGroup()));
    }
    return Optional.of(new Members(SOURCE, members));
  }

  private static Set<String> names(Set<Principal> groupsOrNull) {
    return groupsOrNull == null
        ? Set.of()
        : groupsOrNull.stream().map(Principal::getName).collect(Collectors.toSet());
  }
}
