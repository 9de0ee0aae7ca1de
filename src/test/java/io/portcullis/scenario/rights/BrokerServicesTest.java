package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.BodyPolicy;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.TemporaryQueue;
import java.util.List;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.filter.DestinationMap;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SimpleAuthorizationMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scheduler and the statistics plugin obey a name, whatever destination has it. */
class BrokerServicesTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String SCHEDULER = "ActiveMQ.Scheduler.Management";
  private static final long FAR_AWAY_MILLIS = 3_600_000;

  private static GatedBroker broker;

  /** Users may use what is theirs, and names that read nearly like the broker's own. */
  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withService(service -> service.setSchedulerSupport(true))
            .withPlugin(new StatisticsBrokerPlugin())
            .withPlugin(
                new AuthorizationPlugin(
                    Rights.ofOperators()
                        .users("queue://>", true, true)
                        .users("topic://ActiveMQ.Scheduler.ManagementOfMine", true, true)
                        .users("topic://ACTIVEMQ.>", true, true)
                        .users("topic://Act\u0131veMQ.>", true, true)
                        .users("queue://ActiveMQ.Statistics.Destination.MINE", true, true)
                        .map()))
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(Bodies.emptyOnQueue(">"), Bodies.emptyOnTopic(">"), temporary())))
            .started();
  }

  private static BodyPolicy temporary() {
    BodyPolicy policy = new BodyPolicy();
    policy.setTemporary("true");
    policy.setEmpty("ALLOW");
    return policy;
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temp-queue://" + SCHEDULER,
        "temp-topic://activemq.scheduler.MANAGEMENT",
        "queue://" + SCHEDULER,
        "queue://ActiveMQ.Scheduler.ManagementX",
        "queue://MINE,temp-topic://" + SCHEDULER,
        "topic://A,queue://" + SCHEDULER,
      })
  void theSchedulerObeysAtItsTopicOnly(String destination) throws Exception {
    schedule();
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      Message removeAll = user.session().createMessage();
      removeAll.setStringProperty(
          ScheduledMessage.AMQ_SCHEDULER_ACTION, ScheduledMessage.AMQ_SCHEDULER_ACTION_REMOVEALL);

      assertThatThrownBy(() -> send(user, destination, removeAll))
          .hasMessageMatching(
              "\\[(require-authorization|guard-temporary-destinations)] user \"user\": .*");
      assertThat(broker.scheduledMessages()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "topic://ActiveMQ.Scheduler.ManagementOfMine",
        "topic://ACTIVEMQ.SCHEDULER.MANAGEMENT",
        "topic://Act\u0131veMQ.Scheduler.Management",
      })
  void everyNameThatItObeysAsksForTheRightOnItsTopic(String destination) throws Exception {
    schedule();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      admin.create(destination);
      Message removeAll = user.session().createMessage();
      removeAll.setStringProperty(
          ScheduledMessage.AMQ_SCHEDULER_ACTION, ScheduledMessage.AMQ_SCHEDULER_ACTION_REMOVEALL);

      assertThatThrownBy(() -> send(user, destination, removeAll))
          .hasMessage(
              "[require-authorization] user \"user\": the authorization map does not let it write"
                  + " to topic://ActiveMQ.Scheduler.Management; if the user is to have the"
                  + " right, put it into one of activemq-webconsole,admins, or add"
                  + " <authorizationEntry topic=\"ActiveMQ.Scheduler.Management\" write=\"users\"/>"
                  + " for its group users");
      assertThat(broker.scheduledMessages()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "temp-queue://ActiveMQ.Statistics.Broker",
    "temp-topic://ActiveMQ.Statistics.Subscription",
    "temp-queue://ActiveMQ.Statistics.Destination.>",
  })
  void statisticsAreToldAtQueuesAndTopicsOnly(String destination) throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      TemporaryQueue replies = user.session().createTemporaryQueue();
      MessageConsumer consumer = user.session().createConsumer(replies);
      Message query = user.session().createMessage();
      query.setJMSReplyTo(replies);

      assertThatThrownBy(() -> send(user, destination, query))
          .hasMessageStartingWith("[require-authorization] user \"user\": ");
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "queue://SECRET.*, is a pattern",
    "temp-queue://ActiveMQ.Scheduler.Management, has the name of a service",
    "'queue://SECRET.A,>', is a pattern",
  })
  void anAnswerGoesToNoSuchPlace(String replyTo, String why) throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      Message query = admin.session().createMessage();
      query.setJMSReplyTo(OpenWire.destination(replyTo));

      assertThatThrownBy(() -> send(admin, "queue://ActiveMQ.Statistics.Broker", query))
          .hasMessageStartingWith("[require-authorization] user \"admin\": ")
          .hasMessageContaining(why);
    }
  }

  /** Where a map adds up the rights of all parts, one part lends the others its right. */
  @Test
  void aPartLendsTheOthersNoRight() throws Exception {
    DefaultAuthorizationMap temporary = Rights.ofOperators().map();
    SimpleAuthorizationMap map = new SimpleAuthorizationMap(groups(), groups(), groups());
    map.setTempDestinationAuthorizationEntry(temporary.getTempDestinationAuthorizationEntry());
    try (GatedBroker adding =
            GatedBroker.create().withPlugin(new AuthorizationPlugin(map)).started();
        OpenWire user = OpenWire.inVm(adding, "user");
        OpenWire admin = OpenWire.inVm(adding, "admin")) {
      MessageConsumer secret = admin.consumer("queue://SECRET");

      assertThatThrownBy(() -> RawProducer.anonymous(user).send("queue://MINE,SECRET", ENCRYPTED))
          .hasMessageContaining("does not let it write to queue://SECRET");
      assertThat(OpenWire.isSilent(secret)).isTrue();
      RawProducer.anonymous(user).send("queue://MINE,MINE2", ENCRYPTED);
    }
  }

  private static DestinationMap groups() {
    DestinationMap groups = new DestinationMap();
    for (String name : List.of("queue://>", "topic://>")) {
      groups.put(OpenWire.destination(name), new GroupPrincipal("admins"));
      groups.put(OpenWire.destination(name), new GroupPrincipal("activemq-webconsole"));
    }
    groups.put(OpenWire.destination("topic://ActiveMQ.Advisory.>"), new GroupPrincipal("users"));
    for (String name : List.of("queue://MINE", "queue://MINE2")) {
      groups.put(OpenWire.destination(name), new GroupPrincipal("users"));
    }
    return groups;
  }

  @Test
  void theSchedulerGoesOnServingWhoMay() throws Exception {
    schedule();
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      Message removeAll = admin.session().createMessage();
      removeAll.setStringProperty(
          ScheduledMessage.AMQ_SCHEDULER_ACTION, ScheduledMessage.AMQ_SCHEDULER_ACTION_REMOVEALL);

      send(admin, "topic://activemq.SCHEDULER.management", removeAll);

      assertThat(broker.scheduledMessages()).isZero();
    }
  }

  private static void schedule() throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      BytesMessage scheduled = admin.bytes(ENCRYPTED);
      scheduled.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, FAR_AWAY_MILLIS);
      admin.send("LATER", scheduled);
    }
  }

  /** Registered nowhere, since that asks for rights of its own. */
  private static void send(OpenWire client, String destination, Message message) throws Exception {
    ActiveMQDestination to = OpenWire.destination(destination);
    try (MessageProducer producer = client.session().createProducer(null)) {
      producer.send(to, message);
    }
  }
}
