package io.portcullis.broker.configuration;

import io.portcullis.rule.WebApplicationFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A security handler of Jetty, and what it requires for one web application behind it.
 *
 * @param openings what lets a user in without a login, in words
 * @param roles the roles of which a login needs one, for any path
 * @param beans the beans to change
 */
record JettyGuard(List<String> openings, Set<String> roles, WebApplicationFacts.Beans beans) {

  private static final Set<String> ALL_PATHS = Set.of("/", "/*");

  private static final String PATHS_LEFT_OUT =
      "the constraints around it leave some of its paths out";

  private static final String PROPERTY =
      "put <property name=\"%s\" value=\"%s\"/> into %s, in place of any other of that name there";

  /**
   * Returns what a handler requires. For each request, Jetty uses only the constraints of the best
   * matching path. So each path must be closed for every method. A constraint for everything does
   * not help.
   *
   * @param handler the handler's bean
   * @param path the application's path, if the handler stands before the application and not inside
   *     it
   * @param separators the characters that separate several paths in one text; empty if Jetty takes
   *     the text as one path
   */
  static JettyGuard of(DefinedBean handler, String path, String separators) {
    List<String> openings = new ArrayList<>();
    Set<String> roles = new TreeSet<>();
    Set<String> constrained = new LinkedHashSet<>();
    Set<String> closed = new HashSet<>();
    Map<String, Set<String>> constraints = new HashMap<>();
    Map<String, String> closing = new HashMap<>();
    String anyMapping = "";
    for (DefinedBean mapping : handler.property("constraintMappings").beans()) {
      for (DefinedBean constraint : mapping.property("constraint").beans()) {
        List<String> paths = paths(mapping, separators);
        if (!constraint.text("authenticate").map(Boolean::parseBoolean).orElse(false)) {
          String opening =
              "the constraint for %s asks for no login".formatted(String.join(",", paths));
          openings.add(opening);
          closing.put(opening, PROPERTY.formatted("authenticate", "true", constraint.place()));
        }
        constraints.put(constraint.place(), Set.copyOf(roles(constraint)));
        anyMapping = mapping.place();
        constrained.addAll(paths);
        if (isForEveryMethod(mapping)) {
          closed.addAll(paths);
        }
        roles.addAll(roles(constraint));
      }
    }
    if (constrained.stream().noneMatch(spec -> covers(spec, path))) {
      openings.add(PATHS_LEFT_OUT);
      if (!anyMapping.isEmpty()) {
        closing.put(PATHS_LEFT_OUT, PROPERTY.formatted("pathSpec", "/", anyMapping));
      }
    }
    constrained.removeAll(closed);
    for (String spec : constrained) {
      openings.add("the constraints for %s leave some methods out".formatted(spec));
    }
    if (handler.property("loginService").beans().isEmpty()) {
      openings.add("the security handler around it names no login service");
    }
    return new JettyGuard(openings, roles, new WebApplicationFacts.Beans(constraints, closing));
  }

  private static List<String> paths(DefinedBean mapping, String separators) {
    List<String> texts = mapping.property("pathSpec").texts();
    return separators.isEmpty()
        ? texts
        : texts.stream().flatMap(text -> Stream.of(text.split("[" + separators + "]"))).toList();
  }

  private static boolean covers(String pathSpec, String path) {
    return ALL_PATHS.contains(pathSpec) || pathSpec.equals(path + "/*");
  }

  private static boolean isForEveryMethod(DefinedBean mapping) {
    return mapping.property("method").texts().isEmpty()
        && mapping.property("methodOmissions").texts().isEmpty();
  }

  /** Returns the roles, from the property or the second argument of the constructor. */
  private static List<String> roles(DefinedBean constraint) {
    return Stream.concat(
            constraint.property("roles").texts().stream(),
            constraint.arguments().texts().stream().skip(1))
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .toList();
  }
}
