package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Requires an authorization map. If the operator configured none, the default map is installed.
 *
 * <p>Why: without a map every user may read, write, create and remove everything. An operator's own
 * map stays as it is. If this rule only reports, no map is installed. Then the default map judges
 * what users do, and violations are reported.
 *
 * <p>ActiveMQ before 6.3.0 lets every user remove an existing destination. The gate asks for the
 * right.
 *
 * <p>A plugin that translates path separators must come before the authorization plugin, so that
 * the map is asked about the translated name. Otherwise an entry for one level covers all levels.
 * Shiro's logins show no groups, so no map can be used beside it.
 *
 * <p>Some requests make the broker send a reply to a destination that they name. They need the
 * right to write there. The broker's own services reply at the scheduler's topic and at the
 * statistics' queues and topics. ActiveMQ recognizes them by name only. The gate refuses their
 * names on other kinds of destination.
 *
 * <p>A pattern is meant for consumers. ActiveMQ also accepts it as a target. Then the rights on all
 * possible matches add up, and the message reaches consumers of all of them. The gate refuses a
 * client's message to a pattern, and its creation.
 *
 * <p>An id gives no right. A connection, session, producer, consumer or local transaction id
 * belongs to the connection whose login brought it. ActiveMQ accepts a command with another's id.
 *
 * <p>A name that a client chooses gives no right either. Only the same user may take over the id of
 * a live connection or a live client id. A durable subscription belongs to the user who created it.
 *
 * <p>ActiveMQ evaluates a selector for every message while it holds the lock of the destination. So
 * a costly selector delays all who use that destination. The rule refuses a selector that uses
 * XPATH or XQUERY, calls a function such as REGEX, or exceeds one of these bounds:
 *
 * <ul>
 *   <li>8,192 characters;
 *   <li>64 levels;
 *   <li>one {@code %} before the end of a LIKE pattern;
 *   <li>48 characters in such patterns;
 *   <li>16 plus signs.
 * </ul>
 *
 * <p>Temporary destinations and distributed transactions belong to their creator, whatever others
 * claim to be. Only the connection and user that created a temporary destination, and the broker's
 * own network connectors, read from it and remove it. Only the user who created a distributed
 * transaction uses it. A prepared one may also be used by an administrator, and by a user with
 * every right that is in it. If a user loses a right while a transaction is open, its commit or
 * prepare checks the right again.
 *
 * <p>The groups of the map and of the users are compared, if both are known. A group that nobody is
 * in, and a user in no group of the map, are reported and never refused.
 *
 * <p>Remedy: {@code <authorizationPlugin>} with a map by groups.
 *
 * <p>Source: "Always Configure an Authorization Map" in Amazon MQ's guide of 2018.
 */
final class RequireAuthorization implements Rule {

  /** The rule's id. */
  public static final String ID = "require-authorization";

