package io.portcullis.report;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.broker.xml.FileFault;
import io.portcullis.enforce.Finding;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.report.XmlElement.Place;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.EntranceFacts;
import io.portcullis.rule.Judged;
import io.portcullis.rule.LinkFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the element of the configuration at which to show a violation. It is the element to change
 * if that is known, and otherwise the broker's.
 */
final class FindingLocator {

  private static final String GATE = "io.portcullis.PortcullisPlugin";

  private final Path file;
  private final BrokerFacts broker;
  private final List<XmlElement> elements;

  /** Two faults may say the same of two places, so that only the object itself tells them apart. */
  private final IdentityHashMap<Finding, Place> faults = new IdentityHashMap<>();

  private FindingLocator(
      Path file, BrokerFacts broker, List<XmlElement> elements, List<FileFault> faults) {
    this.file = file;
    this.broker = broker;
    this.elements = elements;
    faults.forEach(
        fault -> this.faults.put(fault.finding(), new Place(fault.file(), fault.line())));
  }

  /** Locates the findings of a broker that was checked. */
  static FindingLocator of(CheckedBroker checked) {
    Path file = checked.reading().file();
    return new FindingLocator(
        file,
        checked.judgement().broker(),
        checked.reading().asData() ? XmlElements.inFolder(file) : XmlElements.of(file),
        checked.reading().faults());
  }

  /** Locates findings of a broker in this file. */
  static FindingLocator of(Path file, BrokerFacts broker) {
    return new FindingLocator(file, broker, XmlElements.of(file), List.of());
  }

  /** Does the same, and reads nothing outside the file's folder. */
  static FindingLocator inFolder(Path file, BrokerFacts broker) {
    return new FindingLocator(file, broker, XmlElements.inFolder(file), List.of());
  }

  /** Returns the place of a finding. */
  PlacedFinding place(Finding finding) {
    if (faults.containsKey(finding)) {
      return new PlacedFinding(finding, faults.get(finding), true);
    }
    return elsewhere(finding);
  }

  private PlacedFinding elsewhere(Finding finding) {
    Optional<PlacedFinding> beside = new OtherFiles(file).place(finding);
    return beside.orElseGet(() -> inConfiguration(finding));
  }

  private PlacedFinding inConfiguration(Finding finding) {
    Optional<XmlElement> found = element(finding.violation());
    return new PlacedFinding(
        finding,
        found.or(() -> first(named("broker"))).map(XmlElement::place).orElse(new Place(file, 1)),
        found.isPresent());
  }

  private Optional<XmlElement> element(Violation violation) {
    String id = violation.about().id();
    return switch (violation.about().kind()) {
      case CONNECTOR -> declared(violation, broker.connectors(), all(named("transportConnector")));
      case NETWORK_CONNECTOR -> link(violation, LinkFacts.Kind.NETWORK_CONNECTOR);
      case PROXY_CONNECTOR -> link(violation, LinkFacts.Kind.PROXY_CONNECTOR);
      case JMS_BRIDGE -> link(violation, LinkFacts.Kind.JMS_BRIDGE);
      case WAIVER -> first(subjectOfWaiver(id)).or(this::gate);
      case PLUGIN -> first(bean -> bean.isBean(id)).or(() -> first(named(id))).or(this::gate);
      case USER -> first(user(id)).or(this::logins);
      case DESTINATION -> destination(violation);
      case TEMPORARY_DESTINATIONS -> last(named("tempDestinationAuthorizationEntry")).or(this::map);
      case AUTHORIZATION_MAP -> rights();
      case BROKER -> ofBroker(violation).or(() -> first(named("broker")));
      case OPTION -> first(unreplaced(id)).or(() -> first(named("broker")));
      case USAGE -> last(named(id)).or(() -> first(named("systemUsage")));
      case WEB_CONNECTOR -> first(bean -> bean.isBean("ServerConnector"));
      case WEB_APPLICATION ->
          first(contextPath(id)).or(() -> first(bean -> bean.isBean("WebAppContext")));
      case ENTRANCE ->
          violation.has(EntranceFacts.Kind.BROKER_JMX.name())
              ? last(named("managementContext"))
              : Optional.empty();
      case FILE -> ofFile(violation);
      case CONFIGURATION -> ofConfiguration(violation);
      case ADDRESS, TRANSACTIONS, NAMES, LIMITS, PACKAGE, MANAGEMENT, PROCESS, RELEASE ->
          Optional.empty();
    };
  }

  private Optional<XmlElement> ofBroker(Violation violation) {
    return switch (violation.rule()) {
      case RuleIds.REQUIRE_AUTHENTICATION ->
          first(namesConfigurationOf(violation)).or(this::logins);
      case RuleIds.REQUIRE_AUTHORIZATION -> rights();
      default -> Optional.empty();
    };
  }

  private Optional<XmlElement> link(Violation violation, LinkFacts.Kind kind) {
    return declared(
        violation,
        broker.links().stream().filter(link -> link.kind() == kind).toList(),
        all(declares(kind)));
  }

