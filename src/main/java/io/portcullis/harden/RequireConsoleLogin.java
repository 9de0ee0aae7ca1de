package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Closes what the constraints of the web console leave open. A constraint that asks for no login
 * asks for one. If constraints leave methods or paths out, new ones cover these. The operator's own
 * constraints stay: Jetty combines those for the same path.
 */
final class RequireConsoleLogin implements Fix {

  private static final String AUTHENTICATE = "authenticate";
  private static final String ROLES = "roles";
  private static final String PATH = "pathSpec";
  private static final String MAPPINGS = "constraintMappings";

  /** The path that Jetty takes where no other one matches. */
  private static final String OTHER_PATHS = "/";

  private static final String MAPPING =
      """
      <%1$sbean class="org.eclipse.jetty.security.ConstraintMapping">
        <%1$sproperty name="pathSpec" value="%2$s"/>
        <%1$sproperty name="constraint">
          <%1$sbean class="org.eclipse.jetty.util.security.Constraint">
            <%1$sproperty name="name" value="BASIC"/>
            <%1$sproperty name="roles" value="%3$s"/>
            <%1$sproperty name="authenticate" value="true"/>
          </%1$sbean>
        </%1$sproperty>
      </%1$sbean>""";

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    boolean changed = !work.waives(violation.code()) && close(work, violation.rule());
    if (!changed) {
      work.decide(
          violation.rule(),
          "%s: %s; %s".formatted(violation.where(), violation.found(), violation.remedy()));
    }
    return changed;
  }

  private static boolean close(Work work, String rule) throws IOException {
    String few = ConsoleRoles.few(work.checked().policy().groups());
    boolean changed = false;
    for (Optional<Spot> next = open(work.draft()); next.isPresent(); next = open(work.draft())) {
      changed |= askForLogin(work.draft(), next.get(), rule, few);
    }
    if (changed) {
      return true;
    }
    for (Spot handler : work.draft().all(Beans.jetty("SecurityHandler"))) {
      Optional<String> path = openPath(work.draft(), handler);
      if (path.isPresent() && cover(work.draft(), handler, rule, path.get(), few)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the next constraint that asks for no login. */
  private static Optional<Spot> open(Draft draft) throws IOException {
    for (Spot constraint : draft.all(Beans.jetty(".Constraint"))) {
      String value = Beans.text(draft, constraint, AUTHENTICATE).orElse("false");
      if (!Boolean.parseBoolean(value.strip())) {
        return Optional.of(constraint);
      }
    }
    return Optional.empty();
  }

  /** Roles come first: Jetty lets nobody in by a constraint with a login and without roles. */
  private static boolean askForLogin(Draft draft, Spot constraint, String rule, String few)
      throws IOException {
    boolean lacksRoles =
        Beans.items(draft, constraint, ROLES).isEmpty()
            && Beans.arguments(constraint.node()).isEmpty();
    return lacksRoles
        ? Beans.set(draft, constraint, rule, ROLES, few)
        : Beans.set(draft, constraint, rule, AUTHENTICATE, "true");
  }

  /** Returns a path that no constraint of a handler covers for every method. */
  private static Optional<String> openPath(Draft draft, Spot handler) throws IOException {
    Optional<XmlNode> mappings = Beans.property(handler.node(), MAPPINGS);
    if (mappings.isEmpty()) {
      return Optional.empty();
    }
    Set<String> closed = new LinkedHashSet<>();
    Set<String> partly = new LinkedHashSet<>();
    for (Spot mapping : Beans.behind(draft, new Spot(handler.file(), mappings.get()))) {
      if (Beans.jetty(".ConstraintMapping").test(mapping.node())) {
        boolean limited =
            Beans.has(mapping.node(), "method") || Beans.has(mapping.node(), "methodOmissions");
        (limited ? partly : closed).addAll(Beans.texts(draft, mapping, PATH));
      }
    }
    partly.removeAll(closed);
    boolean all = closed.contains(OTHER_PATHS) || closed.contains("/*");
    return partly.stream().findFirst().or(() -> all ? Optional.empty() : Optional.of(OTHER_PATHS));
  }

  /** Adds a constraint for a path, if the handler lists its constraints in place. */
  private static boolean cover(Draft draft, Spot handler, String rule, String path, String few)
      throws IOException {
    Optional<XmlNode> list =
        Beans.property(handler.node(), MAPPINGS)
            .flatMap(property -> property.child("list").or(() -> property.child("array")));
    if (list.isEmpty()) {
      return false;
    }
    String mapping =
        MAPPING.formatted(handler.node().prefix(), XmlText.escaped(path), XmlText.escaped(few));
    return draft.edit(
        new Spot(handler.file(), list.get()), rule, (xml, node) -> xml.last(node, mapping));
  }
}
