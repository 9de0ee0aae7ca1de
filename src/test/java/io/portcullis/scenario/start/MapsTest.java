package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.filter.DestinationMap;
import org.apache.activemq.filter.DestinationMapEntry;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SimpleAuthorizationMap;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;
import org.apache.activemq.security.XBeanAuthorizationEntry;
import org.apache.activemq.security.XBeanAuthorizationMap;
import org.apache.activemq.shiro.ShiroPlugin;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of map that ActiveMQ has is judged alike; those in a directory are in LdapIT. */
class MapsTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final List<ActiveMQDestination> EVERYTHING =
      List.of(OpenWire.destination("queue://>"), OpenWire.destination("topic://>"));

  static Stream<Named<Function<List<String>, AuthorizationMap>>> kinds() {
    return Stream.of(
        Named.of("DefaultAuthorizationMap", MapsTest::defaultMap),
        Named.of("XBeanAuthorizationMap", MapsTest::xbeanMap),
        Named.of("SimpleAuthorizationMap", MapsTest::simpleMap));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void withTheSystemGroupItStarts(Function<List<String>, AuthorizationMap> kind) throws Exception {
    AuthorizationMap map = kind.apply(List.of("admins", "activemq-webconsole"));
    try (GatedBroker broker =
            GatedBroker.create().withPlugin(new AuthorizationPlugin(map)).started();
        OpenWire console = OpenWire.inVm(broker, "console");
        OpenWire user = OpenWire.inVm(broker, "user")) {
      console.send("ORDERS", ENCRYPTED);

      assertThat(OpenWire.receive(console.consumer("ORDERS"))).isEqualTo(ENCRYPTED);
      assertThatThrownBy(() -> user.send("ORDERS", ENCRYPTED))
          .hasMessageContaining("not authorized to write to: queue://ORDERS");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void withoutItDoesNot(Function<List<String>, AuthorizationMap> kind) {
    AuthorizationMap map = kind.apply(List.of("admins"));

    assertThat(GatedBroker.create().withPlugin(new AuthorizationPlugin(map)).problems())
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).startsWith("[require-system-group]"));
  }

  /** ActiveMQ takes somebody without groups for one of them from 6.3 on. */
  @Test
  void whoeverShowsNoGroupIsNotOneOfEverybody() throws Exception {
    DefaultAuthorizationMap map =
        (DefaultAuthorizationMap) defaultMap(List.of("admins", "activemq-webconsole"));
    AuthorizationEntry orders = new AuthorizationEntry();
    orders.setQueue("ORDERS");
    orders.setWrite("*");
    map.put(orders.getDestination(), orders);
    try (GatedBroker broker =
            GatedBroker.create().withPlugin(new AuthorizationPlugin(map)).started();
        OpenWire admin = OpenWire.inVm(broker, "admin");
        OpenWire user = OpenWire.inVm(broker, "user");
        OpenWire nobody = OpenWire.inVm(broker, "nobody")) {
      admin.send("ORDERS", ENCRYPTED); // Which creates its advisories, too.

      user.send("ORDERS", ENCRYPTED);

      assertThatThrownBy(() -> nobody.send("ORDERS", ENCRYPTED))
          .hasMessageContaining("not authorized to write to: queue://ORDERS");
    }
  }

  /** Otherwise whoever may write to one level, *, writes to all of them, A/B/C. */
  @Test
  void aSeparatorThatIsTranslatedBehindTheMapIsRefused() {
    AuthorizationPlugin rights =
        new AuthorizationPlugin(defaultMap(List.of("admins", "activemq-webconsole")));
    GatedBroker broker =
        GatedBroker.create()
            .withOnly(GatedBroker.users(), new DestinationPathSeparatorBroker(), rights);

    assertThat(broker.problems())
        .containsExactly(
            ("[require-authorization] broker \"%s\": destinationPathSeparatorPlugin acts behind the"
                    + " authorization plugin, which is asked for rights on names that are not"
                    + " translated yet; list it after <authorizationPlugin>")
                .formatted(broker.getBrokerName()));
  }

  @Test
  void aSeparatorThatIsTranslatedBeforeTheMapIsFine() throws Exception {
    AuthorizationPlugin rights =
        new AuthorizationPlugin(defaultMap(List.of("admins", "activemq-webconsole")));
    try (GatedBroker broker =
            GatedBroker.create()
                .withOnly(GatedBroker.users(), rights, new DestinationPathSeparatorBroker())
                .started();
        OpenWire admin = OpenWire.inVm(broker, "admin")) {
      admin.send("A/B", ENCRYPTED);

      assertThat(OpenWire.receive(admin.consumer("A.B"))).isEqualTo(ENCRYPTED);
    }
  }

  @Test
  void theDefaultMapKnowsNamesThatAreTranslatedBehindIt() throws Exception {
    try (GatedBroker broker =
            GatedBroker.create().withPlugin(new DestinationPathSeparatorBroker()).started();
        OpenWire user = OpenWire.inVm(broker, "user")) {
      assertThatThrownBy(() -> user.consumer("topic://ActiveMQ/Advisory/Connection"))
          .hasMessageContaining("not authorized to read from");
      if (Line.clientsCreateAdvisories()) {
        user.create("topic://ActiveMQ/Advisory/New");
      } else {
        assertThatThrownBy(() -> user.create("topic://ActiveMQ/Advisory/New"))
            .hasMessageContaining("not authorized to create");
      }
    }
  }

  @Test
  void besideShiroNoMapCanBeUsed() {
    GatedBroker broker = GatedBroker.create().withOnly(shiro());

    assertThat(broker.problems())
        .containsExactly(
            ("[require-authorization] broker \"%s\": no authorization map is configured, and the"
                    + " default one is of no use beside Shiro's plugin, whose logins show no groups;"
                    + " log in with another plugin, or let this rule only report, so that Shiro's own"
                    + " rights are all there is")
                .formatted(broker.getBrokerName()));
  }

  @Test
  void whereItOnlyReportsShirosOwnRightsHold() throws Exception {
    try (GatedBroker broker =
            GatedBroker.create()
                .withOnly(shiro())
                .with(gate -> gate.setReportOnly("require-authorization"))
                .started();
        OpenWire admin = OpenWire.inVm(broker, "admin");
        OpenWire user = OpenWire.inVm(broker, "user")) {
      admin.send("ORDERS", ENCRYPTED);

      assertThat(OpenWire.receive(user.consumer("ORDERS"))).isEqualTo(ENCRYPTED);
      try (AuditLines audit = AuditLines.capture()) {
        assertThatThrownBy(() -> user.send("ORDERS", ENCRYPTED))
            .hasMessageContaining("not authorized to write to");
        assertThatThrownBy(() -> user.remove("queue://ORDERS"))
            .hasMessageContaining("not authorized to remove");
        assertThat(audit.lines())
            .extracting(line -> AuditLines.field(line, "code"))
            .contains("refused-by-broker");
        assertThat(broker.view().getRefusedCount()).isEqualTo(2);
      }
      assertThatThrownBy(() -> admin.send("ORDERS", new byte[] {1}))
          .hasMessageStartingWith("[require-encrypted-body]");
    }
  }

  private static ShiroPlugin shiro() {
    ShiroPlugin shiro = new ShiroPlugin();
    shiro.setIniConfig(
        """
        [users]
        admin = %1$s, admins
        user = %1$s, users
        [roles]
        admins = *
        users = topic:ActiveMQ.Advisory.*:*, queue:ORDERS:read
        """
            .formatted(GatedBroker.PASSWORD));
    return shiro;
  }

  private static AuthorizationMap defaultMap(List<String> groups) {
    DefaultAuthorizationMap map = new DefaultAuthorizationMap();
    for (ActiveMQDestination destination : EVERYTHING) {
      map.put(destination, entry(new AuthorizationEntry(), destination, groups));
    }
    map.setTempDestinationAuthorizationEntry(temporary(groups));
    return map;
  }

  @SuppressWarnings("rawtypes") // as ActiveMQ has it
  private static AuthorizationMap xbeanMap(List<String> groups) {
    XBeanAuthorizationMap map = new XBeanAuthorizationMap();
    map.setTempDestinationAuthorizationEntry(temporary(groups));
    List<DestinationMapEntry> entries =
        EVERYTHING.stream()
            .<DestinationMapEntry>map(
                destination -> entry(new XBeanAuthorizationEntry(), destination, groups))
            .toList();
    map.setAuthorizationEntries(entries);
    try {
      map.afterPropertiesSet();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return map;
  }

  private static AuthorizationMap simpleMap(List<String> groups) {
    DestinationMap rights = new DestinationMap();
    for (ActiveMQDestination destination : EVERYTHING) {
      groups.forEach(group -> rights.put(destination, new GroupPrincipal(group)));
    }
    SimpleAuthorizationMap map = new SimpleAuthorizationMap(rights, rights, rights);
    map.setTempDestinationAuthorizationEntry(temporary(groups));
    return map;
  }

  private static AuthorizationEntry entry(
      AuthorizationEntry entry, ActiveMQDestination destination, List<String> groups) {
    String all = String.join(",", groups);
    try {
      entry.setDestination(destination);
      entry.setRead(all);
      entry.setWrite(all);
      entry.setAdmin(all);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return entry;
  }

  private static TempDestinationAuthorizationEntry temporary(List<String> groups) {
    TempDestinationAuthorizationEntry entry = new TempDestinationAuthorizationEntry();
    entry(entry, OpenWire.destination("queue://unused"), groups);
    return entry;
  }
}
