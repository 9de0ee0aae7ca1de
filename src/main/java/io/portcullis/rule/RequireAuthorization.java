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
 * <p>An id lends nothing: a connection, session, producer, consumer or local transaction id belongs
 * to the connection whose login brought it. ActiveMQ takes a command with another's id.
 *
 * <p>What a client calls itself lends it nothing. The id of a live connection, and a live client
 * id, are taken over by the same user only. A durable subscription belongs to the user who made it.
 *
 * <p>ActiveMQ evaluates a selector for every message while it holds the lock of the destination, so
 * a costly one holds up all who use that destination. The rule refuses a selector that asks XPATH
 * or XQUERY, calls a function such as REGEX, or goes beyond a bound: 8,192 characters, 64 levels,
 * one {@code %} before the end of a LIKE pattern, 48 characters in such patterns, 16 plus signs.
 *
 * <p>What somebody makes is theirs, whatever others call themselves. Only the connection and user
 * that made a temporary destination, and the broker's own network connectors, read from it and
 * remove it. Only the user who made a distributed transaction uses it; a prepared one also an
 * administrator, and whoever has every right that is in it. A right that is lost while a
 * transaction is open is asked for once more at its commit, or at its prepare.
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

  @Override
  public List<Violation> judge(CommandFacts command) {
    return List.of(
        command.owner().isEmpty()
            ? violation(
                command,
                "it sent a %s, which only brokers send".formatted(command.command()),
                "send what a client sends")
            : violation(
                command,
                "its %s carries an id of connection \"%s\", which is not its own"
                    .formatted(command.command(), command.owner()),
                "use the ids of its own connection"));
  }

  @Override
  public List<Violation> judge(SequenceFacts sequence) {
    return List.of(
        violation(
            sequence,
            "its message has the number %d, far from those before it".formatted(sequence.number()),
            "number the messages of a producer one after the other, from 1"));
  }

  @Override
  public List<Violation> judge(StrangerFacts stranger) {
    return stranger.deed() == StrangerFacts.Deed.LOGGED_IN_TWICE
        ? List.of(violation(stranger, stranger.found(), "log in once, or log out before"))
        : List.of();
  }

  @Override
  public List<Violation> judge(TakeoverFacts takeover) {
    return switch (takeover.claim()) {
      case FREE, OWN -> List.of();
      case ANOTHERS ->
          List.of(
              violation(
                  takeover,
                  "%s belongs to a live connection of another user".formatted(takeover.named()),
                  "use an id of its own, and wait until that connection ends"));
      case NOT_LOGGED_IN ->
          List.of(
              violation(
                  takeover,
                  "%s belongs to a live connection, and nobody has logged in"
                      .formatted(takeover.named()),
                  "log in as the user of that connection, or use an id of its own"));
      case RESERVED ->
          List.of(
              violation(
                  takeover,
                  "%s matches a pattern of clientIds and is for others alone"
                      .formatted(takeover.named()),
                  "use another client id, or name the user or a group of it in clientIds"));
    };
  }

  @Override
  public List<Violation> judge(SubscriptionFacts subscription) {
    String named = subscription.named();
    if (subscription.claim() == SubscriptionFacts.Claim.RESERVED) {
      return List.of(
          violation(
              subscription,
              "the client id of %s matches a pattern of clientIds and is for others alone"
                  .formatted(named),
              "name the user or a group of it in clientIds"));
    }
    if (subscription.claim() == SubscriptionFacts.Claim.ANOTHERS) {
      return List.of(
          violation(
              subscription,
              "%s was made by another user".formatted(named),
              "use a client id and a name of its own, or let an administrator remove it"));
    }
    if (!subscription.readable()) {
      return List.of(
          violation(
              subscription,
              "the authorization map does not let it read %s, which %s reads from"
                  .formatted(subscription.destination(), named),
              "give one of its groups the right"));
    }
    return List.of();
  }

  @Override
  public List<Violation> judge(SelectorFacts selector) {
    List<String> exceeded = SelectorBounds.exceededBy(selector);
    if (exceeded.isEmpty()) {
      return List.of();
    }
    return List.of(
        violation(
            selector,
            "its selector %s, which holds up all who use the destination"
                .formatted(String.join(", and it ", exceeded)),
            "select by a property of its own, with =, IN or one LIKE, or waive this rule for the"
                + " destination"));
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
