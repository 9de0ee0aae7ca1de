package io.portcullis.rule;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Advisories.Readers;
import io.portcullis.rule.Advisories.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Requires that advisory topics are open only as far as clients of this ActiveMQ version need.
 *
 * <p>Why: they reveal who is connected from which address, which destinations exist and who uses
 * them. Some carry other users' messages. These clients need them:
 *
 * <ul>
 *   <li>Every OpenWire client reads those of temporary destinations, and cannot connect without
 *       them.
 *   <li>Bridges read those of consumers.
 *   <li>In lines before June 2026 every client needs the right to create all of them.
 * </ul>
 *
 * <p>No client needs to write to them.
 *
 * <p>A group with a right on a destination, and none on what every OpenWire client reads, cannot
 * use that right over OpenWire. The rule names it. MQTT, STOMP and AMQP need no advisories. Bridges
 * do not read these topics. A group with an entry to read consumers' advisories counts as one of
 * bridges.
 *
 * <p>Administrators are the two groups of that name and groups with every right on everything.
 * Clients are groups that may use temporary destinations, or have a right on everything. Every
 * group but the users' may read the advisories of consumers, because a bridge's group cannot be
 * recognized. The rule asks for kinds of advisories. So it does not see an entry for one
 * destination's own advisories.
 *
 * <p>Remedy: entries for advisory topics that name these groups. In ActiveMQ's own map the rights
 * of all matching entries add up, so an entry for topic {@code >} opens advisories too.
 *
 * <p>Source: ActiveMQ's security recommendations; its changes 2071, 2075 and 2076 of June 2026.
 */
final class GuardAdvisories implements Rule {

  private static final Fault ALL_OPEN =
      new Fault(
          "advisories-all-open",
          "%s may %s every advisory topic, though clients do not need to",
          "%3$s");
  private static final Fault OPEN =
      new Fault(
          "advisories-open",
          "%s may %s topics " + Advisories.PREFIX + "%s, though clients do not need to",
          "%4$s");
  private static final Fault UNREADABLE =
      new Fault(
          "advisories-unreadable",
          "%2$s may not read %3$s, which OpenWire clients subscribe to when they connect",
          "%4$s");
  private static final Fault SHUT_OUT =
      new Fault(
          "client-group-shut-out",
          "%2$s has rights on destinations and may not read %3$s, which every OpenWire client"
              + " subscribes to when it connects%4$s",
          "%5$s");
  private static final Fault UNCREATABLE =
      new Fault(
          "advisories-uncreatable",
          "%2$s may not admin every topic "
              + Advisories.PREFIX
              + ">, which this version of ActiveMQ creates in the"
              + " client's name",
          "%3$s");

  private static final String EVERYONE = "everyone";

  private final Groups groups;

  /** Judges by these groups. */
  public GuardAdvisories(Groups groups) {
    this.groups = groups;
  }

  @Override
  public String id() {
    return "guard-advisories";
  }

  @Override
  public String demand() {
    return "advisory topics open only as far as clients need them";
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
  public boolean enforcedByDefault() {
    return false;
  }

  @Override
  public List<Violation> judge(AuthorizationFacts map) {
    Advisories advisories = map.advisories();
    Set<String> operators = operators(map);
    List<Violation> violations = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      violations.addAll(tooMuch(map, advisories, operation, operators));
    }
    RightHolder readers = all(map, Operation.READ, Advisories.asClientsAsk());
    RightHolder creators =
        advisories.createdByClients()
            ? all(map, Operation.ADMIN, Advisories.topics().stream().map(Topic::name))
            : RightHolder.EVERYONE;
    Set<String> clients = clients(map);
    Set<String> all = new TreeSet<>(clients);
    all.addAll(map.groupsOfClients());
    for (String client : all) {
      if (!readers.includes(client)) {
        violations.add(clients.contains(client) ? unreadable(client, map) : shutOut(client, map));
      }
      if (!creators.includes(client)) {
        violations.add(uncreatable(client, map));
      }
    }
    return violations;
  }

  /**
   * Returns who administers the broker: the groups with such a name, and those with every right on
   * everything.
   */
  private Set<String> operators(AuthorizationFacts map) {
    RightHolder all = RightHolder.EVERYONE;
    for (DestinationKind kind : List.of(DestinationKind.QUEUE, DestinationKind.TOPIC)) {
      for (Operation operation : Operation.values()) {
        all = all.and(map.grantOnAll(operation, kind));
      }
    }
    Set<String> operators = new TreeSet<>(all.groups());
    operators.removeAll(Set.of(RightHolder.ANY_GROUP, groups.users()));
    operators.addAll(Set.of(groups.administrators(), groups.system()));
    return operators;
  }

