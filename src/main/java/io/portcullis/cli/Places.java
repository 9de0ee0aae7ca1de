package io.portcullis.cli;

import io.portcullis.broker.ConfigurationFault;
import io.portcullis.cli.XmlElement.Place;
import io.portcullis.enforce.Finding;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.LinkFacts;
import io.portcullis.rule.Violation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says at which element of the configuration a violation is best shown: the one to be changed,
 * where it can be told, and else the broker's.
 */
final class Places {

  /** As violations name an entry of a map: {@code queue ">"}. */
  private static final Pattern ENTRY = Pattern.compile("(queue|topic) \"([^\"]+)\"");

  /** As remedies name an element: {@code <policyEntry queue=">">}. */
  private static final Pattern ELEMENT = Pattern.compile("<(\\w+) (\\w+)=\"([^\"]*)\">");

  private static final Pattern USER = Pattern.compile("^user \"(.*)\" has ");
  private static final Pattern PLUGIN = Pattern.compile("^plugin (\\S+) stands ");
  private static final Pattern WAIVER = Pattern.compile("^waiver for \"(.*)\"");
  private static final Pattern APPLICATION = Pattern.compile("^web application \"(.*)\"$");

  private static final String GATE = "io.portcullis.PortcullisPlugin";

  private final Path file;
  private final BrokerFacts broker;
  private final List<XmlElement> elements;

  private Places(Path file, BrokerFacts broker, List<XmlElement> elements) {
    this.file = file;
    this.broker = broker;
    this.elements = elements;
  }

  /** Of a broker in this file. */
  static Places of(Path file, BrokerFacts broker) {
    return new Places(file, broker, XmlElements.of(file));
  }

  /** The same, where nothing is read from outside the file's folder. */
  static Places inFolder(Path file, BrokerFacts broker) {
    return new Places(file, broker, XmlElements.inFolder(file));
  }

  /** Says where a finding is shown. */
  PlacedFinding place(Finding finding) {
    Violation violation = finding.violation();
    Optional<XmlElement> found =
        connector(violation)
            .or(() -> link(violation))
            .or(() -> waiver(violation))
            .or(() -> ofRule(violation))
            .or(() -> ofBroker(violation));
    return new PlacedFinding(
        finding,
        found.or(() -> first(named("broker"))).map(XmlElement::place).orElse(new Place(file, 1)),
        found.isPresent());
  }

  private Optional<XmlElement> ofBroker(Violation violation) {
    return violation.where().equals("broker") || violation.where().equals(broker.where())
        ? first(named("broker"))
        : Optional.empty();
  }

  /** By its number, since a name may be missing, or be made of placeholders. */
  private Optional<XmlElement> connector(Violation violation) {
    List<XmlElement> declared = all(named("transportConnector"));
    return IntStream.range(0, Math.min(declared.size(), broker.connectors().size()))
        .filter(i -> broker.connectors().get(i).where().equals(violation.where()))
        .mapToObj(declared::get)
        .findFirst();
  }

