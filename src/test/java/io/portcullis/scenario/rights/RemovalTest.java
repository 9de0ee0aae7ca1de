package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.broker.jmx.BrokerViewMBean;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may remove a destination: ActiveMQ before 6.3 asks nobody for the right if it exists. */
class RemovalTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String EVERYBODY = "admins,users,activemq-webconsole";

  private final TempDestinationAuthorizationEntry temporary =
      new TempDestinationAuthorizationEntry();

  @ParameterizedTest
  @ValueSource(strings = {"queue://OLD", "topic://OLD"})
  void whoMayNotRemoveIsRefused(String destination) throws Exception {
    try (GatedBroker broker = brokerWith(destination);
        OpenWire user = OpenWire.inVm(broker, "user")) {

      assertThatThrownBy(() -> user.remove(destination))
          .hasMessage(
              "[require-authorization] user \"user\": the authorization map does not let it create"
                  + " or remove %1$s; if the user is to have the right, put it into one of"
                  + " activemq-webconsole,admins, or give its group users the right to create or"
                  + " remove %1$s",
              destination);
      assertThat(names(broker)).contains(destination);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "console"})
  void whoMayRemoveDoes(String name) throws Exception {
    try (GatedBroker broker = brokerWith("queue://OLD");
        OpenWire client = OpenWire.inVm(broker, name)) {

      client.remove("queue://OLD");

      assertThat(names(broker)).doesNotContain("queue://OLD");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue://A,B.C", "queue://A/,B/C", "queue://B/C"})
  void noWayOfWritingTheNameGoesRoundIt(String name) throws Exception {
    try (GatedBroker broker =
            GatedBroker.create().withPlugin(new DestinationPathSeparatorBroker()).started();
        OpenWire admin = OpenWire.inVm(broker, "admin");
        OpenWire user = OpenWire.inVm(broker, "user")) {
      admin.create("queue://A");
      admin.create("queue://B.C");

      assertThatThrownBy(() -> user.remove(name))
          .hasMessageStartingWith("[require-authorization] user \"user\": ");
      assertThat(names(broker)).contains("queue://A", "queue://B.C");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue://Portcullis.Quarantine.KEPT",
        "queue://Portcullis/Quarantine/KEPT",
        "queue:// Portcullis/ Quarantine / KEPT",
        "queue://OTHER,Portcullis/Quarantine/KEPT"
      })
  void noWayOfWritingTheNameGoesRoundTheQuarantine(String name) throws Exception {
    try (GatedBroker broker =
            GatedBroker.create()
                .withPlugin(new DestinationPathSeparatorBroker())
                .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT"))))
                .started();
        OpenWire admin = OpenWire.inVm(broker, "admin");
        OpenWire console = OpenWire.inVm(broker, "console")) {
      admin.send("KEPT", new byte[] {1, 2, 3});

      assertThatThrownBy(() -> console.remove(name))
          .hasMessageContaining("is not authorized to remove: queue://Portcullis.Quarantine.KEPT");
      assertThat(names(broker)).contains("queue://Portcullis.Quarantine.KEPT");
    }
  }

  @Test
  void overJmxItGoesOnWorking() throws Exception {
    try (GatedBroker broker = brokerWith("queue://OLD")) {

      broker.mbean("", BrokerViewMBean.class).removeQueue("OLD");

      assertThat(names(broker)).doesNotContain("queue://OLD");
    }
  }

  @Test
  void theBrokerGoesOnRemovingWhatNobodyUses() throws Exception {
    PolicyEntry unused = new PolicyEntry();
    unused.setQueue(">");
    unused.setGcInactiveDestinations(true);
    unused.setInactiveTimeoutBeforeGC(100);
    PolicyMap policies = new PolicyMap();
    policies.setPolicyEntries(List.of(unused));
    try (GatedBroker broker =
            GatedBroker.create()
                .withService(service -> service.setDestinationPolicy(policies))
                .withService(service -> service.setSchedulePeriodForDestinationPurge(100))
                .started();
        OpenWire admin = OpenWire.inVm(broker, "admin")) {
      admin.create("queue://OLD");

      await().until(() -> !names(broker).contains("queue://OLD"));
    }
  }

  @Test
  void aConnectionThatEndsTakesItsOwnTemporaryQueuesWithItWhateverItMayDo() throws Exception {
    try (GatedBroker broker = brokerWithMap()) {
      String left;
      try (OpenWire user = OpenWire.inVm(broker, "user")) {
        TemporaryQueue deleted = user.session().createTemporaryQueue();
        left = "temp-queue://" + user.session().createTemporaryQueue().getQueueName();
        assertThat(names(broker)).contains("temp-queue://" + deleted.getQueueName(), left);
        temporary.setAdmin("admins");

        deleted.delete();

        assertThat(names(broker)).doesNotContain("temp-queue://" + deleted.getQueueName());
      }
      await().until(() -> !names(broker).contains(left));
    }
  }

  @Test
  void nobodyRemovesTheTemporaryQueueOfAnotherWhateverTheRights() throws Exception {
    try (GatedBroker broker = brokerWithMap();
        AuditLines audit = AuditLines.capture();
        OpenWire owner = OpenWire.inVm(broker, "admin")) {
      String theirs = "temp-queue://" + owner.session().createTemporaryQueue().getQueueName();
      try (OpenWire user = OpenWire.inVm(broker, "user")) {
        assertThatThrownBy(() -> user.remove(theirs))
            .hasMessageContaining("it may not remove " + theirs);
        // It would make ActiveMQ remove it when this connection ends.
        assertThatThrownBy(() -> user.create(theirs))
            .hasMessageContaining("it may not create " + theirs);
      }

      assertThat(audit.lines()).hasSize(1);
      assertThat(names(broker)).contains(theirs);
    }
  }

  @Test
  void anAmqpClientRemovesItsOwnTemporaryQueue() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("amqp+ssl").started()) {
      JmsConnectionFactory factory =
          new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
      factory.setSslContext(GatedBroker.clientContext());
      try (Connection connection = factory.createConnection("user", GatedBroker.PASSWORD)) {
        connection.start();
        TemporaryQueue own =
            connection.createSession(false, Session.AUTO_ACKNOWLEDGE).createTemporaryQueue();
        assertThat(names(broker)).anyMatch(name -> name.startsWith("temp-queue://"));

        own.delete();

        await()
            .until(() -> names(broker).stream().noneMatch(name -> name.startsWith("temp-queue")));
      }
    }
  }

  @Test
  void inReportOnlyItIsReportedAgainstTheMapThatWouldBeInstalled() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            GatedBroker.create().with(gate -> gate.setMode("REPORT_ONLY")).started();
        OpenWire user = OpenWire.inVm(broker, "user")) {
      try (OpenWire admin = OpenWire.inVm(broker, "admin")) {
        admin.send("queue://OLD", ENCRYPTED);
      }

      user.remove("queue://OLD");

      assertThat(names(broker)).doesNotContain("queue://OLD");
      assertThat(audit.found())
          .containsOnlyOnce(
              "user \"user\": the authorization map does not let it create or remove queue://OLD");
    }
  }

  private static GatedBroker brokerWith(String destination) throws Exception {
    GatedBroker broker = GatedBroker.create().started();
    try (OpenWire admin = OpenWire.inVm(broker, "admin")) {
      admin.create(destination);
    }
    return broker;
  }

  private GatedBroker brokerWithMap() throws Exception {
    return GatedBroker.create().withPlugin(new AuthorizationPlugin(map())).started();
  }

  /**
   * The console has all it needs, users may connect, and temporary destinations are everybody's.
   */
  private DefaultAuthorizationMap map() throws Exception {
    temporary.setRead(EVERYBODY);
    temporary.setWrite(EVERYBODY);
    temporary.setAdmin(EVERYBODY);
    DefaultAuthorizationMap map = new DefaultAuthorizationMap();
    map.setTempDestinationAuthorizationEntry(temporary);
    for (String name : List.of("queue://>", "topic://>", "topic://ActiveMQ.Advisory.>")) {
      AuthorizationEntry entry = new AuthorizationEntry();
      entry.setDestination(OpenWire.destination(name));
      entry.setRead("admins,activemq-webconsole");
      entry.setWrite("admins,activemq-webconsole");
      entry.setAdmin(name.contains("Advisory") ? EVERYBODY : "admins,activemq-webconsole");
      map.put(entry.getDestination(), entry);
    }
    return map;
  }

  private static List<String> names(GatedBroker broker) throws Exception {
    RegionBroker regions = (RegionBroker) broker.getBrokerService().getRegionBroker();
    return Stream.of(
            regions.getQueueRegion(), regions.getTopicRegion(), regions.getTempQueueRegion())
        .flatMap(region -> region.getDestinationMap().keySet().stream())
        .map(ActiveMQDestination::getQualifiedName)
        .toList();
  }
}