  /**
   * Finds an element by its number, because its name may be missing or contain placeholders. If
   * several have one name, it takes the one with the same text.
   */
  private static Optional<XmlElement> declared(
      Violation violation, List<? extends Judged> facts, List<XmlElement> declared) {
    List<Integer> numbers =
        IntStream.range(0, Math.min(declared.size(), facts.size()))
            .filter(i -> facts.get(i).about().equals(violation.about()))
            .boxed()
            .toList();
    return numbers.stream()
        .filter(i -> facts.get(i).where().equals(violation.where()))
        .findFirst()
        .or(() -> numbers.stream().findFirst())
        .map(declared::get);
  }

  private static Predicate<XmlElement> declares(LinkFacts.Kind kind) {
    return switch (kind) {
      case NETWORK_CONNECTOR ->
          named("networkConnector")
              .or(named("ldapNetworkConnector"))
              .or(named("multicastNetworkConnector"));
      case PROXY_CONNECTOR -> named("proxyConnector");
      case JMS_BRIDGE ->
          named("jmsQueueConnector")
              .or(named("jmsTopicConnector"))
              .or(named("simpleJmsQueueConnector"))
              .or(named("simpleJmsTopicConnector"));
    };
  }

  private static Predicate<XmlElement> subjectOfWaiver(String subject) {
    return named("waiver")
        .and(element -> element.attribute("subject").equals(subject))
        .or(
            named("property")
                .and(element -> element.attribute("name").equals("subject"))
                .and(element -> element.attribute("value").equals(subject)));
  }

  private Optional<XmlElement> ofConfiguration(Violation violation) {
    return violation.code().startsWith("keys-")
        ? last(named("sslContext"))
        : gate().or(() -> first(named("plugins"))).or(() -> first(named("broker")));
  }

  private static Predicate<XmlElement> user(String name) {
    return named("authenticationUser").and(element -> element.attribute("username").equals(name));
  }

  private static Predicate<XmlElement> namesConfigurationOf(Violation violation) {
    return element ->
        element.name().endsWith("AuthenticationPlugin")
            && Stream.of("configuration", "sslConfiguration")
                .map(element::attribute)
                .anyMatch(name -> !name.isEmpty() && violation.has(name));
  }

  private Optional<XmlElement> logins() {
    return first(element -> element.name().endsWith("AuthenticationPlugin"))
        .or(() -> first(named("plugins")));
  }

  /** Finds the policy entry of a destination, or its entry in the authorization map. */
  private Optional<XmlElement> destination(Violation violation) {
    return violation.rule().equals(RuleIds.BOUND_RESOURCES)
            || violation.rule().equals(RuleIds.GUARD_REOPENED_DOORS)
        ? entry("policyEntry", violation.about()).or(() -> first(named("policyEntries")))
        : entry("authorizationEntry", violation.about()).or(this::map);
  }

  private Optional<XmlElement> entry(String name, Resource about) {
    List<DestinationName> parts =
        about.ids().stream()
            .flatMap(id -> DestinationName.qualified(id).stream())
            .filter(destination -> !destination.kind().isTemporary())
            .toList();
    if (parts.size() != about.ids().size()) {
      return Optional.empty();
    }
    // One element may be for several destinations, as a composite one.
    String names = parts.stream().map(DestinationName::name).collect(Collectors.joining(","));
    return first(named(name).and(isFor(new DestinationName(parts.get(0).kind(), names))));
  }

  private static Predicate<XmlElement> isFor(DestinationName destination) {
    String kind = destination.kind() == DestinationKind.QUEUE ? "queue" : "topic";
    return element -> element.attribute(kind).equals(destination.name());
  }

  private Optional<XmlElement> map() {
    return first(named("authorizationMap")).or(this::rights);
  }

  private Optional<XmlElement> rights() {
    return first(named("authorizationPlugin")).or(this::gate);
  }

  /** Finds an attribute or property that still has a placeholder. */
  private static Predicate<XmlElement> unreplaced(String property) {
    return element ->
        element.attribute(property).contains("${")
            || (element.attribute("name").equals(property)
                && element.attribute("value").contains("${"));
  }

  private static Predicate<XmlElement> contextPath(String path) {
    return named("property")
        .and(element -> element.attribute("name").equals("contextPath"))
        .and(element -> element.attribute("value").equals(path));
  }

  private Optional<XmlElement> ofFile(Violation violation) {
    if (violation.has("key store") || violation.has("trust store")) {
      return last(named("sslContext"));
    }
    if (violation.has("store")) {
      return last(named("kahaDB")).or(() -> last(named("persistenceAdapter")));
    }
    return violation.has("credentials")
        ? first(element -> element.isBean("PlaceholderConfigurer"))
            .or(() -> first(named("property-placeholder")))
        : Optional.empty();
  }

  private Optional<XmlElement> gate() {
    return first(named("portcullis").or(element -> element.attribute("class").equals(GATE)));
  }

  private static Predicate<XmlElement> named(String name) {
    return element -> element.name().equals(name);
  }

  private List<XmlElement> all(Predicate<XmlElement> which) {
    return elements.stream().filter(which).toList();
  }

  private Optional<XmlElement> first(Predicate<XmlElement> which) {
    return elements.stream().filter(which).findFirst();
  }

  /** Finds the innermost of nested elements with one name. */
  private Optional<XmlElement> last(Predicate<XmlElement> which) {
    return elements.stream().filter(which).reduce((one, next) -> next);
  }
}
