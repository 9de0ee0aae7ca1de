package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.DefaultRights;
import io.portcullis.policy.Groups;
import io.portcullis.testing.Rights;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which maps open advisory topics too far, and which not far enough, before and since June 2026.
 */
class GuardAdvisoriesTest {

  private static final String OF_CLIENTS = Advisories.OF_CLIENTS;
  private static final boolean BEFORE = true;
  private static final boolean SINCE = false;

  private static final String UNCREATABLE =
      "group \"users\" may not admin every topic ActiveMQ.Advisory.>, which this version of ActiveMQ"
          + " creates in the client's name";
  private static final String UNREADABLE =
      "group \"users\" may not read ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic, which"
          + " OpenWire clients subscribe to when they connect";

  private static final String SHUT_OUT =
      "group \"billing\" has rights on destinations and may not read"
          + " ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic, which every OpenWire client"
          + " subscribes to when it connects, nor use temporary destinations, which replies need";

  private final GuardAdvisories rule =
      new GuardAdvisories(new Groups("admins", "users", "activemq-webconsole"));

  static Stream<Arguments> maps() throws Exception {
    return Stream.of(
        row(
            "what clients need, before",
            BEFORE,
            map(topic("ActiveMQ.Advisory.>", "", "", "users"), topic(OF_CLIENTS, "users", "", ""))),
        row("what clients need, since", SINCE, map(topic(OF_CLIENTS, "users", "", ""))),
        row(
            "two entries with the same groups count as one",
            SINCE,
            map(
                topic("ActiveMQ.Advisory.TempQueue", "users", "", ""),
                topic("ActiveMQ.Advisory.TempTopic", "users", "", ""))),
        row(
            "two entries that differ",
            SINCE,
            map(
                topic("ActiveMQ.Advisory.TempQueue", "users", "", ""),
                topic("ActiveMQ.Advisory.TempTopic", "users", "", "x")),
            "group \"x\" may admin topics ActiveMQ.Advisory.TempTopic, though clients do not need to",
            UNREADABLE),
        row("nothing, before", BEFORE, map(), UNREADABLE, UNCREATABLE),
        row("nothing, since", SINCE, map(), UNREADABLE),
        row(
            "a group with rights on destinations alone, since",
            SINCE,
            map(topic(OF_CLIENTS, "users", "", ""), queue("ORDERS.>", "billing", "", "")),
            SHUT_OUT),
        row(
            "a group with rights on destinations alone, before",
            BEFORE,
            map(
                topic("ActiveMQ.Advisory.>", "", "", "users"),
                topic(OF_CLIENTS, "users", "", ""),
                topic("A", "", "", "billing")),
            SHUT_OUT,
            UNCREATABLE.replace("users", "billing")),
        row(
            "a bridge's group with rights on destinations, since",
            SINCE,
            map(
                topic(OF_CLIENTS, "users", "", ""),
                topic("ActiveMQ.Advisory.Consumer.Queue.ORDERS.>", "bridges", "", ""),
                queue("ORDERS.>", "bridges", "bridges", ""))),
        row(
            "a group with all that its clients need, before",
            BEFORE,
            map(
                topic("ActiveMQ.Advisory.>", "", "", "users,billing"),
                topic(OF_CLIENTS, "users,billing", "", ""),
                topic("A", "", "billing", ""))),
        row(
            "the right to create is too much, since",
            SINCE,
            map(topic("ActiveMQ.Advisory.>", "", "", "users"), topic(OF_CLIENTS, "users", "", "")),
            "group \"users\" may admin every advisory topic, though clients do not need to"),
        row(
            "the right to create some, before",
            BEFORE,
            map(
                topic("ActiveMQ.Advisory.Connection", "", "", "users"),
                topic(OF_CLIENTS, "users", "", "")),
            UNCREATABLE),
        row(
            "all rights, as ActiveMQ's examples have it",
            BEFORE,
            map(topic("ActiveMQ.Advisory.>", "users", "users", "users")),
            "group \"users\" may read every advisory topic, though clients do not need to",
            "group \"users\" may write every advisory topic, though clients do not need to"),
        row(
            "Amazon's example",
            BEFORE,
            map(topic(">", "users", "", "")),
            "group \"users\" may read every advisory topic, though clients do not need to",
            UNCREATABLE),
        row(
            "consumers' for a bridge's group",
            SINCE,
            map(
                topic("ActiveMQ.Advisory.Consumer.>," + OF_CLIENTS, "bridges", "", ""),
                topic(OF_CLIENTS, "users", "", ""))),
        row(
            "the right to write consumers' is none that a bridge needs",
            SINCE,
            map(
                topic("ActiveMQ.Advisory.Consumer.>", "", "bridges", ""),
                topic(OF_CLIENTS, "users", "", "")),
            "group \"bridges\" may write topics ActiveMQ.Advisory.Consumer.Queue.>, Consumer.Topic.>, though clients do not need to"),
        row(
            "consumers' for users",
            SINCE,
            map(
                topic("ActiveMQ.Advisory.Consumer.>", "users", "", ""),
                topic(OF_CLIENTS, "users", "", "")),
            "group \"users\" may read topics ActiveMQ.Advisory.Consumer.Queue.>, Consumer.Topic.>, though clients do not need to"),
        row(
            "consumers' for any group",
            SINCE,
            map(
                topic("ActiveMQ.Advisory.Consumer.>", "*", "", ""),
                topic(OF_CLIENTS, "users", "", "")),
            "group \"*\" may read topics ActiveMQ.Advisory.Consumer.Queue.>, Consumer.Topic.>, though clients do not need to"),
        row(
            "connections for a group of its own",
            SINCE,
            map(
                topic("ActiveMQ.Advisory.Connection", "watchers", "", ""),
                topic(OF_CLIENTS, "users", "", "")),
            "group \"watchers\" may read topics ActiveMQ.Advisory.Connection, though clients do not need to"),
        row(
            "whoever may do everything administers",
            SINCE,
            map(
                topic(">", "ops", "ops", "ops"),
                queue(">", "ops", "ops", "ops"),
                topic(OF_CLIENTS, "users", "", ""))),
        row(
            "whoever may do everything with queues does not",
            SINCE,
            map(
                topic(">", "ops", "", ""),
                queue(">", "ops", "ops", "ops"),
                topic(OF_CLIENTS, "users,ops", "", "")),
            "group \"ops\" may read topics ActiveMQ.Advisory.Connection, Queue, Topic, MasterBroker, NetworkBridge, NetworkBridge.ForwardFailure, Producer.Anonymous, Producer.Queue.>, Producer.Topic.>, NoConsumer.Queue.>, NoConsumer.Topic.>, Expired.Queue.>, Expired.Topic.>, MessageDelivered.Queue.>, MessageDelivered.Topic.>, MessageDispatched.Queue.>, MessageDispatched.Topic.>, MessageConsumed.Queue.>, MessageConsumed.Topic.>, MessageDiscarded.Topic.>, MessageDLQd.Queue.>, MessageDLQd.Topic.>, SlowConsumer.Queue.>, SlowConsumer.Topic.>, FastProducer.Queue.>, FastProducer.Topic.>, FULL.Queue.>, FULL.Topic.>, though clients do not need to"),
        row(
            "users may do everything",
            SINCE,
            map(topic(">", "users", "users", "users"), queue(">", "users", "users", "users")),
            "group \"users\" may read every advisory topic, though clients do not need to",
            "group \"users\" may write every advisory topic, though clients do not need to",
            "group \"users\" may admin every advisory topic, though clients do not need to"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void maps(String name, boolean createdByClients, AuthorizationMap map, List<String> found) {
    assertThat(judge(createdByClients, map).stream().map(Violation::found))
        .containsExactlyElementsOf(found);
  }

  @Test
  void theViolationsSayWhatToDo() throws Exception {
    assertThat(judge(BEFORE, map(topic("ActiveMQ.Advisory.Queue", "users", "", ""))))
        .extracting(Violation::line)
        .containsExactly(
            "[guard-advisories] authorization map: group \"users\" may read topics"
                + " ActiveMQ.Advisory.Queue, though clients do not need to; put <authorizationEntry"
                + " topic=\"ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic\""
                + " read=\"users\"/> into <authorizationEntries>; take users out of read of"
                + " <authorizationEntry topic=\"ActiveMQ.Advisory.Queue\">",
            "[guard-advisories] authorization map: "
                + UNREADABLE
                + "; put <authorizationEntry topic=\"ActiveMQ.Advisory.TempQueue,"
                + "ActiveMQ.Advisory.TempTopic\" read=\"users\"/> into <authorizationEntries>",
            "[guard-advisories] authorization map: "
                + UNCREATABLE
                + "; put <authorizationEntry topic=\"ActiveMQ.Advisory.>\" admin=\"users\"/> into"
                + " <authorizationEntries>");
  }

  @Test
  void theViolationOfAGroupThatIsShutOutNamesTheEntries() throws Exception {
    assertThat(judge(SINCE, map(topic(OF_CLIENTS, "users", "", ""), queue("Q", "billing", "", ""))))
        .extracting(Violation::remedy)
        .containsExactly(
            "add billing to read of <authorizationEntry"
                + " topic=\"ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic\">, if its members"
                + " use OpenWire; for replies, add billing to read, write and admin of"
                + " <tempDestinationAuthorizationEntry>");
  }

  @ParameterizedTest
  @ValueSource(booleans = {BEFORE, SINCE})
  void theDefaultMapGivesWhatIsNeeded(boolean createdByClients) {
    assertThat(
            judge(
                createdByClients,
                new DefaultRights(
                    new Groups("admins", "users", "activemq-webconsole"),
                    new Advisories(createdByClients),
                    PathSeparators.of(new BrokerService()))))
        .isEmpty();
  }

  @Test
  void aMapThatLetsEverybodyInIsReported() {
    List<Violation> violations = judge(SINCE, new OpenMap());

    assertThat(violations)
        .extracting(Violation::found)
        .containsExactly(
            "everyone may read every advisory topic, though clients do not need to",
            "everyone may write every advisory topic, though clients do not need to",
            "everyone may admin every advisory topic, though clients do not need to");
  }

  @Test
  void itReportsUnlessItIsToldToEnforce() {
    assertThat(rule.enforcedByDefault()).isFalse();
  }

  private List<Violation> judge(boolean createdByClients, AuthorizationMap map) {
    return rule.judge(
        new AuthorizationMapView(
            AuthorizationFacts.Source.OPERATOR, () -> map, new Advisories(createdByClients)));
  }

  private static Arguments row(
      String name, boolean createdByClients, AuthorizationMap map, String... found) {
    return Arguments.of(name, createdByClients, map, List.of(found));
  }

  /** Everything for administrators and the console, temporary destinations for users, and this. */
  private static AuthorizationMap map(AuthorizationEntry... entries) {
    return Rights.mapWith(entries);
  }

  private static AuthorizationEntry queue(String name, String read, String write, String admin) {
    return Rights.entry("queue://" + name, read, write, admin);
  }

  private static AuthorizationEntry topic(String name, String read, String write, String admin) {
    return Rights.entry("topic://" + name, read, write, admin);
  }
}
