package io.portcullis.broker.start;

import io.portcullis.broker.platform.UnreplacedText;
import io.portcullis.policy.SimilarName;
import io.portcullis.rule.LimitFacts.UnreplacedPlaceholder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that placeholders may have: ActiveMQ's folders and this JVM's other properties of it.
 */
final class KnownProperties {

  private static final Set<String> FOLDERS =
      Set.of("activemq.base", "activemq.conf", "activemq.data", "activemq.home");

  private static final String PREFIX = "activemq.";
  private static final String ACTIVEMQ = "org.apache.activemq.";

  private KnownProperties() {}

  /** Returns the name that was probably meant, which may be this one. */
  static Optional<String> similarTo(String name) {
    Set<String> known = new TreeSet<>(FOLDERS);
    System.getProperties().stringPropertyNames().stream()
        .filter(property -> property.startsWith(PREFIX))
        .forEach(known::add);
    return known.contains(name) ? Optional.of(name) : new SimilarName(known).to(name);
  }

  /** Returns the facts of a placeholder that nothing replaced. */
  static UnreplacedPlaceholder placeholder(UnreplacedText text) {
    return new UnreplacedPlaceholder(
        where(text.type()),
        text.property(),
        text.placeholder(),
        text.replaces(),
        similarTo(text.placeholder()));
  }

  private static String where(String type) {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    String element =
        simple.replaceFirst("^(XBean|Spring)", "").replaceFirst("^BrokerService$", "broker");
    return type.startsWith(ACTIVEMQ)
        ? "<%s>".formatted(element.substring(0, 1).toLowerCase(Locale.ROOT) + element.substring(1))
        : "bean of class " + type;
  }
}
