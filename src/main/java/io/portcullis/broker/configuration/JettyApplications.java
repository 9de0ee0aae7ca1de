package io.portcullis.broker.configuration;

import io.portcullis.rule.WebApplicationFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the web applications that Jetty will serve and their security handlers, by their bean
 * definitions.
 */
final class JettyApplications {

  /** Ends of the names of handlers that run something. Other handlers find files and route. */
  private static final List<String> APPLICATIONS =
      List.of("WebAppContext", "ServletContextHandler", ".ServletHandler");

  /** The class's name. It is a text, because the class belongs to a package above this one. */
  private static final String ORIGIN_GUARD = "io.portcullis.SameOrigin";

  private static final String UNGUARDED = "no security handler stands before it";

  private final Collection<DefinedBean> beans;
  private final String pathSeparators;
  private final Map<DefinedBean, WebApplicationFacts> found = new LinkedHashMap<>();

  /**
   * @param beans all bean definitions
   * @param pathSeparators the characters that separate several paths in a constraint's text
   */
  JettyApplications(Collection<DefinedBean> beans, String pathSeparators) {
    this.beans = beans;
    this.pathSeparators = pathSeparators;
  }

  /** Returns one for each application, with everything that is open on any way to it. */
  List<WebApplicationFacts> facts() {
    for (DefinedBean bean : beans) {
      if (bean.isJetty(".Server")) {
        handlers(bean).forEach(handler -> walk(handler, List.of(), new HashSet<>()));
      }
    }
    for (DefinedBean bean : beans) {
      if (isApplication(bean) && !found.containsKey(bean)) {
        walk(bean, List.of(), new HashSet<>());
      }
    }
    return List.copyOf(found.values());
  }

  private void walk(DefinedBean handler, List<DefinedBean> guards, Set<DefinedBean> way) {
    if (!way.add(handler)) {
      return;
    }
    List<DefinedBean> around = new ArrayList<>(guards);
    if (handler.isJetty("SecurityHandler") || isOriginGuard(handler)) {
      around.add(handler);
    }
    if (isApplication(handler)) {
      found.merge(handler, application(handler, around), JettyApplications::onBothWays);
    }
    handlers(handler).forEach(next -> walk(next, around, way));
    way.remove(handler);
  }

  /**
   * Combines two ways to one application. Servers and lists of handlers may share it, each with its
   * own guards.
   */
  private static WebApplicationFacts onBothWays(
      WebApplicationFacts one, WebApplicationFacts other) {
    Set<String> openings = new LinkedHashSet<>(one.openings());
    openings.addAll(other.openings());
    Set<String> roles = new HashSet<>(one.roles());
    roles.addAll(other.roles());
    return new WebApplicationFacts(
        one.path(),
        List.copyOf(openings),
        roles,
        one.anyOrigin() || other.anyOrigin(),
        onBothWays(one.beans(), other.beans()));
  }

  private static WebApplicationFacts.Beans onBothWays(
      WebApplicationFacts.Beans one, WebApplicationFacts.Beans other) {
    Map<String, Set<String>> constraints = new HashMap<>(one.constraints());
    constraints.putAll(other.constraints());
    Map<String, String> closing = new HashMap<>(one.closing());
    closing.putAll(other.closing());
    return new WebApplicationFacts.Beans(constraints, closing);
  }

  /** Tells whether a bean is a web application. */
  static boolean isApplication(DefinedBean bean) {
    return APPLICATIONS.stream().anyMatch(bean::isJetty);
  }

  /**
   * Tells whether a bean stands before a handler and refuses requests from pages of other sites.
   */
  private static boolean isOriginGuard(DefinedBean bean) {
    return bean.type().equals(ORIGIN_GUARD)
        && "before".equals(bean.definition().getFactoryMethodName());
  }

  private static List<DefinedBean> handlers(DefinedBean bean) {
    List<DefinedBean> handlers = new ArrayList<>(bean.property("handler").beans());
    if (isOriginGuard(bean)) {
      handlers.addAll(bean.arguments().beans());
    }
    handlers.addAll(bean.property("handlers").beans());
    return handlers;
  }

  private WebApplicationFacts application(DefinedBean bean, List<DefinedBean> around) {
    String path = bean.text("contextPath").orElse("/");
    List<JettyGuard> guards = new ArrayList<>();
    boolean anyOrigin = around.stream().noneMatch(JettyApplications::isOriginGuard);
    around.stream()
        .filter(handler -> !isOriginGuard(handler))
        .forEach(handler -> guards.add(JettyGuard.of(handler, path, pathSeparators)));
    bean.property("securityHandler")
        .beans()
        .forEach(handler -> guards.add(JettyGuard.of(handler, "", pathSeparators)));
    if (guards.isEmpty()) {
      return new WebApplicationFacts(path, List.of(UNGUARDED), Set.of(), anyOrigin);
    }
    JettyGuard best =
        guards.stream()
            .filter(guard -> guard.openings().isEmpty())
            .findFirst()
            .orElse(guards.get(0));
    return new WebApplicationFacts(path, best.openings(), best.roles(), anyOrigin, best.beans());
  }
}
