package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sets {@code maxDestinations} on the policy entry that holds for a destination. It makes the entry
 * where there is none. A default entry keeps what it sets: it gets the bound.
 */
final class BoundDestinations implements Fix {

  private static final String OPTION = "maxDestinations";
  private static final String BOUND = "10000";
  private static final String ENTRY = "policyEntry";

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    Optional<DestinationName> destination = DestinationName.qualified(violation.subject());
    Optional<Spot> broker = work.draft().first(Draft.broker("broker"));
    if (destination.isEmpty()
        || broker.isEmpty()
        || broker.get().node().attribute("destinationPolicy").isPresent()) {
      work.decide(violation.rule(), "%s: %s".formatted(violation.where(), violation.remedy()));
      return false;
    }
    Optional<Spot> entry = entry(work.draft(), destination.get());
    return entry.isPresent()
        ? work.draft()
            .edit(
                entry.get(),
                violation.rule(),
                (xml, node) -> xml.withAttribute(node, OPTION, BOUND))
        : add(work.draft(), broker.get(), violation.rule(), attribute(destination.get()));
  }

  private static Optional<Spot> entry(Draft draft, DestinationName destination) throws IOException {
    Optional<Spot> own = draft.first(Draft.broker(ENTRY).and(isFor(destination)));
    return own.isPresent()
        ? own
        : draft.first(
            Draft.broker(ENTRY)
                .and(
                    node ->
                        node.parent()
                            .filter(parent -> parent.localName().equals("defaultEntry"))
                            .isPresent()));
  }

  private static Predicate<XmlNode> isFor(DestinationName destination) {
    return node ->
        switch (destination.kind()) {
          case QUEUE -> names(node, "queue", destination.name());
          case TOPIC -> names(node, "topic", destination.name());
          case TEMPORARY_QUEUE -> names(node, "tempQueue", "true");
          case TEMPORARY_TOPIC -> names(node, "tempTopic", "true");
        };
  }

  private static boolean names(XmlNode node, String attribute, String name) {
    return node.attribute(attribute)
        .filter(names -> Arrays.stream(names.split(",")).map(String::strip).anyMatch(name::equals))
        .isPresent();
  }

  private static String attribute(DestinationName destination) {
    String name = XmlText.escaped(destination.name());
    return switch (destination.kind()) {
      case QUEUE -> "queue=\"%s\"".formatted(name);
      case TOPIC -> "topic=\"%s\"".formatted(name);
      case TEMPORARY_QUEUE -> "tempQueue=\"true\"";
      case TEMPORARY_TOPIC -> "tempTopic=\"true\"";
    };
  }

  private static boolean add(Draft draft, Spot broker, String rule, String attribute)
      throws IOException {
    String prefix = broker.node().prefix();
    String entry = "<%s%s %s %s=\"%s\"/>".formatted(prefix, ENTRY, attribute, OPTION, BOUND);
    Optional<Spot> entries = draft.first(Draft.broker("policyEntries"));
    if (entries.isPresent()) {
      return draft.edit(entries.get(), rule, (xml, node) -> xml.last(node, entry));
    }
    Optional<Spot> map = draft.first(Draft.broker("policyMap"));
    String inEntries = "<%1$spolicyEntries>\n  %2$s\n</%1$spolicyEntries>".formatted(prefix, entry);
    if (map.isPresent()) {
      return draft.edit(map.get(), rule, (xml, node) -> xml.last(node, inEntries));
    }
    String whole =
        """
        <%1$sdestinationPolicy>
          <%1$spolicyMap>
            <%1$spolicyEntries>
              %2$s
            </%1$spolicyEntries>
          </%1$spolicyMap>
        </%1$sdestinationPolicy>
        """
            .formatted(prefix, entry);
    return draft.edit(broker, rule, (xml, node) -> xml.first(node, whole));
  }
}
