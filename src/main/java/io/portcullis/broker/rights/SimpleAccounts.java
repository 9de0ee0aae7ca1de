package io.portcullis.broker.rights;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
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
}
