package io.portcullis.scenario.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.DestinationName;
import io.portcullis.report.LineWrap;
import io.portcullis.rule.Operation;
import io.portcullis.suggest.Suggestion;
import io.portcullis.suggest.SuggestionFormat;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Schemes;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageJson;
import io.portcullis.usage.Use;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.TemporaryQueue;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The proof of a proposal: what went through a broker without a map goes through one with the
 * proposed map, and what nobody used is refused.
 */
class ReplayIT {

  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("account 4711".getBytes(StandardCharsets.UTF_8));
  private static final long SOON_MILLIS = 30_000;
  private static final int USERS = 30;
  private static final int UNUSED_RIGHTS = 1_000;
  private static final List<String> GROUPS =
      List.of("shop", "billing", "devices", "audit", "reports");

  @TempDir private Path folder;

  /** Thirty users in five groups, an administrator, and the user of a bridge. */
  private static SimpleAuthenticationPlugin users() {
    Stream<AuthenticationUser> people =
        IntStream.range(0, USERS)
            .mapToObj(i -> new AuthenticationUser("user" + i, GatedBroker.PASSWORD, groupOf(i)));
    return new SimpleAuthenticationPlugin(
        Stream.concat(
                people,
                Stream.of(
                    new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"),
                    new AuthenticationUser("bridge", GatedBroker.PASSWORD, "bridges")))
            .toList());
  }

  private static String groupOf(int user) {
    return GROUPS.get(user % GROUPS.size());
  }

  /** The users of a group. */
  private static List<String> of(String group) {
    return IntStream.range(0, USERS)
        .filter(i -> groupOf(i).equals(group))
        .mapToObj(i -> "user" + i)
        .toList();
  }

  private GatedBroker broker(String data, BrokerPlugin... map) throws Exception {
    GatedBroker broker =
        GatedBroker.listening(Schemes.PROTOCOLS)
            .withOnly(
                Stream.concat(Stream.of(users()), Stream.of(map)).toArray(BrokerPlugin[]::new))
            .withService(
                service -> {
                  service.setDataDirectory(folder.resolve(data).toString());
                  service.setSchedulerSupport(true);
                });
    return broker;
  }

  /** What the users do on one working day. It fails if anything is refused or does not arrive. */
  private static void traffic(GatedBroker broker) throws Exception {
    orders(broker);
    everyProtocol(broker);
    virtualTopic(broker);
    request(broker);
    durable(broker);
    scheduled(broker);
    bridge(broker);
  }

  /** Each user of the shop sends to a queue of its own, and billing consumes all of them. */
  private static void orders(GatedBroker broker) throws Exception {
    for (String user : of("shop")) {
      try (OpenWire shop = OpenWire.connect(broker, user)) {
        shop.send("queue://ORDERS." + user + ".NEW", ENCRYPTED);
        shop.send("queue://ORDERS.LATE", ENCRYPTED);
      }
    }
    for (String user : of("shop")) {
      try (OpenWire billing = OpenWire.connect(broker, of("billing").get(0))) {
        assertThat(OpenWire.receive(billing.consumer("queue://ORDERS." + user + ".NEW")))
            .isEqualTo(ENCRYPTED);
      }
    }
    try (OpenWire audit = OpenWire.connect(broker, of("audit").get(0))) {
      // A browser, and a consumer of a pattern.
      assertThat(
              audit
                  .session()
                  .createBrowser(audit.session().createQueue("ORDERS.LATE"))
                  .getEnumeration()
                  .hasMoreElements())
          .isTrue();
      audit.consumer("queue://ORDERS.>").close();
    }
  }

  private static void everyProtocol(GatedBroker broker) throws Exception {
    Iterator<String> devices = of("devices").iterator();
    for (Way way : Way.values()) {
      try (ProtocolClient device = ProtocolClient.connect(way, broker, devices.next());
          ProtocolClient reports = ProtocolClient.connect(way, broker, of("reports").get(0))) {
        reports.subscribe("STATE." + way);
        device.send("STATE." + way, ENCRYPTED);
        assertThat(reports.receive(SOON_MILLIS)).as("%s", way).hasValue(ENCRYPTED);
      }
    }
  }

