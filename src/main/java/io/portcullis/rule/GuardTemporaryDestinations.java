package io.portcullis.rule;

import io.portcullis.policy.Groups;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requires an authorization entry for temporary destinations.
 *
 * <p>Why: without one, ActiveMQ lets everybody read, write and create temporary destinations. So
 * everybody can read replies to others. A client may also name a temporary destination together
 * with other destinations. Lines before the fixes of July 2026 then check only the rights on
 * temporary destinations. So whoever may reply could write to every queue.
 *
 * <p>Remedy: a {@code <tempDestinationAuthorizationEntry>} in the map.
 *
 * <p>Source: ActiveMQ's {@code DefaultAuthorizationMap}; the example in Amazon MQ's guide has no
 * such entry.
 */
final class GuardTemporaryDestinations implements Rule {

  private static final Fault OPEN =
      new Fault(
          "temporary-destinations-open",
          "everybody may %s temporary destinations",
          "put <tempDestinationAuthorizationEntry><tempDestinationAuthorizationEntry"
              + " read=\"%2$s\" write=\"%2$s\" admin=\"%2$s\"/>"
              + "</tempDestinationAuthorizationEntry> into <authorizationMap>; other groups lose"
              + " them");
  private static final Fault MIXED =
      new Fault(
          "temporary-and-others",
          "%s names temporary and other destinations in one",
          "use the others by themselves");

  private final Groups groups;

  /** Proposes an entry for these groups. */
  public GuardTemporaryDestinations(Groups groups) {
    this.groups = groups;
  }

  @Override
  public String id() {
    return "guard-temporary-destinations";
  }

  @Override
  public String demand() {
    return "an authorization entry for temporary destinations";
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
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(AuthorizationFacts authorization) {
    List<String> open = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      if (authorization.temporaryGrant(operation).everyone()) {
        open.add(operation.right());
      }
    }
    if (open.isEmpty()) {
      return List.of();
    }
    return List.of(
        violation(
            new Named(Resource.only(Kind.TEMPORARY_DESTINATIONS), AuthorizationFacts.MAP.where()),
            OPEN,
            open,
            Argument.shown(XmlText.of(String.join(",", everybody(authorization))))));
  }

  /** Returns the groups that the map names and the system group; without any, the policy's. */
  private Set<String> everybody(AuthorizationFacts authorization) {
    Set<String> named = new TreeSet<>();
    authorization.entries().orElse(List.of()).forEach(entry -> named.addAll(entry.groups()));
    if (named.isEmpty()) {
      return new LinkedHashSet<>(List.of(groups.administrators(), groups.users(), groups.system()));
    }
    named.add(groups.system());
    return named;
  }

  @Override
  public List<Violation> judge(UseFacts use) {
    if (!use.mixed()) {
      return List.of();
    }
    return List.of(violation(use, MIXED, use.destination().shown()));
  }
}
