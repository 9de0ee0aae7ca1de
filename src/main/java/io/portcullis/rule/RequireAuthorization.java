package io.portcullis.rule;

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
  public List<Violation> judge(BrokerFacts broker) {
    return switch (broker.authorization().source()) {
      case OPERATOR, DEFAULT -> List.of();
      case NOT_INSTALLED ->
          List.of(
              violation(
                  broker.where(),
                  "no authorization map is configured, so every user may do everything",
                  "configure an <authorizationPlugin>, or enforce this rule, which installs the"
                      + " default map"));
    };
  }

  @Override
  public List<Violation> judge(RightFacts right) {
    if (right.held()) {
      return List.of();
    }
    return List.of(
        violation(
            "user \"%s\"".formatted(right.user()),
            "the authorization map does not let it %s %s"
                .formatted(right.operation().verb(), right.destination()),
            right.grant().groups().isEmpty()
                ? "give one of its groups the right"
                : "put the user into one of %s, or give its groups the right"
                    .formatted(right.grant())));
  }
}