  private static void virtualTopic(GatedBroker broker) throws Exception {
    try (OpenWire billing = OpenWire.connect(broker, of("billing").get(1));
        OpenWire shop = OpenWire.connect(broker, of("shop").get(1))) {
      MessageConsumer consumer = billing.consumer("queue://Consumer.BILLING.VirtualTopic.PRICES");
      shop.send("topic://VirtualTopic.PRICES", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    }
  }

  private static void request(GatedBroker broker) throws Exception {
    try (OpenWire shop = OpenWire.connect(broker, of("shop").get(2));
        OpenWire billing = OpenWire.connect(broker, of("billing").get(2))) {
      TemporaryQueue replies = shop.session().createTemporaryQueue();
      MessageConsumer answers = shop.session().createConsumer(replies);
      MessageConsumer requests = billing.consumer("queue://REQUESTS");
      BytesMessage request = shop.bytes(ENCRYPTED);
      request.setJMSReplyTo(replies);
      shop.send("queue://REQUESTS", request);
      Message received = requests.receive(SOON_MILLIS);
      try (MessageProducer answer = billing.session().createProducer(null)) {
        answer.send(received.getJMSReplyTo(), billing.bytes(ENCRYPTED));
      }
      assertThat(OpenWire.receive(answers)).isEqualTo(ENCRYPTED);
    }
  }

  private static void durable(GatedBroker broker) throws Exception {
    String uri = "ssl://localhost:" + broker.port("ssl");
    String reader = of("reports").get(1);
    for (int day = 0; day < 2; day++) {
      try (OpenWire reports =
          OpenWire.connect(
              uri, reader, GatedBroker.PASSWORD, own -> own.setClientID("reports-1"))) {
        MessageConsumer consumer =
            reports
                .session()
                .createDurableSubscriber(reports.session().createTopic("NEWS"), "daily");
        try (OpenWire shop = OpenWire.connect(broker, of("shop").get(3))) {
          shop.send("topic://NEWS", ENCRYPTED);
        }
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
        consumer.close();
        if (day == 1) {
          reports.session().unsubscribe("daily");
        }
      }
    }
  }

  private static void scheduled(GatedBroker broker) throws Exception {
    try (OpenWire shop = OpenWire.connect(broker, of("shop").get(4));
        OpenWire billing = OpenWire.connect(broker, of("billing").get(3))) {
      MessageConsumer consumer = billing.consumer("queue://REMINDERS");
      BytesMessage later = shop.bytes(ENCRYPTED);
      later.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, 500);
      shop.send("queue://REMINDERS", later);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    }
  }

  /** A peer takes what its own clients want, and brings what this broker's clients want. */
  private static void bridge(GatedBroker broker) throws Exception {
    GatedBroker peer = GatedBroker.listening("ssl").withOnly(users()).withoutGate();
    DiscoveryNetworkConnector link =
        new DiscoveryNetworkConnector(
            new URI("static:(ssl://localhost:%d)".formatted(broker.port("ssl"))));
    link.setName("to-the-observed");
    link.setUserName("bridge");
    link.setPassword(GatedBroker.PASSWORD);
    link.setDuplex(false);
    peer.getBrokerService().addNetworkConnector(link);
    peer.getBrokerService().setSslContext(GatedBroker.trustingContext());
    peer.getBrokerService().getTransportConnectors().clear();
    try (peer) {
      peer.start();
      await().atMost(Duration.ofMinutes(1)).until(() -> !link.activeBridges().isEmpty());
      try (OpenWire billing = OpenWire.connect(broker, of("billing").get(4))) {
        MessageConsumer consumer = billing.consumer("queue://REMOTE");
        try (OpenWire there = OpenWire.inVm(peer, "admin")) {
          there.send("queue://REMOTE", ENCRYPTED);
        }
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      }
    }
  }

  private static Observation observed(GatedBroker broker) throws Exception {
    return UsageJson.read(
        new ByteArrayInputStream(broker.view().usage().getBytes(StandardCharsets.US_ASCII)));
  }

