package io.portcullis.suggest;

import static io.portcullis.suggest.XmlEscapes.attribute;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.RuleIds;
import io.portcullis.usage.KeyUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is proposed for the gate, as properties to paste between the tags of its bean. Lines of the
 * XML are escaped, and lines for people are not.
 */
final class GateXml {

  /**
   * A property to paste.
   *
   * @param from where it comes from, for people
   * @param xml the lines of the element
   */
  record Property(List<String> from, List<String> xml) {

    /** Copies the lists. */
    Property {
      from = List.copyOf(from);
      xml = List.copyOf(xml);
    }
  }

  private GateXml() {}

  /** Returns the properties. */
  static List<Property> of(GateProposal gate) {
    List<Property> properties = new ArrayList<>();
    bodies(gate.bodies()).ifPresent(properties::add);
    waivers(gate.waivers()).ifPresent(properties::add);
    clientIds(gate.clientIds()).ifPresent(properties::add);
    list("protocols", gate.protocols(), "The protocols that clients spoke.")
        .ifPresent(properties::add);
    list("allowedNetworks", gate.networks(), "The addresses that clients came from.")
        .ifPresent(properties::add);
    return properties;
  }

  private static Optional<Property> list(String name, List<String> values, String from) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Property(
                List.of(from),
                List.of(
                    "<property name=\"%s\" value=\"%s\"/>"
                        .formatted(name, attribute(String.join(",", values))))));
  }

  private static Optional<Property> beans(String name, List<String> from, List<String> beans) {
    return beans.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Property(
                from,
                Stream.of(
                        Stream.of("<property name=\"%s\">".formatted(name), "  <list>"),
                        beans.stream().map(line -> "    " + line),
                        Stream.of("  </list>", "</property>"))
                    .flatMap(lines -> lines)
                    .toList()));
  }

  private static void bean(String type, List<String> into, String... namesAndValues) {
    into.add("<bean class=\"io.portcullis.%s\">".formatted(type));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      into.add(
          "  <property name=\"%s\" value=\"%s\"/>"
              .formatted(namesAndValues[i], attribute(namesAndValues[i + 1])));
    }
    into.add("</bean>");
  }

  private static String[] named(DestinationName destination) {
    return destination.kind().isTemporary()
        ? new String[] {"temporary", "true"}
        : new String[] {
          destination.kind() == DestinationKind.QUEUE ? "queue" : "topic", destination.name()
        };
  }

  private static Optional<Property> bodies(List<ProposedBody> bodies) {
    List<String> from = new ArrayList<>();
    List<String> beans = new ArrayList<>();
    from.add(
        "Body policies. Keep what else today's policies say of a destination: verify, context, text,"
            + " empty, onRefusal. Keys come from the messages that were looked at: the first of each"
            + " connection and destination, and one in 1,024 after that.");
    for (ProposedBody body : bodies) {
      from.add(body.destination().shown() + ": " + seen(body));
      List<String> properties = new ArrayList<>(List.of(named(body.destination())));
      if (!body.keys().isEmpty()) {
        properties.addAll(List.of("keys", String.join(",", body.keys())));
      }
      body.destinationKey().ifPresent(key -> properties.addAll(List.of("destinationKey", key)));
      if (!body.committing()) {
        properties.addAll(List.of("commitment", "OPTIONAL"));
      }
      bean("BodyPolicy", beans, properties.toArray(String[]::new));
    }
    return beans("bodyPolicies", from, beans);
  }

  private static String seen(ProposedBody body) {
    String keys =
        body.keysSeen().stream()
            .map(
                use ->
                    "%s/%s of %s, suite %s, %s, %s"
                        .formatted(
                            use.provider(),
                            use.key(),
                            Phrases.user(use.user()),
                            use.suite(),
                            Phrases.count(use.messages(), "message"),
                            Phrases.when(use.seen())))
            .collect(Collectors.joining("; "));
    return body.committing() || body.keysSeen().stream().map(KeyUse::suite).findAny().isEmpty()
        ? keys
        : keys + "; a suite does not commit to its key, so ask its senders for another";
  }

  private static Optional<Property> waivers(List<ProposedWaiver> waivers) {
    List<String> from = new ArrayList<>();
    List<String> beans = new ArrayList<>();
    from.add("Waivers for senders of plaintext, until they encrypt.");
    for (ProposedWaiver waiver : waivers) {
      String senders =
          waiver.senders().stream().map(Phrases::sender).collect(Collectors.joining("; "));
      from.add("%s: %s".formatted(waiver.destination().shown(), senders));
      from.add("  or for ever, and for everybody: " + anyBody(waiver.destination()));
      bean(
          "Waiver",
          beans,
          "rule",
          RuleIds.REQUIRE_ENCRYPTED_BODY,
          "subject",
          waiver.destination().toString(),
          "reason",
          "plaintext of %s".formatted(Phrases.count(waiver.senders().size(), "sender")),
          "until",
          waiver.until().toString());
    }
    return beans("waivers", from, beans);
  }

  private static String anyBody(DestinationName destination) {
    String[] named = named(destination);
    return "a body policy with %s=\"%s\" and body=\"ANY\"".formatted(named[0], named[1]);
  }

  private static Optional<Property> clientIds(List<ProposedClientId> ids) {
    List<String> from = new ArrayList<>();
    List<String> beans = new ArrayList<>();
    from.add("Client ids for those alone who had them.");
    for (ProposedClientId id : ids) {
      long logins = id.seen().stream().mapToLong(use -> use.logins()).sum();
      from.add(
          "%s: user %s, %s".formatted(id.pattern(), id.user(), Phrases.count(logins, "login")));
      bean("ClientIds", beans, "user", id.user(), "pattern", id.pattern());
    }
    return beans("clientIds", from, beans);
  }
}
