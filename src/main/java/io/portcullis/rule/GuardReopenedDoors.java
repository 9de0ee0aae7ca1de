package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.JolokiaDenials.Denial;
import io.portcullis.rule.ManagementFacts.AgentPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Refuses settings that open again what a release of ActiveMQ has closed.
 *
 * <p>Why: each of these was a vulnerability or the way to one. An upgrade closes it, unless an old
 * file or an old option opens it again.
 *
 * <ul>
 *   <li>{@code allowTempDestinationStealing}: others read answers (closed in 5.19.8, 6.2.7, 6.3.0).
 *   <li>{@code VM_TRANSPORT_FACTORY_SCHEMES_ENABLED} and {@code XBEAN_BROKER_FACTORY_PROTOCOLS}
 *       beyond their defaults: a URI creates a broker of anything, which runs code (CVE-2026-34197
 *       and its successors; 5.19.6 and 5.19.7, 6.2.5 and 6.2.6, 6.3.0).
 *   <li>{@code jolokia-access.xml} that allows more than POST, or more than the release's own file
 *       (5.19.7, 6.2.6, 6.3.0).
 *   <li>{@code MessageServlet} in a web.xml (the same).
 *   <li>An {@code ldapNetworkConnector}: a directory names the brokers to connect to.
 *   <li>{@code syncDurableSubs} towards a peer that proves nothing: it learns all durable
 *       subscriptions. A peer is trusted if each remote URI has TLS or stays in this JVM.
 * </ul>
 *
 * <p>A setting is judged only on a release that has closed it, since before there is nothing to
 * open. {@code require-supported-broker} reports those releases. The last two are judged on every
 * release.
 *
 * <p>Remedy: remove the setting, or take the release's own file.
 *
 * <p>Source: <a href="https://activemq.apache.org/security-advisories">ActiveMQ's security
 * advisories</a>, and the sources of the releases named above.
 */
final class GuardReopenedDoors implements Rule {

  /** The rule's id. */
  public static final String ID = "guard-reopened-doors";

  private static final Fault STEALING =
      new Fault(
          "temporary-destinations-stealable",
          "anybody may read temporary destinations of others",
          "remove allowTempDestinationStealing=\"true\" from %s");
  private static final Fault VM_SCHEMES =
      new Fault(
          "vm-schemes-opened",
          "a vm:// URI may create a broker of %s, which runs code",
          "remove -D%2$s");
  private static final Fault XBEAN_PROTOCOLS =
      new Fault(
          "xbean-protocols-opened",
          "a broker may be made of a Spring file by %s, which runs code",
          "remove -D%2$s");
  private static final Fault METHODS =
      new Fault(
          "jolokia-methods-opened",
          "it allows %s and not POST alone, so a link in any page can call Jolokia",
          "put <http><method>post</method></http> into <restrict>, in place of any other <http>");
  private static final Fault OPERATIONS =
      new Fault(
          "jolokia-operations-opened",
          "it allows what ActiveMQ's own file denies: %s",
          "take ActiveMQ's own jolokia-access.xml, or put into <deny> each of them, such as %2$s");
  private static final Fault NO_POLICY =
      new Fault(
          "jolokia-without-policy",
          "its Jolokia agent has no policy, so it allows everything",
          "put <init-param><param-name>policyLocation</param-name><param-value>${prop:jolokia.conf}"
              + "</param-value></init-param> into the agent's <servlet>");
  private static final Fault UNREADABLE =
      new Fault(
          "web-file-unreadable",
          "it cannot be read, so nobody knows what it opens: %s",
          "correct the file or its permissions; if it is ActiveMQ's, take the release's own");
  private static final Fault SERVLET =
      new Fault(
          "message-servlet-back",
          "MessageServlet sends and receives messages for any page, and ActiveMQ has taken it out",
          "remove its <servlet> and its <servlet-mapping>; send by STOMP over WebSocket instead");
  private static final Fault DIRECTORY =
      new Fault(
          "links-from-directory",
          "a directory decides to which brokers it connects",
          "remove <ldapNetworkConnector name=\"%s\">; name each broker in a <networkConnector>");
  private static final Fault SUBSCRIPTIONS =
      new Fault(
          "subscriptions-shown",
          "it tells its peer of all durable subscriptions, and the peer does not prove who it is",
          "remove syncDurableSubs=\"true\" from <networkConnector name=\"%s\">, or write ssl:// in"
              + " its uri");

