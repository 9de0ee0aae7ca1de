package io.portcullis.rule;

import io.portcullis.policy.Groups;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that may use the web console. If its constraints change, its users' roles must change
 * too, or nobody can use it.
 */
final class ConsoleRoles {

  private final Set<String> allowed;
  private final String administrators;
  private final String both;
  private final KnownLogins logins;

  /**
   * Lets in the administrators' group and the system group.
   *
   * @param logins the logins of the web applications
   */
  ConsoleRoles(Groups groups, KnownLogins logins) {
    this.allowed = Set.of(groups.administrators(), groups.system());
    this.administrators = groups.administrators();
    this.both = "%s,%s".formatted(groups.administrators(), groups.system());
    this.logins = logins;
  }

  /** Returns those of some roles that may not use it, sorted. */
  Set<String> others(Collection<String> roles) {
    Set<String> others = new TreeSet<>(roles);
    others.removeAll(allowed);
    return others;
  }

  /** Says what to change in the constraints of an application, and in its users' roles. */
  String remedy(WebApplicationFacts application) {
    List<String> steps = new ArrayList<>();
    application.beans().constraints().entrySet().stream()
        .filter(constraint -> !others(constraint.getValue()).isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .map(this::change)
        .forEach(steps::add);
    if (steps.isEmpty()) {
      steps.add("let in roles \"%s\" and no others".formatted(both));
    }
    logins.logins().forEach(login -> addUsers(login, application.roles(), steps));
    steps.add("whoever has neither role loses the console");
    return String.join("; ", steps);
  }

  private String change(String bean) {
    return ("put <property name=\"roles\" value=\"%s\"/> into %s, in place of any other of that name"
            + " there")
        .formatted(XmlText.of(both), bean);
  }

  /** Lets the users in who were let in before, where their roles stand beside their passwords. */
  private void addUsers(KnownLogin login, Set<String> before, List<String> steps) {
    Set<String> users = new TreeSet<>();
    login
        .roles()
        .forEach(
            (user, roles) -> {
              boolean wasIn = !Collections.disjoint(roles, before);
              if (wasIn && Collections.disjoint(roles, allowed)) {
                users.add(user);
              }
            });
    if (!users.isEmpty()) {
      steps.add(
          "add \", %s\" to the line of each of %s in %s who administers the broker"
              .formatted(administrators, String.join(", ", users), login.where()));
    }
  }
}