  /** The printed element, read as a broker's configuration is. */
  private AuthorizationPlugin pasted(String printed) throws Exception {
    String element =
        printed.substring(
            printed.indexOf("<authorizationPlugin xmlns"),
            printed.indexOf("</authorizationPlugin>") + "</authorizationPlugin>".length());
    BrokerXml.write(Files.createDirectories(folder.resolve("pasted")), element, "");
    BrokerService service =
        BrokerFactory.createBroker(
            "xbean:" + folder.resolve("pasted/activemq.xml").toAbsolutePath(), false);
    return Stream.of(service.getPlugins())
        .filter(AuthorizationPlugin.class::isInstance)
        .map(AuthorizationPlugin.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static String printed(Observation observed) throws Exception {
    StringWriter out = new StringWriter();
    SuggestionFormat.XML.print(
        Suggestion.of(observed, 30), new LineWrap(80), new PrintWriter(out, true));
    return out.toString();
  }

  @Test
  void whatWentThroughGoesThroughAndWhatNobodyUsedIsRefused() throws Exception {
    Observation observed;
    try (GatedBroker open = broker("open").with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      traffic(open);
      observed = observed(open);
    }
    String printed = printed(observed);
    AuthorizationPlugin map = pasted(printed);

    try (GatedBroker enforcing = broker("enforcing", map).started()) {
      long before = enforcing.view().getRefusedCount();
      traffic(enforcing);

      assertThat(enforcing.view().getRefusedCount()).as(printed).isEqualTo(before);
      assertThat(observed(enforcing).uses().stream().filter(use -> !use.passed()).toList())
          .isEmpty();
      assertThat(granted(enforcing, unused(observed))).as(printed).isEmpty();
    }
  }

  /** A right of a group. */
  private record Right(String group, Operation operation, DestinationName destination) {}

  /** Rights that nobody of the group used, on destinations that others used and on new ones. */
  private static List<Right> unused(Observation observed) {
    Set<Right> used = new HashSet<>();
    Set<DestinationName> names = new HashSet<>();
    for (Use use : observed.uses()) {
      for (DestinationName part : use.destination().parts()) {
        use.groups().forEach(group -> used.add(new Right(group, use.operation(), part)));
        if (!part.isPattern()
            && !part.kind().isTemporary()
            && !part.name().startsWith("ActiveMQ.Advisory.")) {
          names.add(part);
        }
      }
    }
    Random random = new Random(20);
    for (int i = 0; i < 50; i++) {
      names.add(DestinationName.queue("ORDERS." + i));
      names.add(DestinationName.topic("NEWS." + i));
      names.add(DestinationName.queue("OTHER." + random.nextInt(1_000)));
    }
    List<DestinationName> all =
        names.stream().sorted(Comparator.comparing(DestinationName::toString)).toList();
    List<Operation> operations = List.of(Operation.values());
    List<Right> unused = new ArrayList<>();
    while (unused.size() < UNUSED_RIGHTS) {
      Right right =
          new Right(
              GROUPS.get(random.nextInt(GROUPS.size())),
              operations.get(random.nextInt(operations.size())),
              all.get(random.nextInt(all.size())));
      if (used.stream().noneMatch(own -> includes(own, right))) {
        unused.add(right);
      }
    }
    return unused;
  }

  private static boolean includes(Right own, Right asked) {
    return own.group.equals(asked.group)
        && own.operation == asked.operation
        && asked.destination.isWithin(own.destination);
  }

  /** Those that a real client of the group gets. */
  private static List<Right> granted(GatedBroker broker, List<Right> rights) throws Exception {
    List<Right> granted = new ArrayList<>();
    for (String group : GROUPS) {
      try (OpenWire client = OpenWire.connect(broker, of(group).get(0));
          MessageProducer producer = client.session().createProducer(null)) {
        for (Right right :
            rights.stream().filter(each -> each.group.equals(group)).collect(Collectors.toList())) {
          if (succeeds(client, producer, right)) {
            granted.add(right);
          }
        }
      }
    }
    return granted;
  }

  private static boolean succeeds(OpenWire client, MessageProducer producer, Right right) {
    String name = right.destination.toString();
    try {
      switch (right.operation) {
        case READ -> client.consumer(name).close();
        case WRITE -> producer.send(OpenWire.destination(name), client.bytes(ENCRYPTED));
        case ADMIN -> {
          // What exists anybody creates; what does not, anybody removes from ActiveMQ 6.2.7 on.
          client.create(name);
          client.remove(name);
        }
      }
      return true;
    } catch (JMSException e) {
      return false;
    }
  }
}
