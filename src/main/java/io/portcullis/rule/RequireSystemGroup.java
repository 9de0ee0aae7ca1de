package io.portcullis.rule;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requires that the system group has every right on every queue and topic.
 *
 * <p>Why: ActiveMQ's web console connects to the broker as a user of this group. Without the
 * rights, its pages fail when somebody needs them. Everybody who can log in to the console may do
 * what the group may do. So keep that group small.
 *
 * <p>To check rights on queue {@code >} and topic {@code >}, the rule asks about names that only a
 * wildcard for everything can match, with one level and with several.
 *
 * <p>Remedy: add the group to read, write and admin of the entries for queue {@code >} and topic
 * {@code >}.
 *
 * <p>Source: "Always Configure a System Group" in Amazon MQ's guide of 2018.
 */
final class RequireSystemGroup implements Rule {

  private static final Fault NO_RIGHT =
      new Fault("system-group-right-missing", "group \"%s\" may not %s on %s \">\"", "%4$s");

  private final String group;

  /** Requires the rights for {@code group}. */
  public RequireSystemGroup(String group) {
    this.group = group;
  }

  @Override
  public String id() {
    return "require-system-group";
  }

  @Override
  public String demand() {
    return "every right on every queue and topic for activemq-webconsole";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return broker.authorization().absence();
  }

  @Override
  public boolean judgesAuthorizationOnly() {
    return true;
  }

  @Override
  public Kind plainKind(String name) {
    return Kind.DESTINATION;
  }

  @Override
  public List<Violation> judge(AuthorizationFacts authorization) {
    List<Violation> violations = new ArrayList<>();
    for (DestinationKind kind : List.of(DestinationKind.QUEUE, DestinationKind.TOPIC)) {
      for (Operation operation : Operation.values()) {
        if (!authorization.grantOnAll(operation, kind).includes(group)) {
          violations.add(missing(new DestinationName(kind, ">"), operation, authorization));
        }
      }
    }
    return violations;
  }

  private Violation missing(
      DestinationName all, Operation operation, AuthorizationFacts authorization) {
    return violation(
        AuthorizationFacts.rightsOn(List.of(all)),
        NO_RIGHT,
        group,
        operation.right(),
        all.kind() == DestinationKind.QUEUE ? "queue" : "topic",
        Argument.shown(remedy(all, operation, authorization)));
  }

  private String remedy(
      DestinationName all, Operation operation, AuthorizationFacts authorization) {
    return authorization.isWritten(all)
        ? "add %s to %s of %s".formatted(group, operation.right(), WrittenEntry.tag(all))
        : "put %s into <authorizationEntries>"
            .formatted(WrittenEntry.element(all, group, Operation.values()));
  }
}
