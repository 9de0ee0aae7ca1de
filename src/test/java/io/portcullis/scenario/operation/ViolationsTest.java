package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import java.util.List;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.junit.jupiter.api.Test;

/** What JMX shows of a broker that runs: what is wrong with it now, and who may do what. */
class ViolationsTest {

  private static final String EVERYTHING = "admins,activemq-webconsole";

  @Test
  void aViolationIsShownUntilItIsMended() throws Exception {
    Rights incomplete =
        Rights.ofNobody()
            .add("queue://>", "admins", EVERYTHING, EVERYTHING)
            .add("topic://>", EVERYTHING, EVERYTHING, EVERYTHING);
    try (GatedBroker broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(incomplete.map()))
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .started()) {
      PortcullisViewMBean view = broker.view();
      assertThat(of(view, "require-system-group"))
          .containsExactly(
              "reported authorization map: group \"activemq-webconsole\" may not read on queue"
                  + " \">\"");

      Rights.replace(broker, Rights.ofOperators().map());
      assertThat(of(view, "require-system-group")).as("remembered for a minute").hasSize(1);
      view.reload();

      assertThat(of(view, "require-system-group")).isEmpty();
    }
  }

  /** They are bound now, as those are that nobody could look at before; these were looked at. */
  @Test
  void whatStartedBreaksNothingThatWouldBeRefused() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl", "nio+ssl", "auto+nio+ssl", "amqp+ssl", "mqtt+ssl", "wss")
                .started();
        AuditLines audit = AuditLines.capture()) {
      PortcullisViewMBean view = broker.view();
      long reported = view.getReportedCount();

      List<CompositeData> rows = rows(view.getViolations());

      assertThat(rows)
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row.get("disposition")).isEqualTo("reported"));
      assertThat((long) rows.size()).as("what a start found").isEqualTo(reported);
      assertThat(audit.lines()).isEmpty();
      assertThat(view.getReportedCount()).as("nothing is counted").isEqualTo(reported);
    }
  }

  @Test
  void connectorsThatWereBoundBeforehandGoOnBeingReported() throws Exception {
    GatedBroker broker = GatedBroker.create();
    broker.getBrokerService().addConnector("ssl://127.0.0.1:0");
    try (broker) {
      broker.with(gate -> gate.setMode("REPORT_ONLY")).start();

      assertThat(of(broker.view(), "refuse-unvetted-link")).hasSize(1);
    }
  }

  @Test
  void accessesAreThoseOfTheMapThatStandsNow() throws Exception {
    try (GatedBroker broker =
        GatedBroker.create()
            .withPlugin(new AuthorizationPlugin(Rights.ofOperators().map()))
            .started()) {
      PortcullisViewMBean view = broker.view();
      assertThat(view.getAccesses().containsKey(new Object[] {"queue://ORDERS", "users"}))
          .isFalse();

      Rights.replace(broker, Rights.ofOperators().users("queue://ORDERS", true, false).map());
      view.reload();

      CompositeData row = view.getAccesses().get(new Object[] {"queue://ORDERS", "users"});
      assertThat(List.of(row.get("read"), row.get("write"), row.get("admin")))
          .containsExactly(true, false, true);
      assertThat(view.getAccesses().containsKey(new Object[] {"temporary destinations", "users"}))
          .isTrue();
    }
  }

  /** A map that answers nobody would keep the broker's own test client out, so it comes later. */
  @Test
  void aDirectoryThatDoesNotAnswerIsAViolationAndNoMatrix() throws Exception {
    try (GatedBroker broker =
        GatedBroker.create()
            .withPlugin(new AuthorizationPlugin(Rights.ofOperators().map()))
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .started()) {
      PortcullisViewMBean view = broker.view();
      Rights.replace(broker, directory());

      assertThat(of(view, "require-system-group"))
          .singleElement()
          .asString()
          .startsWith(
              "reported authorization map: its directory ldap://127.0.0.1:1 cannot be asked (");
      assertThatThrownBy(view::getAccesses)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Accesses: its directory ldap://127.0.0.1:1 cannot be asked (");
    }
  }

  private static LDAPAuthorizationMap directory() {
    LDAPAuthorizationMap map = new LDAPAuthorizationMap();
    map.setConnectionURL("ldap://127.0.0.1:1");
    map.setConnectionUsername("cn=mqbroker");
    map.setConnectionPassword("unused");
    return map;
  }

  private static List<String> of(PortcullisViewMBean view, String rule) {
    return rows(view.getViolations()).stream()
        .filter(row -> row.get("rule").equals(rule))
        .map(
            row ->
                "%s %s: %s".formatted(row.get("disposition"), row.get("where"), row.get("found")))
        .toList();
  }

  private static List<CompositeData> rows(TabularData table) {
    return table.values().stream().map(CompositeData.class::cast).toList();
  }
}
