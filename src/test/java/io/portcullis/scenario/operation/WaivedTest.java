package io.portcullis.scenario.operation;

import static io.portcullis.testing.SomeWaivers.waiver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.SetGateClock;
import io.portcullis.Waiver;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.Rights;
import io.portcullis.testing.SetClock;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.broker.region.DestinationInterceptor;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.region.virtual.CompositeQueue;
import org.apache.activemq.broker.region.virtual.VirtualDestination;
import org.apache.activemq.broker.region.virtual.VirtualDestinationInterceptor;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a waiver lets pass, in a real broker, and what it does not. */
class WaivedTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final String WEAK = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256";
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private final LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
  private final Instant end = tomorrow.atStartOfDay(ZoneOffset.UTC).toInstant();

  private final SetClock clock = new SetClock(end.minusSeconds(1));
  private AuditLines audit;
  private GatedBroker broker;

  @BeforeEach
  void create() {
    audit = AuditLines.capture();
    broker = GatedBroker.create().with(gate -> SetGateClock.of(gate, clock));
  }

  @AfterEach
  void close() {
    broker.close();
    audit.close();
  }

  private void start(Waiver... waivers) {
    broker.with(gate -> gate.setWaivers(List.of(waivers))).start();
  }

  private OpenWire connect(String scheme) throws Exception {
    return OpenWire.connect(
        "%s://localhost:%d".formatted(scheme, broker.port(scheme)), "admin", GatedBroker.PASSWORD);
  }

  private List<String> dispositions() {
    return audit.lines().stream()
        .filter(line -> !AuditLines.field(line, "found").startsWith("waiver for"))
        .map(line -> AuditLines.field(line, "rule") + " " + AuditLines.field(line, "disposition"))
        .filter(line -> !line.endsWith(" reported"))
        .distinct()
        .toList();
  }

  @Test
  void aPlainConnectorStartsAndItsClientsConnectUntilTheWaiverEnds() throws Exception {
    broker.listen("tcp").listen("ssl");
    start(waiver("require-tls", "tcp", tomorrow));

    try (OpenWire client = connect("tcp")) {
      client.send("Q", ENCRYPTED);
      clock.set(end);

      assertThatThrownBy(() -> connect("tcp").close())
          .hasMessageContaining("[require-tls] client tcp://127.0.0.1:");
      client.send("Q", ENCRYPTED);
    }
    connect("ssl").close();
    assertThat(dispositions()).containsExactly("require-tls waived", "require-tls refused");
  }

  @Test
  void aBrokerThatNeedsAWaiverDoesNotStartOnTheDayItEnds() throws Exception {
    clock.set(end);
    broker.listen("tcp");

    Throwable refusal = catchThrowable(() -> start(waiver("require-tls", "tcp", tomorrow)));

    assertThat(refusal)
        .hasRootCauseInstanceOf(ConfigurationException.class)
        .hasStackTraceContaining("[require-tls] connector \"tcp\"");
    assertThat(audit.found()).contains("waiver for \"tcp\": it ended on %s".formatted(tomorrow));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TCP", "tcp2", "ssl", "queue://tcp", ">"})
  void aWaiverForSomethingElseDoesNotHelp(String subject) throws Exception {
    broker.listen("tcp");

    assertThatThrownBy(() -> start(waiver("require-tls", subject)))
        .hasStackTraceContaining("[require-tls] connector \"tcp\"");
  }

  @Test
  void plaintextPassesWhereItIsWaivedAndNowhereElse() throws Exception {
    broker.listen("ssl");
    start(waiver("require-encrypted-body", "queue://LEGACY.>", tomorrow));
    try (OpenWire client = connect("ssl")) {
      MessageConsumer legacy = client.consumer("LEGACY.A");
      MessageConsumer secret = client.consumer("SECRET");

      client.send("LEGACY.A", PLAINTEXT);
      assertThat(OpenWire.receive(legacy)).isEqualTo(PLAINTEXT);
      for (String other :
          List.of(
              "SECRET",
              "topic://LEGACY.A",
              "LEGACY.A,SECRET",
              "LEGACY.A,topic://LEGACY.A",
              "legacy.a")) {
        assertThatThrownBy(() -> client.send(other, PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body] message to ");
      }
      client.send("LEGACY.A,LEGACY.B", PLAINTEXT);
      assertThat(OpenWire.receive(legacy)).isEqualTo(PLAINTEXT);
      client.send("LEGACY.A", ENCRYPTED);
      assertThat(OpenWire.receive(legacy)).isEqualTo(ENCRYPTED);

      clock.set(end);
      assertThatThrownBy(() -> client.send("LEGACY.A", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://LEGACY.A");
      client.send("LEGACY.A", ENCRYPTED);
      assertThat(OpenWire.receive(legacy)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(secret)).isTrue();
    }
    assertThat(broker.view().getWaivedCount()).isEqualTo(2);
    assertThat(broker.view().getRefusedCount()).isEqualTo(6);
    assertThat(broker.view().getAcceptedBodyCount()).isEqualTo(2);
    assertThat(rows(broker.view().getSenders()))
        .filteredOn(row -> row.get("destination").equals("queue://LEGACY.A"))
        .extracting(row -> row.get("count"))
        .containsExactly(2L);
  }

  @Test
  void theMBeanShowsEachWaiverAndWhatItWasGoodFor() throws Exception {
    broker.listen("tcp");
    start(
        waiver("require-tls", "*", tomorrow),
        waiver("require-tls", "tcp", tomorrow.minusDays(1)),
        waiver("require-encrypted-body", "LEGACY"));
    clock.set(end.minusSeconds(1));
    connect("tcp").close();

    assertThat(rows(broker.view().getWaivers()))
        .extracting(WaivedTest::shown)
        .containsExactlyInAnyOrder(
            "require-tls|*|until the test is over|%s|ending|2|%s"
                .formatted(tomorrow, end.minusSeconds(1)),
            "require-tls|tcp|until the test is over|%s|ended|0|".formatted(tomorrow.minusDays(1)),
            "require-encrypted-body|LEGACY|until the test is over|9999-12-31|active|0|");
  }

  private static List<CompositeData> rows(TabularData table) {
    return table.values().stream().map(CompositeData.class::cast).toList();
  }

  private static String shown(CompositeData row) {
    return Stream.of("rule", "subject", "reason", "until", "state", "matched", "lastMatched")
        .map(column -> String.valueOf(row.get(column)))
        .collect(Collectors.joining("|"));
  }

  @Test
  void whatIsToBeSaidOfWaiversIsReportedAtTheStartAndRefusesNothing() throws Exception {
    broker.listen("tcp");
    start(
        waiver("require-tls", "*", tomorrow),
        waiver("require-tls", "tcp", tomorrow.minusDays(1)),
        waiver("refuse-public-connector", "tcp"),
        waiver("require-encrypted-body", "LEGACY"));

    assertThat(audit.lines())
        .filteredOn(line -> AuditLines.field(line, "found").startsWith("waiver for"))
        .extracting(
            line ->
                "%s %s %s: %s"
                    .formatted(
                        AuditLines.field(line, "moment"),
                        AuditLines.field(line, "disposition"),
                        AuditLines.field(line, "rule"),
                        AuditLines.field(line, "found")))
        .containsExactly(
            "start reported require-tls: waiver for \"*\": it ends on %s, in 0 days"
                .formatted(tomorrow),
            "start reported require-tls: waiver for \"tcp\": it ended on %s"
                .formatted(tomorrow.minusDays(1)),
            "start reported refuse-public-connector: waiver for \"tcp\": it matches nothing");
  }

  @Test
  void inReportOnlyItIsWaivedTooAndTheRestReported() throws Exception {
    broker.listen("ssl").with(gate -> gate.setMode("REPORT_ONLY"));
    start(waiver("require-encrypted-body", "LEGACY", tomorrow));
    try (OpenWire client = connect("ssl")) {
      client.send("LEGACY", PLAINTEXT);
      client.send("OTHER", PLAINTEXT);
      clock.set(end);
      client.send("LEGACY", PLAINTEXT);
    }

    assertThat(audit.lines())
        .filteredOn(line -> AuditLines.field(line, "rule").equals("require-encrypted-body"))
        .filteredOn(line -> AuditLines.field(line, "moment").equals("send"))
        .extracting(
            line ->
                AuditLines.field(line, "destination") + " " + AuditLines.field(line, "disposition"))
        .containsExactly(
            "queue://LEGACY waived", "queue://OTHER reported", "queue://LEGACY reported");
  }

  /** ActiveMQ would deliver to where the producer is registered. */
  @Test
  void whoIsRegisteredElsewhereNeedsAWaiverForThatToo() throws Exception {
    broker.listen("ssl");
    start(waiver("require-encrypted-body", "LEGACY.*"));
    try (OpenWire client = connect("ssl")) {
      MessageConsumer secret = client.consumer("SECRET");
      RawProducer producer = RawProducer.registered(client, "SECRET");

      assertThatThrownBy(() -> producer.send("LEGACY.A", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://LEGACY.A");
      RawProducer.registered(client, "LEGACY.B").send("LEGACY.A", PLAINTEXT);

      assertThat(OpenWire.isSilent(secret)).isTrue();
    }
  }

  @Test
  void whatIsSentOnNeedsAWaiverWhereItArrives() throws Exception {
    broker
        .listen("ssl")
        .withService(service -> service.setDestinationInterceptors(sendingOn("LEGACY", "SECRET")));
    start(waiver("require-encrypted-body", "LEGACY", tomorrow));
    try (OpenWire client = connect("ssl")) {
      MessageConsumer legacy = client.consumer("LEGACY");
      MessageConsumer secret = client.consumer("SECRET");

      client.send("LEGACY", PLAINTEXT);
      client.send("LEGACY", ENCRYPTED);

      assertThat(OpenWire.receive(legacy)).isEqualTo(PLAINTEXT);
      assertThat(OpenWire.receive(secret)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(secret)).isTrue();
      assertThat(broker.queue("Portcullis.Quarantine.SECRET").getQueueSize()).isEqualTo(1);
    }
  }

  private static DestinationInterceptor[] sendingOn(String from, String to) {
    CompositeQueue queue = new CompositeQueue();
    queue.setName(from);
    queue.setForwardOnly(false);
    queue.setForwardTo(List.of(OpenWire.destination(to)));
    VirtualDestinationInterceptor interceptor = new VirtualDestinationInterceptor();
    interceptor.setVirtualDestinations(new VirtualDestination[] {queue});
    return new DestinationInterceptor[] {interceptor};
  }

  /** The scheduler answers with whatever was scheduled, wherever it is asked to. */
  @Test
  void theSchedulerDoesNotAnswerWithWaivedBodiesWhereNoneAreWaived() throws Exception {
    broker.listen("ssl").withService(service -> service.setSchedulerSupport(true));
    start(
        waiver("require-encrypted-body", "topic://ActiveMQ.Scheduler.Management"),
        waiver("require-encrypted-body", "LEGACY"),
        waiver("require-encrypted-body", "PAST", tomorrow));
    try (OpenWire client = connect("ssl")) {
      assertThatThrownBy(
              () -> client.send("topic://ActiveMQ.Scheduler.Management", browse(client, "SECRET")))
          .hasMessageStartingWith("[require-encrypted-body] reply to queue://SECRET");

      client.send("topic://ActiveMQ.Scheduler.Management", browse(client, "LEGACY"));
    }
  }

  private static Message browse(OpenWire client, String replyTo) throws Exception {
    Message request = client.session().createMessage();
    request.setStringProperty("AMQ_SCHEDULER_ACTION", "BROWSE");
    request.setJMSReplyTo(OpenWire.destination(replyTo));
    return request;
  }

  /** The advisory holds the message, and ActiveMQ sends it in the client's name. */
  @Test
  void anAdvisoryThatCarriesAWaivedMessageDoesNotRefuseIt() throws Exception {
    PolicyEntry entry = new PolicyEntry();
    entry.setSendAdvisoryIfNoConsumers(true);
    PolicyMap map = new PolicyMap();
    map.setDefaultEntry(entry);
    broker.listen("ssl").withService(service -> service.setDestinationPolicy(map));
    start(waiver("require-encrypted-body", "topic://LEGACY"));
    try (OpenWire client = connect("ssl")) {
      MessageConsumer advisories = client.consumer("topic://ActiveMQ.Advisory.NoConsumer.Topic.>");

      try (MessageProducer producer =
          client.session().createProducer(OpenWire.destination("topic://LEGACY"))) {
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(client.bytes(PLAINTEXT));
      }

      assertThat(OpenWire.receive(advisories)).isEqualTo(PLAINTEXT);
    }
  }

  @Test
  void aClientFromOutsidePassesAtTheConnectorThatIsNamed() throws Exception {
    broker.listen("ssl").listen("nio+ssl").with(gate -> gate.setAllowedNetworks("10.0.0.0/8"));
    start(waiver("refuse-outside-client", "ssl", tomorrow));

    connect("ssl").close();
    assertThatThrownBy(() -> connect("nio+ssl").close()).isInstanceOf(JMSException.class);
    clock.set(end);
    assertThatThrownBy(() -> connect("ssl").close()).isInstanceOf(JMSException.class);
  }

  @Test
  void aConnectorSpeaksTheWeakCipherSuiteThatItNames() throws Exception {
    broker
        .listen("ssl")
        .withService(
            service ->
                service
                    .getTransportConnectors()
                    .get(0)
                    .setUri(
                        URI.create(
                            "ssl://127.0.0.1:0?transport.enabledProtocols=TLSv1.2"
                                + "&transport.enabledCipherSuites="
                                + WEAK)));
    start(waiver("require-modern-tls", "ssl", tomorrow));

    connect("ssl").close();
    clock.set(end);
    assertThatThrownBy(() -> connect("ssl").close())
        .hasMessageContaining("its session is TLSv1.2 with " + WEAK);
  }

  @Test
  void anHttpConnectorNeedsAWaiverFromEachRuleThatItBreaks() throws Exception {
    broker.listen("http");
    start(
        waiver("refuse-unvetted-link", "http"),
        waiver("refuse-outside-client", "http"),
        waiver("require-tls", "http", tomorrow));

    try (OpenWire client = connect("http")) {
      client.send("Q", ENCRYPTED);
    }
    clock.set(end);
    assertThatThrownBy(() -> connect("http").close()).isInstanceOf(JMSException.class);
    assertThat(dispositions())
        .containsExactly(
            "require-tls waived",
            "refuse-unvetted-link waived",
            "refuse-outside-client waived",
            "require-tls refused");
  }

  @Test
  void aPeersDuplexBridgeThatIsWaivedBringsAndTakesMessages() throws Exception {
    broker.listen("ssl");
    start(waiver("refuse-unvetted-link", "ssl"), waiver("require-encrypted-body", "CROSSING"));
    try (GatedBroker peer = GatedBroker.create().withoutGate()) {
      NetworkConnector connector = connector("ssl", broker);
      connector.setDuplex(true);
      peer.getBrokerService().addNetworkConnector(connector);
      peer.start();
      try (OpenWire here = connect("ssl");
          OpenWire there = OpenWire.inVm(peer, "admin")) {
        MessageConsumer consumer = here.consumer("CROSSING");
        MessageConsumer back = there.consumer("BACK");

        there.send("CROSSING", PLAINTEXT);
        assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
        here.send("BACK", ENCRYPTED);
        assertThat(OpenWire.receive(back)).isEqualTo(ENCRYPTED);
      }
    }
    assertThat(dispositions())
        .containsExactlyInAnyOrder("refuse-unvetted-link waived", "require-encrypted-body waived");
  }

  @Test
  void connectorsAndLinksThatAreAddedLaterPassByTheirNames() throws Exception {
    broker.withService(service -> service.setUseJmx(false));
    start(waiver("require-tls", "late"), waiver("require-tls", "network-connector:bridge"));
    BrokerService service = broker.getBrokerService();
    try (GatedBroker peer = GatedBroker.create().withoutGate().listen("tcp").started()) {
      broker.connector("late", "tcp://127.0.0.1:0");
      TransportConnector late = service.getConnectorByName("late");
      service.startTransportConnector(late);
      NetworkConnector connector = connector("tcp", peer);
      service.addNetworkConnector(connector);
      connector.start();

      try (OpenWire here =
              OpenWire.connect(
                  "tcp://localhost:" + late.getConnectUri().getPort(),
                  "admin",
                  GatedBroker.PASSWORD);
          OpenWire there = connectTo(peer)) {
        MessageConsumer consumer = there.consumer("CROSSING");
        here.send("CROSSING", ENCRYPTED);
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      }
      connector.stop();
    }
    assertThat(dispositions()).containsExactly("require-tls waived");
  }

  private static OpenWire connectTo(GatedBroker peer) throws Exception {
    return OpenWire.connect("tcp://localhost:" + peer.port("tcp"), "admin", GatedBroker.PASSWORD);
  }

  private static NetworkConnector connector(String scheme, GatedBroker to) throws Exception {
    NetworkConnector connector =
        new DiscoveryNetworkConnector(
            new URI(
                "static:(%s://localhost:%d)?initialReconnectDelay=100"
                    .formatted(scheme, to.port(scheme))));
    connector.setName("bridge");
    connector.setUserName("admin");
    connector.setPassword(GatedBroker.PASSWORD);
    connector.addStaticallyIncludedDestination(OpenWire.destination("CROSSING"));
    return connector;
  }

  @Test
  void aMapThatIsSwappedInPassesByTheDestinationsThatItLacks() throws Exception {
    broker.listen("ssl").withPlugin(new AuthorizationPlugin(Rights.ofOperators().map()));
    start(waiver("require-system-group", "topic://>", tomorrow));
    DefaultAuthorizationMap without = withoutTheSystemGroupOnTopics();

    Rights.replace(broker, without);
    try (OpenWire client = connect("ssl")) {
      client.send("Q", ENCRYPTED);
    }
    assertThat(Rights.authorization(broker).getAuthorizationMap()).isSameAs(without);

    clock.set(end);
    Rights.replace(broker, withoutTheSystemGroupOnTopics());
    try (OpenWire client = connect("ssl")) {
      client.send("Q", ENCRYPTED);
    }
    assertThat(Rights.authorization(broker).getAuthorizationMap()).isSameAs(without);
  }

  private static DefaultAuthorizationMap withoutTheSystemGroupOnTopics() {
    return Rights.ofQueues().add("topic://>", "admins", "admins", "admins").map();
  }

  @Test
  void aRightThatIsTakenBackEndsWhateverIsWaived() throws Exception {
    broker
        .listen("ssl")
        .withPlugin(
            new AuthorizationPlugin(Rights.ofOperators().users("queue://Q", true, true).map()));
    start(waiver("require-authorization", "*"));
    try (OpenWire user =
        OpenWire.connect("ssl://localhost:" + broker.port("ssl"), "user", GatedBroker.PASSWORD)) {
      user.consumer("Q");
      user.send("Q", ENCRYPTED);

      Rights.replace(broker, Rights.ofOperators().map());

      await().until(() -> broker.queue("Q").getConsumerCount() == 0);
      assertThatThrownBy(() -> user.send("Q", ENCRYPTED)).hasMessageContaining("not authorized");
    }
    // The start waived that the map names nobody's group.
    assertThat(dispositions())
        .containsExactly("require-authorization waived", "require-authorization refused");
  }
}