  private static final Fault NO_MAP =
      new Fault(
          "authorization-map-missing",
          "no authorization map is configured, so every user may do everything",
          "configure an <authorizationPlugin>, or enforce this rule, which installs the"
              + " default map");
  private static final Fault MAP_UNUSABLE =
      new Fault(
          "default-map-unusable",
          "no authorization map is configured, and the default one is of no use beside"
              + " Shiro's plugin, whose logins show no groups",
          "log in with another plugin, or let this rule only report, so that Shiro's own"
              + " rights are all there is");
  private static final Fault TRANSLATED_LATE =
      new Fault(
          "separators-behind-rights",
          "destinationPathSeparatorPlugin acts behind the authorization plugin, which is asked"
              + " for rights on names that are not translated yet",
          "list it after <authorizationPlugin>");
  private static final Fault PATTERN =
      new Fault(
          "target-is-pattern",
          "%s is a pattern, and a message to it reaches destinations that it does not name",
          "send to each destination by its own name");
  private static final Fault MISPLACED =
      new Fault(
          "service-name-misplaced",
          "%s has the name of a service of the broker, which has no destination of that kind",
          "use the scheduler's topic, or the statistics' queues and topics");
  private static final Fault LONG_NAME =
      new Fault(
          "name-too-long",
          "its destination's name has %d characters, %d parts, up to %d levels and %d options",
          "use names of at most "
              + NameFacts.MOST_CHARACTERS
              + " characters, "
              + NameFacts.MOST_PARTS
              + " parts, "
              + NameFacts.MOST_LEVELS
              + " levels and "
              + NameFacts.MOST_OPTIONS
              + " options");
  private static final Fault NO_RIGHT =
      new Fault("right-missing", "the authorization map does not let it %s %s", "%3$s");
  private static final Fault NO_RIGHT_OF_ANYBODY =
      new Fault("right-of-nobody", "the authorization map does not let it %s %s", "%3$s");
  private static final Fault FOR_BROKERS =
      new Fault(
          "command-of-brokers",
          "it sent a %s, which only brokers send",
          "send what a client sends");
  private static final Fault FOREIGN_ID =
      new Fault(
          "foreign-id",
          "its %s carries an id of connection \"%s\", which is not its own",
          "use the ids of its own connection");
  private static final Fault FAR_NUMBER =
      new Fault(
          "message-number-far",
          "its message has the number %d, far from those before it",
          "number the messages of a producer one after the other, from 1");
  private static final Fault ANOTHERS_ID =
      new Fault(
          "id-of-another",
          "%s \"%s\" belongs to a live connection of another user",
          "use an id of its own, and wait until that connection ends");
  private static final Fault LIVE_ID =
      new Fault(
          "id-of-live-connection",
          "%s \"%s\" belongs to a live connection, and nobody has logged in",
          "log in as the user of that connection, or use an id of its own");
  private static final Fault RESERVED_ID =
      new Fault(
          "client-id-reserved",
          "%s \"%s\" matches a pattern of clientIds and is for others alone",
          "use another client id, or name the user or a group of it in clientIds");
  private static final Fault RESERVED_SUBSCRIPTION =
      new Fault(
          "subscription-reserved",
          "the client id of durable subscription \"%s\" of client id \"%s\" matches a pattern of"
              + " clientIds and is for others alone",
          "name the user or a group of it in clientIds");
  private static final Fault ANOTHERS_SUBSCRIPTION =
      new Fault(
          "subscription-of-another",
          "durable subscription \"%s\" of client id \"%s\" was made by another user",
          "use a client id and a name of its own, or let an administrator remove it");
  private static final Fault UNREADABLE_SUBSCRIPTION =
      new Fault(
          "subscription-unreadable",
          "the authorization map does not let it read %3$s, which durable subscription \"%1$s\" of"
              + " client id \"%2$s\" reads from",
          "%4$s");
  private static final Fault COSTLY_SELECTOR =
      new Fault(
          "selector-costly",
          "its selector %s, which holds up all who use the destination",
          "select by a property of its own, with =, IN or one LIKE, or waive this rule for the"
              + " destination");
  private static final Fault ANOTHERS_TEMPORARY =
      new Fault(
          "temporary-of-another",
          "it may not %s %s, which belongs to another connection or user",
          "use a temporary destination that the client's own connection makes");
  private static final Fault ANOTHERS_PREPARED =
      new Fault(
          "prepared-transaction-of-another",
          "it may not %s transaction %s, which another user made",
          "let whoever made it end it, an administrator, or a user with every right that"
              + " is in it");
  private static final Fault ANOTHERS_TRANSACTION =
      new Fault(
          "transaction-of-another",
          "it may not %s transaction %s, which another user made",
          "let whoever made it use it");

  private static final String SEPARATORS = "destinationPathSeparatorPlugin";

  private final Memberships memberships;

  /**
   * @param needed groups that other rules want in every map
   */
  public RequireAuthorization(Set<String> needed) {
    this.memberships = new Memberships(this, needed);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "an authorization map; if there is none, Portcullis installs the default one";
  }