  /** How {@code broker.bridge.Locations} calls a network connector without a URI of its own. */
  private static final String LDAP = "LdapNetworkConnector";

  private static final Map<String, Set<String>> SCHEMES =
      Map.of(
          ProcessFacts.VM_SCHEMES, Set.of("broker", "properties"),
          ProcessFacts.XBEAN_PROTOCOLS, Set.of("file", "classpath"));

  private static final int MOST_NAMED = 3;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "no setting that reopens what a release of ActiveMQ has closed";
  }

  @Override
  public Kind plainKind(String name) {
    return name.startsWith("/") ? Kind.FILE : Kind.NETWORK_CONNECTOR;
  }

  @Override
  public List<Violation> judge(BrokerFacts broker) {
    return broker.stealing().stream()
        .map(entry -> violation(entry, STEALING, Argument.shown(entry.tag())))
        .toList();
  }

  @Override
  public List<Violation> judge(LinkFacts link) {
    List<Violation> violations = new ArrayList<>();
    if (link.location().equals(LDAP)) {
      violations.add(violation(link, DIRECTORY, Argument.shown(XmlText.of(link.name()))));
    }
    if (link.showsSubscriptions() && !link.schemes().stream().allMatch(this::proves)) {
      violations.add(violation(link, SUBSCRIPTIONS, Argument.shown(XmlText.of(link.name()))));
    }
    return violations;
  }

  private boolean proves(String scheme) {
    return scheme.equals("vm") || RequireTls.protects(scheme);
  }

  @Override
  public List<Violation> judge(ProcessFacts process) {
    return List.of(ProcessFacts.VM_SCHEMES, ProcessFacts.XBEAN_PROTOCOLS).stream()
        .flatMap(property -> opened(process, property).stream())
        .toList();
  }

  private Optional<Violation> opened(ProcessFacts process, String property) {
    Set<String> more = new TreeSet<>(process.factorySchemes().getOrDefault(property, Set.of()));
    more.removeAll(SCHEMES.get(property));
    if (more.isEmpty()) {
      return Optional.empty();
    }
    Judged judged = new Named(Resource.of(Kind.OPTION, property), "system property " + property);
    return Optional.of(
        violation(
            judged,
            property.equals(ProcessFacts.VM_SCHEMES) ? VM_SCHEMES : XBEAN_PROTOCOLS,
            more.contains("*") ? "any scheme" : String.join(", ", more),
            Argument.shown(property)));
  }

  @Override
  public List<Violation> judge(ManagementFacts management) {
    List<Violation> violations = new ArrayList<>();
    management.files().unreadable().stream()
        .map(file -> violation(file, UNREADABLE, Argument.shown(file.why())))
        .forEach(violations::add);
    management.files().servlets().stream()
        .map(servlet -> violation(servlet, SERVLET))
        .forEach(violations::add);
    management.files().policies().forEach(policy -> violations.addAll(judge(policy)));
    return violations;
  }

  private List<Violation> judge(AgentPolicy policy) {
    if (!policy.exists()) {
      return List.of(violation(policy, NO_POLICY));
    }
    List<Violation> violations = new ArrayList<>();
    if (!policy.methods().equals(Set.of("post"))) {
      violations.add(violation(policy, METHODS, Argument.shown(methods(policy))));
    }
    List<Denial> missing = JolokiaDenials.missing(policy);
    if (!missing.isEmpty()) {
      violations.add(
          violation(
              policy,
              OPERATIONS,
              Argument.shown(words(missing)),
              Argument.shown(missing.get(0).element())));
    }
    return violations;
  }

  private static String methods(AgentPolicy policy) {
    return policy.methods().isEmpty()
        ? "every HTTP method"
        : policy.methods().stream()
            .map(method -> method.toUpperCase(Locale.ROOT))
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String words(List<Denial> denials) {
    String first =
        denials.stream().limit(MOST_NAMED).map(Denial::words).collect(Collectors.joining(", "));
    return denials.size() > MOST_NAMED
        ? "%s and %d more".formatted(first, denials.size() - MOST_NAMED)
        : first;
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    return posture.management().files().notChecked();
  }
}
