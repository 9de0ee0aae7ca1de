package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.BodyPolicy;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.WebSocketUpgrade;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.transport.DefaultTransportListener;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFactory;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and peers that do not keep to the rules. */
class HostilePeersTest {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);

  @AutoClose private final AuditLines audit = AuditLines.capture();

  @ParameterizedTest
  @EnumSource(Way.class)
  void aClientFromOutsideIsTurnedAwayAtTheDoor(Way way) throws Exception {
    Line.assumeSpoken(way.scheme());
    try (GatedBroker broker =
        GatedBroker.listening(way.scheme())
            .with(gate -> gate.setAllowedNetworks("10.0.0.0/8, fd00::/8"))
            .started()) {
      assertThatThrownBy(() -> ProtocolClient.connect(way, broker, "admin").close()).isNotNull();

      await()
          .untilAsserted(
              () ->
                  assertThat(audit.found())
                      .anySatisfy(
                          found ->
                              assertThat(found)
                                  .endsWith("127.0.0.1 is in none of the allowed networks")));
      assertThat(broker.getBrokerService().getCurrentConnections())
          .as("the broker's own test client")
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+nio+ssl"})
  void aPeersDuplexBridgeIsEndedBeforeItIsMade(String scheme) throws Exception {
    try (GatedBroker broker = GatedBroker.listening(scheme).started()) {
      long before = broker.getBrokerService().getTotalConnections();
      CountDownLatch ended = new CountDownLatch(1);
      Transport transport = transport(broker, scheme, ended);
      transport.start();
      try {
        transport.oneway(duplexBrokerInfo());

        assertThat(ended.await(10, TimeUnit.SECONDS)).as("the connection was ended").isTrue();
      } finally {
        transport.stop();
      }
      assertThat(audit.found())
          .anySatisfy(
              found ->
                  assertThat(found)
                      .startsWith("duplex bridge from tcp://127.0.0.1:")
                      .endsWith("a peer asks for a bridge in both directions"));
      assertThat(broker.getBrokerService().getTotalConnections()).isEqualTo(before);
    }
  }

  /** Sent in one go, without waiting for what becomes of the bridge. */
  @Test
  void nothingThatFollowsTheWishForADuplexBridgeArrives() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        OpenWire client = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = client.consumer("FOLLOWED");
      CountDownLatch ended = new CountDownLatch(1);
      Transport transport = transport(broker, "ssl", ended);
      transport.start();
      try {
        assertThat(sentBeforeTheEnd(transport)).isNotEmpty();

        assertThat(ended.await(10, TimeUnit.SECONDS)).as("the connection was ended").isTrue();
      } finally {
        transport.stop();
      }
      assertThat(OpenWire.isSilent(consumer)).isTrue();
      assertThat(broker.queue("FOLLOWED").getEnqueueCount()).isZero();
      client.send("FOLLOWED", Ciphertexts.encrypt(PLAINTEXT));
      assertThat(Ciphertexts.decrypt(OpenWire.receive(consumer))).isEqualTo(PLAINTEXT);
    }
  }

  /** What a client would send, a producer and its message, behind the wish for a bridge. */
  private static List<Command> sentBeforeTheEnd(Transport transport) {
    ConnectionInfo connection = new ConnectionInfo(new ConnectionId("follower"));
    connection.setClientId("follower");
    connection.setUserName("admin");
    connection.setPassword(GatedBroker.PASSWORD);
    SessionInfo session = new SessionInfo(connection, 1);
    ProducerInfo producer = new ProducerInfo(session, 1);
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.setContent(new ByteSequence(PLAINTEXT));
    message.setDestination(OpenWire.destination("FOLLOWED"));
    message.setProducerId(producer.getProducerId());
    message.setMessageId(new MessageId(producer.getProducerId(), 1));
    List<Command> sent = new ArrayList<>();
    try {
      for (Command command :
          List.of(duplexBrokerInfo(), connection, session, producer, message, message)) {
        transport.oneway(command);
        sent.add(command);
      }
    } catch (IOException e) {
      // The broker was faster.
    }
    return sent;
  }

  @Test
  void aProducerRegisteredWhereAnythingGoesCannotSendElsewhereThroughIt() throws Exception {
    BodyPolicy open = new BodyPolicy();
    open.setQueue("OPEN");
    open.setBody("ANY");
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .with(gate -> gate.setBodyPolicies(List.of(open)))
                .started();
        OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("queue://OPEN", PLAINTEXT);

      try (MessageProducer anywhere = client.session().createProducer(null)) {
        assertThatThrownBy(
                () ->
                    anywhere.send(
                        ActiveMQDestination.createDestination("queue://SECRET", (byte) 1),
                        client.session().createTextMessage("plain")))
            .hasMessageStartingWith("[require-encrypted-body] message to queue://SECRET");
        assertThatThrownBy(
                () ->
                    anywhere.send(
                        ActiveMQDestination.createDestination(
                            "queue://OPEN,queue://SECRET", (byte) 1),
                        client.session().createTextMessage("plain")))
            .hasMessageStartingWith("[require-encrypted-body] message to ");
      }
    }
  }

  @Test
  void anotherPathSeparatorDoesNotExemptADestination() throws Exception {
    BodyPolicy open = new BodyPolicy();
    open.setQueue("*");
    open.setBody("ANY");
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .withPlugin(new DestinationPathSeparatorBroker())
                .with(gate -> gate.setBodyPolicies(java.util.List.of(open)))
                .started();
        OpenWire client = OpenWire.connect(broker, "admin");
        MessageProducer anywhere = client.session().createProducer(null)) {
      assertThatThrownBy(
              () ->
                  anywhere.send(
                      new ActiveMQQueue("SECRET/ORDERS"), client.session().createTextMessage("x")))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://SECRET.ORDERS");

      byte[] encrypted = Ciphertexts.encrypt(PLAINTEXT);
      client.send("queue://SECRET/ORDERS", encrypted);
      assertThat(OpenWire.receive(client.consumer("queue://SECRET.ORDERS"))).isEqualTo(encrypted);
    }
  }

  @Test
  void whoeverIsTurnedAwayLearnsNothing() throws Exception {
    try (GatedBroker broker =
        GatedBroker.create()
            .with(gate -> gate.setAllowedNetworks("10.0.0.0/8"))
            .unnamedConnector("wss://127.0.0.1:0?websocket.secret=hunter2")
            .started()) {
      int port =
          broker.getBrokerService().getTransportConnectors().get(0).getConnectUri().getPort();
      String page = upgrade(port);

      assertThat(page).startsWith("HTTP/1.1 500").contains("refused");
      assertThat(page)
          .doesNotContain("hunter2")
          .doesNotContain("portcullis")
          .doesNotContain("allowedNetworks");
    }
  }

  private static String upgrade(int port) throws Exception {
    try (Socket socket =
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(WebSocketUpgrade.request());
      byte[] answer = new byte[20_000];
      int length = 0;
      int read = 0;
      while (read >= 0 && length < answer.length) {
        read = socket.getInputStream().read(answer, length, answer.length - length);
        length += Math.max(read, 0);
      }
      return new String(answer, 0, length, StandardCharsets.UTF_8);
    }
  }

  @Test
  void nobodyIsLetInWithoutAName() throws Exception {
    SimpleAuthenticationPlugin users = GatedBroker.users();
    try (GatedBroker broker = GatedBroker.listening("ssl").withOnly(users).started()) {
      users.setAnonymousAccessAllowed(true);

      assertThatThrownBy(
              () -> OpenWire.connect("ssl://localhost:" + broker.port("ssl"), null, null).close())
          .isNotNull();
    }
  }

  @Test
  void aWrongPasswordIsRefused() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started()) {
      assertThatThrownBy(
              () ->
                  OpenWire.connect("ssl://localhost:" + broker.port("ssl"), "admin", "wrong")
                      .close())
          .hasMessageContaining("User name [admin] or password is invalid.");
    }
  }

  @Test
  void aBodyOfAnotherKindIsRefusedAndNamed() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        OpenWire client = OpenWire.connect(broker, "admin")) {
      var session = client.session();
      var map = session.createMapMessage();
      map.setString("account", "4711");
      var stream = session.createStreamMessage();
      stream.writeString("4711");
      var compressed = session.createBytesMessage();
      compressed.writeBytes(Ciphertexts.encrypt(PLAINTEXT));

      assertThatThrownBy(() -> client.send("queue://Q", map)).hasMessageContaining("a map");
      assertThatThrownBy(() -> client.send("queue://Q", stream)).hasMessageContaining("a stream");
      assertThatThrownBy(
              () -> client.send("queue://Q", session.createObjectMessage(java.time.Instant.EPOCH)))
          .hasMessageContaining("a serialized object");
      assertThatThrownBy(() -> client.send("queue://Q", session.createMessage()))
          .hasMessageContaining("it has no body");
      client.connection().setUseCompression(true);
      assertThatThrownBy(() -> client.send("queue://Q", compressed))
          .hasMessageContaining("compressed");
      assertThat(OpenWire.isSilent(client.consumer("queue://Q"))).isTrue();
    }
  }

  private static Transport transport(GatedBroker broker, String scheme, CountDownLatch ended)
      throws Exception {
    SslContext.setCurrentSslContext(GatedBroker.trustingContext());
    Transport transport =
        TransportFactory.compositeConnect(new URI("ssl://localhost:" + broker.port(scheme)));
    transport.setTransportListener(
        new DefaultTransportListener() {
          @Override
          public void onException(IOException error) {
            ended.countDown();
          }
        });
    return transport;
  }

  private static BrokerInfo duplexBrokerInfo() {
    BrokerInfo info = new BrokerInfo();
    info.setBrokerId(new BrokerId("peer"));
    info.setBrokerName("peer");
    info.setNetworkConnection(true);
    info.setDuplexConnection(true);
    info.setNetworkProperties(
        "userName=admin\npassword=%s\nname=nc\nduplex=true\nstaticBridge=true\n"
            .formatted(GatedBroker.PASSWORD));
    return info;
  }
}
