package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.ClientIds;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.Rights;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import java.util.List;
import java.util.Map;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.MessageDispatchNotification;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.security.AuthorizationPlugin;

/** Whoever is refused for a name or an id, and does what the remedy says, is accepted. */
class RunTimeNamesIT extends RunTimeRemedies {

  @Override
  Map<String, Deed> rows() {
    return Map.ofEntries(
        Map.entry("target-is-pattern", this::pattern),
        Map.entry("service-name-misplaced", this::serviceName),
        Map.entry("name-too-long", this::longName),
        Map.entry("foreign-id", this::foreignId),
        Map.entry("command-of-brokers", this::commandOfBrokers),
        Map.entry("id-of-another", this::idOfAnother),
        Map.entry("client-id-reserved", this::reservedClientId),
        Map.entry("subscription-of-another", this::subscription),
        Map.entry("temporary-of-another", this::temporary),
        Map.entry("temporary-and-others", this::temporaryAndOthers),
        Map.entry("id-of-live-connection", this::liveId),
        Map.entry("subscription-reserved", this::reservedSubscription));
  }

  @Override
  Stage open() throws Exception {
    Rights rights =
        Rights.ofOperators().users("queue://A.>", true, true).users("topic://NEWS", true, true);
    return Stage.of(
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(rights.map()))
            .with(gate -> gate.setClientIds(List.of(vehicles("admins"))))
            .started());
  }

  private void pattern(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      RawProducer producer = RawProducer.anonymous(user);
      String line = stage.refused(code, () -> producer.send("queue://A.*", Stage.ENCRYPTED));
      Stage.said(line, "^send to each destination by its own name$");

      stage.accepted(
          () -> {
            producer.send("queue://A.ONE", Stage.ENCRYPTED);
            producer.send("queue://A.TWO", Stage.ENCRYPTED);
          });
    }
  }

  private void serviceName(String code) throws Exception {
    try (OpenWire admin = stage.admin()) {
      RawProducer producer = RawProducer.anonymous(admin);
      ActiveMQDestination wrong = new ActiveMQTempQueue("ActiveMQ.Statistics.Broker");
      String line = stage.refused(code, () -> producer.send(wrong, Stage.ENCRYPTED));
      Stage.said(line, "the statistics' queues and topics$");

      stage.accepted(() -> producer.send("queue://ActiveMQ.Statistics.Broker", Stage.ENCRYPTED));
    }
  }

  private void longName(String code) throws Exception {
    try (OpenWire admin = stage.admin()) {
      RawProducer producer = RawProducer.anonymous(admin);
      String tooLong = "queue://L" + ".L".repeat(1000);
      String line = stage.refused(code, () -> producer.send(tooLong, Stage.ENCRYPTED));
      int levels = Integer.parseInt(Stage.said(line, "(\\d+) levels").group(1));

      String name = "queue://L" + ".L".repeat(levels - 1);
      stage.accepted(() -> producer.send(name, Stage.ENCRYPTED));
    }
  }

  private static SessionInfo session(OpenWire owner, long number) {
    return new SessionInfo(owner.connection().getConnectionInfo(), number);
  }

  private void foreignId(String code) throws Exception {
    try (OpenWire one = stage.user();
        OpenWire other = stage.user()) {
      String line = stage.refused(code, () -> one.connection().syncSendPacket(session(other, 77)));
      Stage.said(line, "^use the ids of its own connection$");

      stage.accepted(() -> one.connection().syncSendPacket(session(one, 77)));
    }
  }

  private void commandOfBrokers(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      MessageDispatchNotification ofBrokers = new MessageDispatchNotification();
      ofBrokers.setDestination(new ActiveMQQueue("A.X"));
      String line = stage.refused(code, () -> user.connection().syncSendPacket(ofBrokers));
      Stage.said(line, "^send what a client sends$");
    }
    try (OpenWire user = stage.user()) {
      stage.accepted(() -> user.send("A.X", Stage.ENCRYPTED));
    }
  }

  private void idOfAnother(String code) throws Exception {
    try (OpenWire owner = stage.named("admin", "one")) {
      String line = stage.refused(code, () -> stage.named("user", "one").close());
      Stage.said(line, "^use an id of its own");

      stage.accepted(() -> stage.named("user", "its-own").close());
      owner.consumer("A.ALIVE").close();
    }
  }

  private void reservedClientId(String code) throws Exception {
    String line = stage.refused(code, () -> stage.named("user", "vehicle-1").close());
    Stage.said(line, "^use another client id, or name the user or a group of it in clientIds$");
    stage.accepted(() -> stage.named("user", "cart-1").close());

    reserve(List.of(vehicles("admins"), vehicles("users")));
    stage.accepted(() -> stage.named("user", "vehicle-1").close());
  }

  private void subscribe(String user, String clientId, String name) throws Exception {
    try (OpenWire client = stage.named(user, clientId)) {
      client
          .session()
          .createDurableSubscriber((Topic) OpenWire.destination("topic://NEWS"), name)
          .close();
    }
  }

  private void subscription(String code) throws Exception {
    subscribe("admin", "reader", "news");
    String line = stage.refused(code, () -> subscribe("user", "reader", "news"));
    Stage.said(line, "^use a client id and a name of its own, or let an administrator remove it$");

    stage.accepted(() -> subscribe("user", "reader-of-user", "news-of-user"));
  }

  private void temporary(String code) throws Exception {
    String id = "ID:owner.example.com-1-1:1";
    String other = "ID:other.example.com-1-1:1";
    try (CommandClient owner = CommandClient.connect(stage.broker(), id, "admin");
        CommandClient client = CommandClient.connect(stage.broker(), other, "user")) {
      owner.create(new ActiveMQTempQueue(id + ":1"));
      String line =
          stage.refused(code, () -> client.consume(new ActiveMQTempQueue(id + ":1"), false));
      Stage.said(line, "^use a temporary destination that the client's own connection makes$");

      ActiveMQTempQueue own = new ActiveMQTempQueue(other + ":1");
      stage.accepted(
          () -> {
            client.create(own);
            client.consume(own, false);
          });
    }
  }

  private void temporaryAndOthers(String code) throws Exception {
    String id = "ID:mixed.example.com-1-1:1";
    try (CommandClient client = CommandClient.connect(stage.broker(), id, "admin")) {
      ActiveMQTempQueue own = new ActiveMQTempQueue(id + ":1");
      client.create(own);
      ActiveMQDestination both = new ActiveMQTempQueue(own.getPhysicalName() + ",queue://A.B");
      String line = stage.refused(code, () -> client.consume(both, false));
      Stage.said(line, "^use the others by themselves$");

      stage.accepted(() -> client.consume(OpenWire.destination("A.B"), false));
    }
  }

  private OpenWire connect(String user, String password, ConnectionId id) throws Exception {
    return OpenWire.connect(
        stage.uri(),
        user,
        password,
        connection -> connection.getConnectionInfo().setConnectionId(id));
  }

  private void liveId(String code) throws Exception {
    try (OpenWire owner = stage.user()) {
      ConnectionId live = owner.connection().getConnectionInfo().getConnectionId();
      String line = stage.refused(code, () -> connect("console", "wrong", live).close());
      Stage.said(line, "^log in as the user of that connection, or use an id of its own$");

      stage.accepted(
          () -> connect("admin", GatedBroker.PASSWORD, new ConnectionId("ID:its-own")).close());
      stage.accepted(() -> connect("user", GatedBroker.PASSWORD, live).close());
    }
  }

  private void reservedSubscription(String code) throws Exception {
    subscribe("user", "cart-5", "wheels");
    reserve(List.of(ids("admins", "cart-*")));
    try (OpenWire user = stage.user()) {
      RemoveSubscriptionInfo removal = new RemoveSubscriptionInfo();
      removal.setConnectionId(user.connection().getConnectionInfo().getConnectionId());
      removal.setClientId("cart-5");
      removal.setSubscriptionName("wheels");
      String line = stage.refused(code, () -> user.connection().syncSendPacket(removal));
      Stage.said(line, "^name the user or a group of it in clientIds$");

      reserve(List.of(ids("admins", "cart-*"), ids("users", "cart-*")));
      stage.accepted(() -> remove(user, removal));
    } finally {
      reserve(List.of(vehicles("admins")));
    }
  }

  /** ActiveMQ 6.3.2 looks for the connection's own client id alone. */
  private static void remove(OpenWire user, RemoveSubscriptionInfo removal) throws JMSException {
    try {
      user.connection().syncSendPacket(removal);
    } catch (InvalidDestinationException e) {
      assertThat(Line.running()).isEqualTo(Line.V6_3);
    }
  }

  private void reserve(List<ClientIds> ids) throws Exception {
    stage.broker().with(gate -> gate.setClientIds(ids));
    stage.broker().view().reload();
  }

  private static ClientIds vehicles(String group) {
    return ids(group, "vehicle-*");
  }

  private static ClientIds ids(String group, String pattern) {
    ClientIds ids = new ClientIds();
    ids.setGroup(group);
    ids.setPattern(pattern);
    return ids;
  }
}
