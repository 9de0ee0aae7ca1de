package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.advisory.AdvisorySupport;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a bridge's user needs, on the broker that it forwards to and on its own: every right of the
 * list is needed, and no other.
 */
class BridgeRightsTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String ALL = "admins,activemq-webconsole";
  private static final String ADVISORIES =
      "ActiveMQ.Advisory.Consumer.>,ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic";

  /** What clients need to create advisory topics, where they do. */
  private static final List<Right> CREATION =
      Line.clientsCreateAdvisories()
          ? List.of(new Right("topic://ActiveMQ.Advisory.>", "", "", "bridges"))
          : List.of();

  private record Right(String on, String read, String write, String admin) {}

  /** On the broker that the messages go to. */
  private static final List<Right> THERE =
      List.of(
          new Right("topic://" + ADVISORIES, "bridges", "", ""),
          new Right("queue://CROSSING", "", "bridges", ""));

  /** On the broker that the messages come from. */
  private static final List<Right> HERE = List.of(new Right("queue://CROSSING", "bridges", "", ""));

  @Test
  void whatItNeedsIsEnough() throws Exception {
    assertThat(crosses(with(CREATION, HERE), with(CREATION, THERE))).isTrue();
  }

  @ParameterizedTest(name = "on the broker that it goes {0}")
  @ValueSource(strings = {"to", "from"})
  @NotOn(
      value = {Line.V6_2, Line.V6_3},
      because = "the broker creates advisory topics in its own name")
  void creatingAdvisoriesIsNeeded(String side) throws Exception {
    List<Right> here = side.equals("to") ? with(CREATION, HERE) : HERE;
    List<Right> there = side.equals("to") ? THERE : with(CREATION, THERE);

    assertThat(crosses(here, there)).isFalse();
  }

  private static List<Right> with(List<Right> some, List<Right> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  @ParameterizedTest(name = "without {1} on the broker that it goes {0}")
  @CsvSource({"to, 0", "to, 1", "from, 0"})
  void whatItNeedsIsNeeded(String side, int without) throws Exception {
    List<Right> here = new ArrayList<>(HERE);
    List<Right> there = new ArrayList<>(THERE);
    (side.equals("to") ? there : here).remove(without);

    assertThat(crosses(with(CREATION, here), with(CREATION, there))).isFalse();
  }

  private static boolean crosses(List<Right> here, List<Right> there) throws Exception {
    GatedBroker to = GatedBroker.listening("ssl").withOnly(plugins(there));
    GatedBroker from = GatedBroker.listening("ssl").withOnly(plugins(here));
    try (to;
        from) {
      to.start();
      from.start();
      try (OpenWire receiver = OpenWire.connect(to, "admin")) {
        MessageConsumer consumer = receiver.consumer("CROSSING");
        // As if the bridge were the first to come.
        for (GatedBroker broker : List.of(from, to)) {
          broker.getBrokerService().removeDestination(AdvisorySupport.getConnectionAdvisoryTopic());
        }
        NetworkConnector connector =
            new DiscoveryNetworkConnector(
                new URI(
                    "static:(ssl://localhost:%d)?initialReconnectDelay=100"
                        .formatted(to.port("ssl"))));
        connector.setUserName("bridge");
        connector.setPassword(GatedBroker.PASSWORD);
        from.getBrokerService().addNetworkConnector(connector);
        connector.start();
        try (OpenWire sender = OpenWire.connect(from, "admin")) {
          sender.send("CROSSING", ENCRYPTED);
          return consumer.receive(3_000) != null;
        }
      }
    }
  }

  private static BrokerPlugin[] plugins(List<Right> rights) throws Exception {
    DefaultAuthorizationMap map = new DefaultAuthorizationMap();
    put(map, new Right("queue://>", ALL, ALL, ALL));
    put(map, new Right("topic://>", ALL, ALL, ALL));
    for (Right right : rights) {
      put(map, right);
    }
    TempDestinationAuthorizationEntry temporary = new TempDestinationAuthorizationEntry();
    temporary.setRead("admins");
    temporary.setWrite("admins");
    temporary.setAdmin("admins");
    map.setTempDestinationAuthorizationEntry(temporary);
    return new BrokerPlugin[] {
      new SimpleAuthenticationPlugin(
          List.of(
              new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"),
              new AuthenticationUser("bridge", GatedBroker.PASSWORD, "bridges"))),
      new AuthorizationPlugin(map)
    };
  }

  private static void put(DefaultAuthorizationMap map, Right right) throws Exception {
    AuthorizationEntry entry = new AuthorizationEntry();
    entry.setDestination(OpenWire.destination(right.on()));
    entry.setRead(right.read());
    entry.setWrite(right.write());
    entry.setAdmin(right.admin());
    map.put(entry.getDestination(), entry);
  }
}