  @Override
  public Kind plainKind(String name) {
    return name.equals(SEPARATORS) ? Kind.PLUGIN : Kind.DESTINATION;
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
      case NOT_INSTALLED -> violations.add(violation(broker, NO_MAP));
      case UNUSABLE -> violations.add(violation(broker, MAP_UNUSABLE));
    }
    if (broker.translatesBehindRights()) {
      violations.add(
          violation(
              new Named(Resource.of(Kind.PLUGIN, SEPARATORS), broker.where()), TRANSLATED_LATE));
    }
    return violations;
  }

  @Override
  public List<Violation> foresee(BrokerFacts broker) {
    return memberships.judge(broker);
  }

  @Override
  public List<Violation> judge(TargetFacts target) {
    List<Violation> violations = new ArrayList<>();
    if (target.pattern()) {
      violations.add(violation(target, PATTERN, target.destination().shown()));
    }
    if (target.misplaced()) {
      violations.add(violation(target, MISPLACED, target.destination().shown()));
    }
    return violations;
  }

  @Override
  public List<Violation> judge(NameFacts name) {
    if (name.bounded()) {
      return List.of();
    }
    return List.of(
        violation(name, LONG_NAME, name.characters(), name.parts(), name.levels(), name.options()));
  }

  @Override
  public List<Violation> judge(RightFacts right) {
    if (right.held()) {
      return List.of();
    }
    return List.of(
        violation(
            right,
            right.grant().groups().isEmpty() ? NO_RIGHT_OF_ANYBODY : NO_RIGHT,
            right.operation().verb(),
            right.destination().shown(),
            Argument.later(right::remedy)));
  }

  @Override
  public List<Violation> judge(CommandFacts command) {
    return List.of(
        command.owner().isEmpty()
            ? violation(command, FOR_BROKERS, command.command())
            : violation(command, FOREIGN_ID, command.command(), command.owner()));
  }

  @Override
  public List<Violation> judge(SequenceFacts sequence) {
    return List.of(violation(sequence, FAR_NUMBER, sequence.number()));
  }

  @Override
  public List<Violation> judge(UnauthenticatedFacts stranger) {
    return stranger.deed() == UnauthenticatedFacts.Deed.LOGGED_IN_TWICE
        ? List.of(violation(stranger, stranger.deed().fault(), stranger.what()))
        : List.of();
  }

  @Override
  public List<Violation> judge(TakeoverFacts takeover) {
    return switch (takeover.claim()) {
      case FREE, OWN -> List.of();
      case ANOTHERS ->
          List.of(violation(takeover, ANOTHERS_ID, takeover.kind().words(), takeover.id()));
      case NOT_LOGGED_IN ->
          List.of(violation(takeover, LIVE_ID, takeover.kind().words(), takeover.id()));
      case RESERVED ->
          List.of(violation(takeover, RESERVED_ID, takeover.kind().words(), takeover.id()));
    };
  }

  @Override
  public List<Violation> judge(SubscriptionFacts subscription) {
    if (subscription.claim() == SubscriptionFacts.Claim.RESERVED) {
      return List.of(
          violation(
              subscription, RESERVED_SUBSCRIPTION, subscription.name(), subscription.clientId()));
    }
    if (subscription.claim() == SubscriptionFacts.Claim.ANOTHERS) {
      return List.of(
          violation(
              subscription, ANOTHERS_SUBSCRIPTION, subscription.name(), subscription.clientId()));
    }
    return subscription.missing().stream()
        .map(
            right ->
                violation(
                    subscription,
                    UNREADABLE_SUBSCRIPTION,
                    subscription.name(),
                    subscription.clientId(),
                    subscription.destination(),
                    Argument.later(right::remedy)))
        .toList();
  }

  @Override
  public List<Violation> judge(SelectorFacts selector) {
    List<String> exceeded = SelectorBounds.exceededBy(selector);
    if (exceeded.isEmpty()) {
      return List.of();
    }
    return List.of(violation(selector, COSTLY_SELECTOR, String.join(", and it ", exceeded)));
  }

  @Override
  public List<Violation> judge(TemporaryUseFacts use) {
    if (use.own()) {
      return List.of();
    }
    return List.of(violation(use, ANOTHERS_TEMPORARY, use.use().verb(), use.destination()));
  }

  @Override
  public List<Violation> judge(TransactionFacts use) {
    if (use.permitted()) {
      return List.of();
    }
    return List.of(
        violation(
            use,
            use.prepared() ? ANOTHERS_PREPARED : ANOTHERS_TRANSACTION,
            use.use(),
            use.transaction()));
  }
}