  private Optional<XmlElement> link(Violation violation) {
    return Stream.of(LinkFacts.Kind.values())
        .flatMap(
            kind -> {
              List<LinkFacts> links =
                  broker.links().stream().filter(link -> link.kind() == kind).toList();
              List<XmlElement> declared = all(declares(kind));
              return IntStream.range(0, Math.min(declared.size(), links.size()))
                  .filter(i -> links.get(i).where().equals(violation.where()))
                  .mapToObj(declared::get);
            })
        .findFirst();
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

  /** A waiver is told of under the rule that it is for. */
  private Optional<XmlElement> waiver(Violation violation) {
    return group(WAIVER, violation.where())
        .flatMap(subject -> first(subjectOfWaiver(subject)).or(this::gate));
  }

  private static Predicate<XmlElement> subjectOfWaiver(String subject) {
    return named("waiver")
        .and(element -> element.attribute("subject").equals(subject))
        .or(
            named("property")
                .and(element -> element.attribute("name").equals("subject"))
                .and(element -> element.attribute("value").equals(subject)));
  }

  private Optional<XmlElement> ofRule(Violation violation) {
    return switch (violation.rule()) {
      case ConfigurationFault.ID -> ofConfiguration(violation);
      case "refuse-unvetted-link" ->
          group(PLUGIN, violation.found())
              .flatMap(type -> first(element -> element.isBean(type)).or(this::gate));
      case "require-authentication", "refuse-default-credentials" -> ofLogin(violation);
      case "require-system-group", "guard-advisories" ->
          entry(violation.found()).or(() -> first(named("authorizationMap"))).or(this::rights);
      case "guard-temporary-destinations" ->
          last(named("tempDestinationAuthorizationEntry"))
              .or(() -> first(named("authorizationMap")))
              .or(this::rights);
      case "require-authorization" -> rights();
      case "bound-resources" -> ofLimit(violation);
      case "secure-management" -> ofManagement(violation);
      case "protect-files" -> ofFile(violation);
      default -> Optional.empty();
    };
  }

  private Optional<XmlElement> ofConfiguration(Violation violation) {
    if (violation.where().equals("<sslContext>")) {
      return last(named("sslContext"));
    }
    return gate().or(() -> first(named("plugins")));
  }

  private Optional<XmlElement> ofLogin(Violation violation) {
    return group(USER, violation.found())
        .flatMap(
            user ->
                first(
                    named("authenticationUser")
                        .and(element -> element.attribute("username").equals(user))))
        .or(() -> first(element -> element.name().endsWith("AuthenticationPlugin")))
        .or(() -> first(named("plugins")));
  }

  private Optional<XmlElement> entry(String found) {
    Matcher entry = ENTRY.matcher(found);
    return entry.find()
        ? first(
            named("authorizationEntry")
                .and(element -> element.attribute(entry.group(1)).equals(entry.group(2))))
        : Optional.empty();
  }

  private Optional<XmlElement> rights() {
    return first(named("authorizationPlugin")).or(this::gate);
  }

  private Optional<XmlElement> ofLimit(Violation violation) {
    Matcher element = ELEMENT.matcher(violation.remedy());
    if (element.find()) {
      return first(
              named(element.group(1))
                  .and(entry -> entry.attribute(element.group(2)).equals(element.group(3))))
          .or(() -> first(named("policyEntries")));
    }
    return last(named(violation.where()))
        .or(() -> first(named("systemUsage")).filter(found -> isSpace(violation)));
  }

  private static boolean isSpace(Violation violation) {
    return violation.where().endsWith("Usage");
  }

  private Optional<XmlElement> ofManagement(Violation violation) {
    if (violation.where().startsWith("ActiveMQ's JMX connector")) {
      return last(named("managementContext"));
    }
    if (violation.where().startsWith("web connector")) {
      return first(element -> element.isBean("ServerConnector"));
    }
    return group(APPLICATION, violation.where())
        .flatMap(path -> first(contextPath(path)))
        .or(() -> first(element -> element.isBean("WebAppContext")));
  }

  private static Predicate<XmlElement> contextPath(String path) {
    return named("property")
        .and(element -> element.attribute("name").equals("contextPath"))
        .and(element -> element.attribute("value").equals(path));
  }

  private Optional<XmlElement> ofFile(Violation violation) {
    String what = violation.where().replaceFirst(" \".*", "");
    return switch (what) {
      case "key store", "trust store" -> last(named("sslContext"));
      case "store" -> last(named("kahaDB")).or(() -> last(named("persistenceAdapter")));
      case "credentials" ->
          first(element -> element.isBean("PlaceholderConfigurer"))
              .or(() -> first(named("property-placeholder")));
      default -> Optional.empty();
    };
  }

  private Optional<XmlElement> gate() {
    return first(named("portcullis").or(element -> element.attribute("class").equals(GATE)));
  }

  private static Predicate<XmlElement> named(String name) {
    return element -> element.name().equals(name);
  }

  private static Optional<String> group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private List<XmlElement> all(Predicate<XmlElement> which) {
    return elements.stream().filter(which).toList();
  }

  private Optional<XmlElement> first(Predicate<XmlElement> which) {
    return elements.stream().filter(which).findFirst();
  }

  /** The innermost of elements that are named like what they are in. */
  private Optional<XmlElement> last(Predicate<XmlElement> which) {
    return elements.stream().filter(which).reduce((one, next) -> next);
  }
}
