package io.portcullis.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * There is an authorization map; where the operator configured none, the default one is installed.
 *
 * <p>Why: without a map every user may read, write, create and remove everything. An operator's own
 * map is kept as it is. Where this rule only reports, no map is installed; what users do is judged
 * against the default one and reported.
 *
 * <p>ActiveMQ before 6.3.0 lets every user remove a destination that exists; the gate asks for the
 * right.
 *
 * <p>A plugin that translates path separators has to stand where the map is asked for what it made
 * of a name, or an entry for one level is one for all. Shiro's logins show no groups, so beside it
 * no map can be used.
 *
 * <p>Some requests make the broker itself send an answer, to where they say; they need the right to
 * write there. The broker's own services answer at the scheduler's topic and at the statistics'
 * queues and topics. ActiveMQ knows them by name only; the gate refuses their names on other kinds
 * of destination.
 *
 * <p>A pattern is a name for consumers. ActiveMQ takes it as a target, too: the rights of all that
 * it could match add up, and it reaches consumers of all of them. The gate refuses a client's
 * message to a pattern, and its creation.
 *
 * <p>Remedy: {@code <authorizationPlugin>} with a map by groups.
 *
 * <p>Source: "Always Configure an Authorization Map" in Amazon MQ's guide of 2018.
 */
public final class RequireAuthorization implements Rule {

  /** The id, for those who install the map. */
  public static final String ID = "require-authorization";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(BrokerFacts broker) {
    List<Violation> violations = new ArrayList<>();
    switch (broker.authorization().source()) {
      case OPERATOR, DEFAULT, NOT_ASKED -> {}
      case NOT_INSTALLED ->
          violations.add(
              violation(
                  broker,
                  "no authorization map is configured, so every user may do everything",
                  "configure an <authorizationPlugin>, or enforce this rule, which installs the"
                      + " default map"));
      case UNUSABLE ->
          violations.add(
              violation(
                  broker,
                  "no authorization map is configured, and the default one is of no use beside"
                      + " Shiro's plugin, whose logins show no groups",
                  "log in with another plugin, or let this rule only report, so that Shiro's own"
                      + " rights are all there is"));
    }
    if (broker.translatesBehindRights()) {
      violations.add(
          violation(
              new Named("destinationPathSeparatorPlugin", broker.where()),
              "destinationPathSeparatorPlugin acts behind the authorization plugin, which is asked"
                  + " for rights on names that are not translated yet",
              "list it after <authorizationPlugin>"));
    }
    return violations;
  }

  @Override
  public List<Violation> judge(TargetFacts target) {
    List<Violation> violations = new ArrayList<>();
    if (target.pattern()) {
      violations.add(
          violation(
              target,
              "%s is a pattern, and a message to it reaches destinations that it does not name"
                  .formatted(target.destination().shown()),
              "send to each destination by its own name"));
    }
    if (target.misplaced()) {
      violations.add(
          violation(
              target,
              "%s has the name of a service of the broker, which has no destination of that kind"
                  .formatted(target.destination().shown()),
              "use the scheduler's topic, or the statistics' queues and topics"));
    }
    return violations;
  }

  @Override
  public List<Violation> judge(NameFacts name) {
    if (name.bounded()) {
      return List.of();
    }
    return List.of(
        violation(
            name,
            "its destination's name has %d characters, %d parts, up to %d levels and %d options"
                .formatted(name.characters(), name.parts(), name.levels(), name.options()),
            "use names of at most %d characters, %d parts, %d levels and %d options"
                .formatted(
                    NameFacts.MOST_CHARACTERS,
                    NameFacts.MOST_PARTS,
                    NameFacts.MOST_LEVELS,
                    NameFacts.MOST_OPTIONS)));
  }

  @Override
  public List<Violation> judge(RightFacts right) {
    if (right.held()) {
      return List.of();
    }
    return List.of(
        violation(
            right,
            "the authorization map does not let it %s %s"
                .formatted(right.operation().verb(), right.destination().shown()),
            right.grant().groups().isEmpty()
                ? "give one of its groups the right"
                : "put the user into one of %s, or give its groups the right"
                    .formatted(right.grant())));
  }
}
