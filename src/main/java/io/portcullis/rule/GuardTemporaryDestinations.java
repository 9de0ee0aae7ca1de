package io.portcullis.rule;

import io.portcullis.policy.Groups;
import java.util.ArrayList;
import java.util.List;

/**
 * Temporary destinations have an authorization entry.
 *
 * <p>Why: where the map has none, ActiveMQ lets everybody read, write and create temporary
 * destinations, and so read the answers that were meant for others. And where a client names a
 * temporary destination and others in one, lines before the fixes of July 2026 ask for the rights
 * on temporary destinations only, so whoever may reply could write to every queue.
 *
 * <p>Remedy: a {@code <tempDestinationAuthorizationEntry>} in the map.
 *
 * <p>Source: ActiveMQ's {@code DefaultAuthorizationMap}; the example in Amazon MQ's guide has no
 * such entry.
 */
public final class GuardTemporaryDestinations implements Rule {

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
    String all = String.join(",", groups.administrators(), groups.users(), groups.system());
    return List.of(
        violation(
            new Named("temporary destinations", AuthorizationFacts.MAP.where()),
            "everybody may %s temporary destinations".formatted(String.join(", ", open)),
            ("add <tempDestinationAuthorizationEntry><tempDestinationAuthorizationEntry"
                    + " read=\"%1$s\" write=\"%1$s\" admin=\"%1$s\"/>"
                    + "</tempDestinationAuthorizationEntry>")
                .formatted(all)));
  }

  @Override
  public List<Violation> judge(UseFacts use) {
    if (!use.mixed()) {
      return List.of();
    }
    return List.of(
        violation(
            use,
            "%s names temporary and other destinations in one".formatted(use.destination().shown()),
            "use the others by themselves"));
  }
}
