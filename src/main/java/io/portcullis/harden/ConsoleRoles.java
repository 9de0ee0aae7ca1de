package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.policy.Groups;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the administrators and the system group use the web console, and nobody else. Each
 * constraint of Jetty gets their two roles. In a realm file, users of the role that could do
 * everything become administrators.
 */
final class ConsoleRoles implements Fix {

  private static final String ROLES = "roles";

  /** The role that ActiveMQ 5.18 and 5.19 are shipped with. */
  private static final String SHIPPED = "admin";

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    Draft draft = work.draft();
    Groups groups = work.checked().policy().groups();
    if (work.waives(violation.code())) {
      decide(work, violation);
      return false;
    }
    Optional<String> administering = administering(draft, groups);
    boolean changed = false;
    for (Optional<Spot> next = next(draft, groups); next.isPresent(); next = next(draft, groups)) {
      changed |= Beans.set(draft, next.get(), violation.rule(), ROLES, few(groups));
    }
    if (changed && administering.isPresent()) {
      ConsoleRealm.rename(draft, administering.get(), groups.administrators());
    }
    if (!changed) {
      decide(work, violation);
    }
    return changed;
  }

  /** Returns the roles that the console admits, as Jetty reads them. */
  static String few(Groups groups) {
    return groups.administrators() + "," + groups.system();
  }

  /** Returns the role that every other constraint admits; empty if there is not exactly one. */
  private static Optional<String> administering(Draft draft, Groups groups) throws IOException {
    List<Set<String>> each = new ArrayList<>();
    for (Spot constraint : draft.all(Beans.jetty(".Constraint"))) {
      each.add(Beans.items(draft, constraint, ROLES));
    }
    each.removeIf(Set.of(groups.administrators(), groups.system())::containsAll);
    Set<String> common = new HashSet<>(each.isEmpty() ? Set.of() : each.get(0));
    each.forEach(common::retainAll);
    if (common.contains(SHIPPED)) {
      return Optional.of(SHIPPED);
    }
    return common.size() == 1 ? common.stream().findFirst() : Optional.empty();
  }

  private static Optional<Spot> next(Draft draft, Groups groups) throws IOException {
    for (Spot constraint : draft.all(Beans.jetty(".Constraint"))) {
      Set<String> roles = Beans.items(draft, constraint, ROLES);
      boolean known = !roles.isEmpty() && roles.stream().noneMatch(role -> role.contains("{"));
      if (known && !roles.equals(Set.of(groups.administrators(), groups.system()))) {
        return Optional.of(constraint);
      }
    }
    return Optional.empty();
  }

  private static void decide(Work work, Violation violation) {
    work.decide(
        violation.rule(),
        ("%s: %s; in the <bean> of Jetty's Constraint, put <property name=\"roles\" value=\"%s\"/>,"
                + " and give these roles to users in the realm")
            .formatted(
                violation.where(), violation.found(), few(work.checked().policy().groups())));
  }
}
