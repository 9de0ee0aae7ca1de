package io.portcullis.broker.rights;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.rights.MapEntries.Entry;
import io.portcullis.broker.send.Administrators;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.broker.send.RequestForReply;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.RightHolder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.security.SecurityContext;

/** Explains one right of a user whose groups are known, in lines for people. */
final class ExplainedRight {

  private final AuthorizationMapView rights;
  private final Administrators administrators;
  private final SecurityContext login;
  private final Operation operation;
  private final ActiveMQDestination destination;

  /**
   * @param rights the rights that the map gives
   * @param administrators the only group that may read from quarantine
   * @param login the user, as a connection would be logged in
   * @param operation the operation
   * @param destination the destination
   */
  ExplainedRight(
      AuthorizationMapView rights,
      Administrators administrators,
      SecurityContext login,
      Operation operation,
      ActiveMQDestination destination) {
    this.rights = rights;
    this.administrators = administrators;
    this.login = login;
    this.operation = operation;
    this.destination = destination;
  }

  /** Adds the reasons, and returns whether the user has the right. */
  boolean explain(List<String> lines) {
    RightFacts right = right(operation, destination);
    addEntries(right, lines);
    boolean held =
        right.held() && isHeldForParts(lines) && isHeldInQuarantine(lines) && isTarget(lines);
    if (!right.held()) {
      lines.add("missing: " + remedy(right.grant()));
      addMixUp(lines);
    }
    if (operation != Operation.ADMIN
        && !destination.isTemporary()
        && !DestinationNames.of(destination).isPattern()) {
      lines.add(
          "if it does not exist yet, whoever uses it first needs admin, too: %s"
              .formatted(right(Operation.ADMIN, destination).held() ? "held" : "not held"));
    }
    return held;
  }

  private void addEntries(RightFacts right, List<String> lines) {
    Optional<List<Entry>> entries = MapEntries.matching(rights.map(), operation, destination);
    if (entries.isEmpty()) {
      lines.add("answer: %s for %s".formatted(right.grant(), operation.right()));
      return;
    }
    for (Entry entry : entries.get()) {
      boolean decides = LoginInspector.isInOneOf(login, entry.principals());
      lines.add(
          "entry: %s %s%s".formatted(operation.right(), entry, decides ? ", which decides" : ""));
    }
    if (entries.get().isEmpty()) {
      lines.add("entry: none matches" + (right.held() ? ", which lets everybody" : ""));
    }
  }

  /**
   * Tells whether a consumer may read. It is judged again for every destination that it is added
   * to.
   */
  private boolean isHeldForParts(List<String> lines) {
    if (operation != Operation.READ || !destination.isComposite()) {
      return true;
    }
    List<String> refused =
        parts(destination)
            .filter(part -> !right(operation, part).held())
            .map(ActiveMQDestination::getQualifiedName)
            .sorted()
            .toList();
    if (!refused.isEmpty()) {
      lines.add("parts: it may not read from " + String.join(", ", refused));
    }
    return refused.isEmpty();
  }

  /**
   * Returns a qualified name. Of a composite destination it returns those of the parts, in any
   * order.
   */
  static String shown(ActiveMQDestination destination) {
    return parts(destination)
        .map(ActiveMQDestination::getQualifiedName)
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static Stream<ActiveMQDestination> parts(ActiveMQDestination destination) {
    return destination.isComposite()
        ? Arrays.stream(destination.getCompositeDestinations())
        : Stream.of(destination);
  }

  private boolean isHeldInQuarantine(List<String> lines) {
    if (parts(destination).noneMatch(Quarantine::holds)) {
      return true;
    }
    lines.add(
        "quarantine: whatever the map says, %s reads from it and only the broker writes"
            .formatted(administrators.group()));
    return operation != Operation.WRITE && administrators.include(login);
  }

  /**
   * Tells whether clients may send to a name. Patterns are for consumers. Only the statistics
   * plugin accepts a message to one.
   */
  private boolean isTarget(List<String> lines) {
    if (operation != Operation.WRITE
        || RequestForReply.isQuery(destination)
        || !DestinationNames.of(destination).isPattern()) {
      return true;
    }
    lines.add("pattern: whatever the map says, no client writes to a pattern");
    return false;
  }

  private static String remedy(RightHolder grant) {
    return grant.groups().isEmpty()
        ? "nobody has the right; give it to one of the user's groups"
        : "put the user into one of %s, or give the right to one of its groups".formatted(grant);
  }

  /**
   * Points out the most frequent mistake: the entry is for the queue, and the client uses the
   * topic.
   */
  private void addMixUp(List<String> lines) {
    if (destination.isTemporary() || destination.isComposite()) {
      return;
    }
    ActiveMQDestination other =
        destination.isQueue()
            ? new ActiveMQTopic(destination.getPhysicalName())
            : new ActiveMQQueue(destination.getPhysicalName());
    if (right(operation, other).held()) {
      lines.add(
          "mix-up: it may %s %s; one of the two, the map or the client, means the other kind"
              .formatted(operation.verb(), other.getQualifiedName()));
    }
  }

  private RightFacts right(Operation asked, ActiveMQDestination name) {
    return rights.right(login.getUserName(), login, asked, name);
  }
}
