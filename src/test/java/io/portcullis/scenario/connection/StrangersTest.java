package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawPeer;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.BrokerSubscriptionInfo;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionControl;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.ControlCommand;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.ExceptionResponse;
import org.apache.activemq.command.FlushCommand;
import org.apache.activemq.command.KeepAliveInfo;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageDispatchNotification;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.MessagePull;
import org.apache.activemq.command.ProducerAck;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.RemoveInfo;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.command.TransactionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What those reach who are not logged in, and what waits for their login. */
class StrangersTest {

  private static final ConnectionInfo NOBODY = RawPeer.login("admin");
  private static final SessionInfo SESSION = new SessionInfo(NOBODY, 1);
  private static final ProducerInfo PRODUCER = new ProducerInfo(SESSION, 1);
  private static final ConsumerId CONSUMER = new ConsumerId(SESSION.getSessionId(), 1);
  private static final ActiveMQQueue QUEUE = new ActiveMQQueue("Q");

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});

  private GatedBroker broker;
  private AuditLines audit;

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.listening("ssl", "nio+ssl", "auto+nio+ssl")
            .withService(service -> service.setPersistent(false))
            .started();
    audit = AuditLines.capture();
  }

  @AfterEach
  void stop() {
    audit.close();
    broker.close();
  }

  static Stream<Command> commands() {
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.setDestination(QUEUE);
    message.setProducerId(PRODUCER.getProducerId());
    message.setMessageId(new MessageId(PRODUCER.getProducerId(), 1));
    MessageAck ack = new MessageAck(message, MessageAck.STANDARD_ACK_TYPE, 1);
    ack.setConsumerId(CONSUMER);
    ConsumerInfo consumer = new ConsumerInfo(CONSUMER);
    consumer.setDestination(QUEUE);
    RemoveSubscriptionInfo unsubscribe = new RemoveSubscriptionInfo();
    unsubscribe.setConnectionId(NOBODY.getConnectionId());
    unsubscribe.setClientId("victim");
    unsubscribe.setSubscriptionName("subscription");
    ConsumerControl control = new ConsumerControl();
    control.setConsumerId(CONSUMER);
    control.setDestination(QUEUE);
    MessagePull pull = new MessagePull();
    pull.setConsumerId(CONSUMER);
    pull.setDestination(QUEUE);
    MessageDispatchNotification notification = new MessageDispatchNotification();
    notification.setConsumerId(CONSUMER);
    notification.setDestination(QUEUE);
    notification.setMessageId(message.getMessageId());
    return Stream.of(
        SESSION,
        PRODUCER,
        consumer,
        message,
        ack,
        pull,
        control,
        notification,
        unsubscribe,
        new DestinationInfo(NOBODY.getConnectionId(), DestinationInfo.ADD_OPERATION_TYPE, QUEUE),
        new TransactionInfo(NOBODY.getConnectionId(), null, TransactionInfo.RECOVER),
        new RemoveInfo(SESSION.getSessionId()),
        new ControlCommand(),
        new FlushCommand(),
        new ProducerAck(PRODUCER.getProducerId(), 1),
        new Response());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandBeforeALoginEndsTheConnection(Command command) throws Exception {
    try (RawPeer stranger = RawPeer.connect(broker, "ssl")) {
      stranger.send(command);

      assertThat(stranger.isEnded()).isTrue();
    }
    assertThat(audit.lines()).hasSize(1);
    assertThat(AuditLines.field(audit.lines().get(0), "rule")).isEqualTo("require-authentication");
    assertThat(audit.found().get(0))
        .startsWith("client tcp://127.0.0.1:")
        .endsWith(
            "on connector \"ssl\": it sent a %s before a login"
                .formatted(command.getClass().getSimpleName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio+ssl", "auto+nio+ssl"})
  void itEndsOnOtherTransportsToo(String scheme) throws Exception {
    try (RawPeer stranger = RawPeer.connect(broker, scheme)) {
      stranger.send(SESSION);

      assertThat(stranger.isEnded()).isTrue();
    }
  }

  /** ActiveMQ 5.18 and 6.1 answer it with the durable subscriptions of everybody. */
  @Test
  void noStrangerIsToldTheDurableSubscriptions() throws Exception {
    try (OpenWire victim = OpenWire.connect(broker, "admin")) {
      victim.connection().stop();
    }
    subscribeDurably();
    try (RawPeer stranger = RawPeer.connect(broker, "ssl")) {
      stranger.send(bridge());
      stranger.send(new KeepAliveInfo(), SESSION);

      assertThat(stranger.isEnded()).isTrue();
      assertThat(stranger.heard()).noneMatch(BrokerSubscriptionInfo.class::isInstance);
    }
  }

  private void subscribeDurably() throws Exception {
    var factory = broker.createConnectionFactory();
    try (var connection = factory.createConnection()) {
      connection.setClientID("victim");
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Topic topic = session.createTopic("SECRET.TOPIC");
      session.createDurableSubscriber(topic, "subscription").close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void oneCommandOfEachKindWaitsAndNoSecond(int repeated) throws Exception {
    Command again = repeated == 1 ? bridge() : new ConnectionControl();
    try (RawPeer stranger = RawPeer.connect(broker, "ssl")) {
      stranger.send(bridge(), new BrokerSubscriptionInfo("peer"), new ConnectionControl());
      assertThat(audit.lines()).isEmpty();

      stranger.send(again);

      assertThat(stranger.isEnded()).isTrue();
    }
    assertThat(audit.lines()).hasSize(1);
  }

  @Test
  void moreThanIsKeptEndsTheConnection() throws Exception {
    try (RawPeer stranger = RawPeer.connect(broker, "ssl")) {
      ConsumerInfo subscription = new ConsumerInfo(CONSUMER);
      subscription.setSubscriptionName("x".repeat(80));
      ConsumerInfo[] many = new ConsumerInfo[600];
      Arrays.fill(many, subscription);
      BrokerSubscriptionInfo large = new BrokerSubscriptionInfo("peer");
      large.setSubscriptionInfos(many);
      stranger.send(large);

      assertThat(stranger.isEnded()).isTrue();
    }
    assertThat(audit.found().get(0))
        .endsWith("it sent a BrokerSubscriptionInfo of more than 65536 characters before a login");
  }

  @Test
  void whatWaitedIsHandedOnBeforeTheNextCommand() throws Exception {
    try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
      ConnectionInfo login = RawPeer.login("bridge");
      ConnectionControl control = new ConnectionControl();
      control.setFaultTolerant(true);
      peer.send(bridge(), control);

      assertThat(peer.ask(login)).isNotInstanceOf(ExceptionResponse.class);
      assertThat(peer.ask(new SessionInfo(login, 1))).isNotInstanceOf(ExceptionResponse.class);

      await()
          .untilAsserted(
              () -> assertThat(peer.heard()).anyMatch(BrokerSubscriptionInfo.class::isInstance));
      assertThat(connection(login).isNetworkConnection()).isTrue();
      assertThat(connection(login).isFaultTolerantConnection()).isTrue();
    }
    assertThat(audit.lines()).isEmpty();
  }

  private TransportConnection connection(ConnectionInfo login) throws Exception {
    return broker.getBrokerService().getConnectorByName("ssl").getConnections().stream()
        .filter(connection -> login.getClientId().equals(connection.getConnectionId()))
        .findFirst()
        .orElseThrow();
  }

  /** It says first what it can do, and restores all it had behind its login without waiting. */
  @Test
  void aClientThatComesBackFindsEverythingAgain() throws Exception {
    String uri = "failover:(ssl://localhost:%d)".formatted(broker.port("ssl"));
    try (OpenWire client = OpenWire.connect(uri, "admin", GatedBroker.PASSWORD)) {
      MessageConsumer consumer = client.consumer("RESTORED");
      Session transacted = client.connection().createSession(true, Session.SESSION_TRANSACTED);
      MessageProducer producer = transacted.createProducer(OpenWire.destination("RESTORED"));
      producer.send(client.bytes(ENCRYPTED));
      assertThat(connection(client.connection().getConnectionInfo()).isFaultTolerantConnection())
          .isTrue();

      ConnectionInfo login = client.connection().getConnectionInfo();
      TransportConnection old = connection(login);
      old.stop();
      await().ignoreExceptions().until(() -> connection(login) != old);
      transacted.commit();

      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(connection(client.connection().getConnectionInfo()).isFaultTolerantConnection())
          .isTrue();
    }
    assertThat(audit.lines()).isEmpty();
  }

  /** What a client sends behind its login before it hears that this is refused. */
  @Test
  void whatFollowsARefusedLoginIsNotHeard() throws Exception {
    try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
      ConnectionInfo login = RawPeer.login("admin");
      login.setPassword("wrong");
      peer.send(login, new SessionInfo(login, 1), new ProducerInfo(new SessionInfo(login, 1), 1));

      assertThat(peer.isEnded()).isTrue();
    }
    assertThat(audit.rules("connection")).hasSizeLessThanOrEqualTo(1);
    assertThat(audit.found()).noneMatch(found -> found.contains("before a login"));
  }

  @Test
  void aLoginCanEndAndAnotherFollow() throws Exception {
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      for (int round = 0; round < 3; round++) {
        client.connection().cleanup();

        client.connection().start();
        try (Session session = client.connection().createSession(false, Session.AUTO_ACKNOWLEDGE)) {
          assertThat(session.createConsumer(QUEUE)).isNotNull();
        }
      }
    }
    assertThat(audit.lines()).isEmpty();
  }

  @Test
  void afterTheEndOfItsLoginItIsAStrangerAgain() throws Exception {
    try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
      ConnectionInfo login = RawPeer.login("admin");
      peer.ask(login);
      peer.ask(login.createRemoveCommand());

      peer.send(new ControlCommand());

      assertThat(peer.isEnded()).isTrue();
    }
    assertThat(audit.found().get(0)).endsWith("it sent a ControlCommand before a login");
  }

  @Test
  void aSecondLoginWithOneConnectionIdLeavesNothingBehind() throws Exception {
    try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
      ConnectionInfo login = RawPeer.login("admin");
      peer.ask(login);
      int before = broker.view().getConnections().size();
      for (int i = 0; i < 5; i++) {
        ConnectionInfo again = login.copy();
        again.setClientId("again-" + i);

        assertThat(message(peer.ask(again)))
            .startsWith("[require-authorization] client tcp://127.0.0.1:")
            .contains("it is already logged in with connection id \"raw-");
      }
      assertThat(broker.view().getConnections().size()).isEqualTo(before);
      assertThat(peer.ask(new SessionInfo(login, 1))).isNotInstanceOf(ExceptionResponse.class);

      for (int i = 0; i < 5; i++) {
        peer.send(login.copy());
      }
      assertThat(peer.isEnded()).isTrue();
    }
  }

  /** Where it is not refused, ours does not stay at least. */
  @ParameterizedTest
  @ValueSource(strings = {"ssl", "vm"})
  void aSecondLoginThatPassesLeavesOneLogin(String way) throws Exception {
    broker.close();
    broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setReportOnly("require-authorization"))
            .started();
    try (OpenWire client =
        way.equals("vm") ? OpenWire.inVm(broker, "admin") : OpenWire.connect(broker, "admin")) {
      ConnectionInfo again = client.connection().getConnectionInfo().copy();
      again.setClientId("again");
      client.connection().syncSendPacket(again);
    }
    await().until(() -> broker.view().getConnections().size() == 1);
  }

  @Test
  void whatAClientSendsWhileItsLoginEndsIsNoOffence() throws Exception {
    try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
      ConnectionInfo login = RawPeer.login("admin");
      peer.ask(login);
      MessageAck late = new MessageAck();
      late.setConsumerId(new ConsumerId(new SessionInfo(login, 1).getSessionId(), 1));
      peer.send(login.createRemoveCommand(), late);

      assertThat(peer.ask(login)).isNotInstanceOf(ExceptionResponse.class);
    }
    assertThat(audit.lines()).isEmpty();
  }

  /** Each would cost the broker a thread and a line in its log. */
  @Test
  void afterALoginThatFailedNothingIsHeard() throws Exception {
    try (LoggedLines log = LoggedLines.of("org.apache.activemq");
        RawPeer peer = RawPeer.connect(broker, "ssl")) {
      ConnectionInfo[] logins = new ConnectionInfo[500];
      for (int i = 0; i < logins.length; i++) {
        logins[i] = RawPeer.login("");
        logins[i].setUserName(null);
      }
      peer.send(logins);

      assertThat(peer.isEnded()).isTrue();
      assertThat(log.lines().stream().filter(line -> line.contains("Failed to add Connection")))
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void oneConnectionHasAFewLogins() throws Exception {
    try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
      for (int i = 0; i < 4; i++) {
        assertThat(peer.ask(RawPeer.login("admin"))).isNotInstanceOf(ExceptionResponse.class);
      }

      assertThat(message(peer.ask(RawPeer.login("admin"))))
          .contains("it is already logged in with 4 connection ids");
    }
  }

  @Test
  void whereNothingIsRefusedItIsOnlyReported() throws Exception {
    broker.close();
    broker = GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
    try (RawPeer stranger = RawPeer.connect(broker, "ssl")) {
      stranger.send(new ControlCommand());

      assertThat(stranger.ask(RawPeer.login("admin"))).isNotInstanceOf(ExceptionResponse.class);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(audit.lines())
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .contains("ControlCommand before a login", "\"reported\"")));
  }

  /** Lines of its own and lines without end; the log is a file that somebody reads. */
  @Test
  void noStrangerWritesTheLog() throws Exception {
    try (LoggedLines log = LoggedLines.of("org.apache.activemq")) {
      for (String text : List.of("x\nFORGED", "x\r\nFORGED", "x\u2028FORGED", "x".repeat(8_000))) {
        for (ConnectionInfo login : named(text)) {
          endOf(login);
        }
        BrokerInfo slave = bridge();
        slave.setSlaveBroker(true);
        slave.setBrokerName(text);
        endOf(slave, SESSION);
      }
      assertThat(log.lines())
          .noneMatch(line -> line.contains("\n") || line.contains("\r") || line.contains("\u2028"))
          .noneMatch(line -> line.length() > 4_000)
          .noneMatch(line -> line.contains("FORGED"));
    }
    assertThat(audit.lines()).noneMatch(line -> line.length() > 2_000);
  }

  /** ActiveMQ makes a line of its log of each of them, with what is in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FORGED\r\u001b[2J\nX:1\n\n\0",
        "SEND\ndestination:FORGED\n\nx\0",
        "CONNECT\naccept-version:1.2\nhost:h\nheart-beat:FORGED\u001b[2JFORGED\n\n\0",
        "CONNECT\naccept-version:x\u001b[2Jy\nhost:h\nlogin:x\n\n\0",
        "CONNECT\naccept-version:1.2\nhost:h\nlogin:admin\nclient-id:x\\nFORGED\n\n\0",
        "CONNECT\naccept-version:1.2\nhost:x\\nFORGED\nlogin:admin\npasscode:no\n\n\0"
      })
  void noStrangerWritesTheLogOverStomp(String frame) throws Exception {
    try (LoggedLines log = LoggedLines.of("org.apache.activemq");
        GatedBroker stomp = GatedBroker.listening("stomp+ssl").started();
        Socket socket =
            GatedBroker.clientContext()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), stomp.port("stomp+ssl"))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().readAllBytes();

      assertThat(log.lines())
          .noneMatch(line -> line.chars().anyMatch(Character::isISOControl))
          .noneMatch(line -> line.length() > 4_000);
    }
  }

  @Test
  void noStrangerWritesTheLogOverMqtt() throws Exception {
    Line.assumeMqttAndStomp();
    try (LoggedLines log = LoggedLines.of("org.apache.activemq");
        GatedBroker mqtt = GatedBroker.listening("mqtt+ssl").started()) {
      assertThatThrownBy(
              () -> MqttClient.connect(mqtt.port("mqtt+ssl"), "admin", false, "x\nFORGED").close())
          .isNotNull();

      assertThat(log.lines()).noneMatch(line -> line.contains("FORGED"));
    }
    assertThat(audit.rules("connection")).containsExactly("require-authentication");
  }

  private static List<ConnectionInfo> named(String text) {
    ConnectionInfo id = RawPeer.login("admin");
    id.setConnectionId(new ConnectionId(text));
    id.setPassword("wrong");
    ConnectionInfo client = RawPeer.login("admin");
    client.setClientId(text);
    client.setPassword("wrong");
    ConnectionInfo address = RawPeer.login("admin");
    address.setClientIp(text);
    address.setPassword("wrong");
    return List.of(id, client, address, RawPeer.login(text));
  }

  private void endOf(Command... commands) throws Exception {
    try (RawPeer stranger = RawPeer.connect(broker, "ssl")) {
      stranger.send(commands);

      assertThat(stranger.isEnded()).isTrue();
    }
  }

  private static String message(Response response) {
    Throwable refusal = ((ExceptionResponse) response).getException();
    assertThat(refusal).isExactlyInstanceOf(SecurityException.class);
    return refusal.getMessage();
  }

  private static BrokerInfo bridge() {
    BrokerInfo info = new BrokerInfo();
    info.setBrokerId(new BrokerId("peer"));
    info.setBrokerName("peer");
    info.setNetworkConnection(true);
    info.setNetworkProperties("name=nc\nsyncDurableSubs=true\n");
    return info;
  }
}
