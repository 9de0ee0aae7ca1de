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
 * <p>What somebody makes is theirs, whatever others call themselves. Only the connection and user
 * that made a temporary destination, and the broker's own network connectors, read from it and
 * remove it. Only the user who made a distributed transaction uses it; a prepared one also an
 * administrator, and whoever has every right that is in it. A right that is lost while a
 * transaction is open is asked for once more at its commit, or at its prepare.
 *
 * <p>ActiveMQ before 6.3.0 lets every user remove a destination that exists; the gate asks for the
 * right.
 *
 * <p>A plugin that translates path separators has to stand where the map is asked for what it made
 * of a name, or an entry for one level is one for all. Shiro's logins show no groups, so beside it
 * no map can be used.
 *
 * <p>Some requests make the broker itself send an answer, to where they say; they need the right to
 * write there.
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
  public List<Violation> judge(RightFacts right) {
    if (right.held()) {
      return List.of();
    }
    return List.of(
        violation(
            right,
            "the authorization map does not let it %s %s"
                .formatted(right.operation().verb(), right.destination()),
            right.grant().groups().isEmpty()
                ? "give one of its groups the right"
                : "put the user into one of %s, or give its groups the right"
                    .formatted(right.grant())));
  }

  @Override
  public List<Violation> judge(TemporaryUseFacts use) {
    if (use.own()) {
      return List.of();
    }
    return List.of(
        violation(
            use,
            "it may not %s %s, which belongs to another connection or user"
                .formatted(use.use().verb(), use.destination()),
            "use a temporary destination that the client's own connection makes"));
  }

  @Override
  public List<Violation> judge(TransactionFacts use) {
    if (use.permitted()) {
      return List.of();
    }
    return List.of(
        violation(
            use,
            "it may not %s transaction %s, which another user made"
                .formatted(use.use(), use.transaction()),
            use.prepared()
                ? "let whoever made it end it, an administrator, or a user with every right that"
                    + " is in it"
                : "let whoever made it use it"));
  }
}
