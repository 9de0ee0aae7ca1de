package io.portcullis.rule;

import java.util.List;

/**
 * Requires that the broker does not run as root.
 *
 * <p>Why: an attacker who can run code in the broker has the permissions of its user. As root, that
 * is the whole host. File permissions do not stop root either.
 *
 * <p>What it cannot see: the user on systems without {@code /proc/self/status}, and whether a
 * container's root is another user outside of it.
 *
 * <p>Remedy: a dedicated user for the broker. Ports below 1024 are no reason for root: ActiveMQ's
 * are above.
 *
 * <p>Source: ActiveMQ's security recommendations, the tenth ("Do not run the broker using the root
 * user").
 */
final class RefuseRoot implements Rule {

  private static final Fault ROOT =
      new Fault(
          "broker-runs-as-root",
          "the broker runs as root, so whoever gets it to run code has the whole host",
          "start it as a user of its own, to whom nothing belongs but the broker's files");

  @Override
  public String id() {
    return "refuse-root";
  }

  @Override
  public String demand() {
    return "a broker that does not run as root";
  }

  @Override
  public boolean enforcedByDefault() {
    return false;
  }

  @Override
  public List<Violation> judge(ProcessFacts process) {
    if (process.userId().isEmpty() || process.userId().getAsInt() != 0) {
      return List.of();
    }
    return List.of(violation(process, ROOT));
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    return posture.process().userId().isPresent()
        ? List.of()
        : List.of("the user that the broker runs as: this system has no /proc/self/status");
  }
}
