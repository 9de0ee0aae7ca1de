package io.portcullis.rule;

import io.portcullis.policy.Groups;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The web console and its neighbours are on loopback or on TLS, behind a login that lets
 * administrators and the system group in and nobody else.
 *
 * <p>Why: whoever uses the console acts on the broker as the console's own user, who may read,
 * write and purge every queue, and Jolokia reaches every MBean. The authorization map does not know
 * who sits before the browser; Jetty's roles are all there is. ActiveMQ's own configuration admits
 * the role {@code users}.
 *
 * <p>Judged are the connectors and web applications of Jetty as they are defined in the broker's
 * Spring configuration. A web application counts as open unless a security handler around it names
 * a login service and demands a login for all its paths.
 *
 * <p>Remedy: Portcullis' own {@code conf/jetty.xml}, or its roles and connector in the broker's.
 *
 * <p>Source: ActiveMQ's security recommendations ask for a console that is not public and for
 * administrators only; Amazon MQ serves it over https to the group {@code activemq-webconsole}.
 */
public final class SecureManagement implements Rule {

  private final Groups groups;

  /** Lets {@code groups}' administrators and system group in. */
  public SecureManagement(Groups groups) {
    this.groups = groups;
  }

  @Override
  public String id() {
    return "secure-management";
  }

  @Override
  public List<Violation> judge(ManagementFacts management) {
    List<Violation> violations = new ArrayList<>();
    management.connectors().forEach(connector -> judge(connector, violations));
    management.applications().forEach(application -> judge(application, violations));
    return violations;
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    return posture.management().notChecked();
  }

  private void judge(WebConnectorFacts connector, List<Violation> violations) {
    if (connector.tls()) {
      return;
    }
    if (connector.addresses().isEmpty()) {
      violations.add(
          violation(
              connector.where(),
              "nobody can tell where it would listen, and it does not speak TLS",
              "name host 127.0.0.1, or give it an SslContextFactory"));
    } else if (!connector.addresses().stream().allMatch(InetAddress::isLoopbackAddress)) {
      violations.add(
          violation(
              connector.where(),
              "other machines reach it, and it does not speak TLS",
              "name host 127.0.0.1, or give it an SslContextFactory"));
    }
  }

  private void judge(WebApplicationFacts application, List<Violation> violations) {
    for (String opening : application.openings()) {
      violations.add(
          violation(
              application.where(),
              opening + ", so it can be used without a login",
              "demand one for every path, with a login service, as conf/jetty.xml of Portcullis"
                  + " does"));
    }
    Set<String> others = new TreeSet<>(application.roles());
    others.remove(groups.administrators());
    others.remove(groups.system());
    if (!others.isEmpty()) {
      violations.add(
          violation(
              application.where(),
              "whoever has the role %s may log in and act as the console's own user"
                  .formatted(String.join(" or ", others)),
              "let in roles \"%s,%s\" and no others"
                  .formatted(groups.administrators(), groups.system())));
    }
  }
}
