package io.portcullis.rule;

import io.portcullis.policy.Groups;
import io.portcullis.policy.Resource.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Requires that JMX, Jolokia and the web console are on loopback or on TLS, and behind a login. The
 * console must admit only administrators and the system group.
 *
 * <p>Why: a user of the console acts as the console's own user, who may read, write and purge every
 * queue. Jolokia reaches every MBean. The authorization map does not know who uses the browser.
 * Only Jetty's roles protect the console. ActiveMQ's own configuration admits the role {@code
 * users}.
 *
 * <p>The rule judges Jetty's connectors and web applications as the broker's Spring configuration
 * defines them. A web application counts as open, unless a security handler around it names a login
 * service and requires a login for all its paths.
 *
 * <p>A browser adds its user's login to requests of any site's pages. So {@code SameOrigin} must
 * come before each web application. It refuses requests of other sites' pages.
 *
 * <p>JMX also reaches every MBean, without a check of rights. The rule judges both connectors:
 *
 * <ul>
 *   <li>ActiveMQ's ({@code managementContext createConnector="true"}), which listens on every
 *       address whatever its {@code connectorHost};
 *   <li>the JVM's, which the system properties {@code com.sun.management.jmxremote.*} or the file
 *       of {@code com.sun.management.config.file} configure.
 * </ul>
 *
 * <p>The property {@code com.sun.management.jmxremote} alone passes, because it admits only this
 * host. The registry is an entrance of its own. It uses TLS only with {@code registry.ssl}. Without
 * that, an attacker on the network path may hand out another connector, which then gets the
 * password.
 *
 * <p>The JMX exporter of Prometheus, a Java agent, shows what its file names to everybody who asks.
 * It listens on every address unless it names one.
 *
 * <p>The JVM's debugger (JDWP) runs whatever it is told and knows neither TLS nor a login. So it is
 * refused on every address, loopback included: every user of the host would be the broker's user.
 * It is refused, too, if {@code jcmd} has to start it ({@code onjcmd=y}), or if the JVM connects to
 * a debugger on another host ({@code server=n}). A debugger on this host that the JVM connects to,
 * as development environments do, is reported as not checked.
 *
 * <p>A web application that may start brokers of its own is reported as not checked.
 *
 * <p>What it cannot see: code that is attached to the process later, and other Java agents, which
 * are reported as not checked.
 *
 * <p>Remedy: Portcullis' own {@code conf/jetty.xml}, or its roles and connector in the broker's;
 * for JMX what each violation names.
 *
 * <p>Source: <a
 * href="https://docs.oracle.com/en/java/javase/17/management/monitoring-and-management-using-jmx-technology.html">Monitoring
 * and Management Using JMX Technology</a>; <a
 * href="https://jolokia.org/reference/html/manual/agents.html">Jolokia's agents</a>. ActiveMQ's
 * security recommendations ask for a console that is not public and for administrators only. Amazon
 * MQ serves it over https to the group {@code activemq-webconsole}.
 */
final class SecureManagement implements Rule {

  /** The rule's id. */
  public static final String ID = "secure-management";

  private static final Fault WEB_UNKNOWN =
      new Fault(
          "web-connector-unknown",
          "nobody can tell where it would listen, and it does not speak TLS",
          "%s, or give it an SslContextFactory");
  private static final Fault WEB_PLAIN =
      new Fault(
          "web-connector-plain",
          "other machines reach it, and it does not speak TLS",
          "%s, or give it an SslContextFactory");
  private static final Fault OTHER_SITE =
      new Fault(
          "request-of-other-site",
          "%s",
          "open the console by its own address; a site that may use Jolokia is an <allow-origin>"
              + " in jolokia-access.xml");
  private static final Fault ANY_ORIGIN =
      new Fault(
          "application-any-origin",
          "a page of any site may use it with the login of whoever sits before the browser",
          "put <bean class=\"io.portcullis.SameOrigin\" factory-method=\"before\"><constructor-arg>"
              + " and </constructor-arg></bean> around what is in <property name=\"handler\"> of the"
              + " server's bean");
  private static final Fault APPLICATION =
      new Fault("application-open", "%s, so it can be used without a login", "%2$s");
  private static final String DEMAND_LOGIN =
      "demand one for every path, with a login service, as conf/jetty.xml of Portcullis does";
  private static final Fault ROLES =
      new Fault(
          "application-roles",
          "whoever has the role %s may log in and act as the console's own user",
          "%2$s");

  private final Groups groups;

  /** Admits the administrators' group and the system group of {@code groups}. */
  public SecureManagement(Groups groups) {
    this.groups = groups;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "JMX, Jolokia and the web console on loopback, or on TLS with a login; the console for administrators and the system group only";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    ManagementFacts management = posture.management();
    return management.connectors().isEmpty()
            && management.applications().isEmpty()
            && management.entrances().isEmpty()
        ? Optional.of("no management interface")
        : Optional.empty();
  }

  /**
   * Returns the kind of a subject: an application has a path, a web connector has a URI, any other
   * entrance has a place.
   */
  @Override
  public Kind plainKind(String name) {
    if (name.startsWith("/")) {
      return Kind.WEB_APPLICATION;
    }
    return name.contains("://") ? Kind.WEB_CONNECTOR : Kind.ENTRANCE;
  }

  @Override
  public List<Violation> judge(ManagementFacts management) {
    List<Violation> violations = new ArrayList<>();
    management.connectors().forEach(connector -> judge(connector, violations));
    ConsoleRoles allowed = new ConsoleRoles(groups, management.logins());
    management.applications().forEach(application -> judge(application, allowed, violations));
    management.entrances().stream()
        .map(OpenEntrances::judge)
        .flatMap(Optional::stream)
        .forEach(violations::add);
    return violations;
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    return posture.management().notChecked();
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(OriginFacts request) {
    return request.foreign().stream()
        .map(what -> violation(request, OTHER_SITE, Argument.shown(what)))
        .toList();
  }

  private void judge(WebConnectorFacts connector, List<Violation> violations) {
    if (connector.tls()) {
      return;
    }
    if (connector.addresses().isEmpty()) {
      violations.add(violation(connector, WEB_UNKNOWN, Argument.shown(onLoopback(connector))));
    } else if (!connector.addresses().stream().allMatch(InetAddress::isLoopbackAddress)) {
      violations.add(violation(connector, WEB_PLAIN, Argument.shown(onLoopback(connector))));
    }
  }

  /** Says how to keep a web connector to this host. */
  private static String onLoopback(WebConnectorFacts connector) {
    return connector.bean().isEmpty()
        ? "name host 127.0.0.1"
        : ("put <property name=\"host\" value=\"127.0.0.1\"/> into %s, in place of any other of that"
                + " name there")
            .formatted(connector.bean());
  }

  private void judge(
      WebApplicationFacts application, ConsoleRoles allowed, List<Violation> violations) {
    for (String opening : application.openings()) {
      String remedy = application.beans().closing().getOrDefault(opening, DEMAND_LOGIN);
      violations.add(violation(application, APPLICATION, opening, Argument.shown(remedy)));
    }
    if (application.anyOrigin()) {
      violations.add(violation(application, ANY_ORIGIN));
    }
    Set<String> others = allowed.others(application.roles());
    if (!others.isEmpty()) {
      violations.add(
          violation(
              application,
              ROLES,
              String.join(" or ", others),
              Argument.shown(allowed.remedy(application))));
    }
  }
}