  /** Returns who may use temporary destinations, or has a right on everything. */
  private static Set<String> clients(AuthorizationFacts map) {
    Set<String> clients = new TreeSet<>();
    for (Operation operation : Operation.values()) {
      clients.addAll(map.temporaryGrant(operation).groups());
      clients.addAll(map.grantOnAll(operation, DestinationKind.QUEUE).groups());
      clients.addAll(map.grantOnAll(operation, DestinationKind.TOPIC).groups());
    }
    return clients;
  }

  private List<Violation> tooMuch(
      AuthorizationFacts map, Advisories advisories, Operation operation, Set<String> operators) {
    Map<String, List<String>> opened = new LinkedHashMap<>();
    int closed = 0;
    for (Topic topic : Advisories.topics()) {
      if (advisories.clientsNeed(operation, topic.name())) {
        continue;
      }
      closed++;
      for (String group : strangers(topic, operation, grant(map, operation, topic), operators)) {
        opened.computeIfAbsent(group, name -> new ArrayList<>()).add(topic.shown());
      }
    }
    List<Violation> violations = new ArrayList<>();
    AdvisoryRemedies remedies = new AdvisoryRemedies(map);
    for (Map.Entry<String, List<String>> group : opened.entrySet()) {
      String remedy = remedies.takingOut(operation, group.getKey(), group.getValue());
      violations.add(
          tooMuch(operation, group.getKey(), group.getValue(), closed, Argument.shown(remedy)));
    }
    return violations;
  }

  private Set<String> strangers(
      Topic topic, Operation operation, RightHolder grant, Set<String> operators) {
    if (grant.everyone()) {
      return Set.of(EVERYONE);
    }
    Set<String> strangers = new TreeSet<>(grant.groups());
    strangers.removeAll(operators);
    if (operation == Operation.READ && topic.readers() == Readers.BRIDGES) {
      strangers.retainAll(Set.of(groups.users(), RightHolder.ANY_GROUP));
    }
    return strangers;
  }

  private static RightHolder grant(AuthorizationFacts map, Operation operation, Topic topic) {
    return map.grant(operation, DestinationName.topic(topic.name()));
  }

  /** Returns who has the right on all of these topics. */
  private static RightHolder all(
      AuthorizationFacts map, Operation operation, Stream<String> topics) {
    return topics
        .map(topic -> map.grant(operation, DestinationName.topic(topic)))
        .reduce(RightHolder.EVERYONE, RightHolder::and);
  }

  private Violation tooMuch(
      Operation operation, String group, List<String> topics, int closed, Argument remedy) {
    return topics.size() == closed
        ? violation(rightsOn(topics), ALL_OPEN, named(group), operation.right(), remedy)
        : violation(rightsOn(topics), OPEN, named(group), operation.right(), topics, remedy);
  }

  private Violation unreadable(String client, AuthorizationFacts map) {
    return violation(
        AuthorizationFacts.rightsOn(
            Advisories.FOR_CLIENTS.stream().map(DestinationName::topic).toList()),
        UNREADABLE,
        client,
        Argument.shown(named(client)),
        Argument.shown(Advisories.OF_CLIENTS),
        Argument.shown(new AdvisoryRemedies(map).reading(client)));
  }

  private Violation shutOut(String client, AuthorizationFacts map) {
    boolean temporary =
        Stream.of(Operation.values()).anyMatch(right -> map.temporaryGrant(right).includes(client));
    return violation(
        AuthorizationFacts.rightsOn(
            Advisories.FOR_CLIENTS.stream().map(DestinationName::topic).toList()),
        SHUT_OUT,
        client,
        Argument.shown(named(client)),
        Argument.shown(Advisories.OF_CLIENTS),
        Argument.shown(temporary ? "" : ", nor use temporary destinations, which replies need"),
        Argument.shown(new AdvisoryRemedies(map).letting(client, temporary)));
  }

  private Violation uncreatable(String client, AuthorizationFacts map) {
    return violation(
        rightsOn(List.of(">")),
        UNCREATABLE,
        client,
        Argument.shown(named(client)),
        Argument.shown(new AdvisoryRemedies(map).creating(client)));
  }

  private static Judged rightsOn(List<String> topics) {
    return AuthorizationFacts.rightsOn(
        topics.stream().map(topic -> DestinationName.topic(Advisories.PREFIX + topic)).toList());
  }

  private static String named(String group) {
    return group.equals(EVERYONE) ? group : "group \"%s\"".formatted(group);
  }
}
