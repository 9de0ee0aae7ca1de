package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.jmx.PortcullisView;
import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.rule.Rules;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.api.Test;

/** What the gate's MBean says of itself and of the rules, over real JMX. */
class MBeanTest {

  private static final String EVERYTHING = "admins,activemq-webconsole";

  private static MBeanInfo info(GatedBroker broker) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .getMBeanInfo(PortcullisView.name(broker.getBrokerService()));
  }

  /** Default texts repeat a name, or are {@code Attribute exposed for management} and its like. */
  @Test
  void everyAttributeOperationAndParameterIsNamedAndDescribed() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started()) {
      MBeanInfo info = info(broker);
      List<MBeanFeatureInfo> features =
          Stream.of(
                  Stream.of(info.getAttributes()),
                  Stream.of(info.getOperations()),
                  Stream.of(info.getOperations()).flatMap(each -> Stream.of(each.getSignature())))
              .flatMap(each -> each.map(MBeanFeatureInfo.class::cast))
              .toList();

      assertThat(features).hasSizeGreaterThan(20);
      for (MBeanFeatureInfo feature : features) {
        assertThat(feature.getName()).isNotBlank().doesNotMatch("p\\d+|arg\\d+");
        assertThat(feature.getDescription())
            .as(feature.getName())
            .endsWith(".")
            .contains(" ")
            .doesNotContain("exposed for management")
            .isNotEqualTo(feature.getName());
      }
      assertThat(features.stream().map(MBeanFeatureInfo::getDescription)).doesNotHaveDuplicates();
      assertThat(info.getDescription()).startsWith("Portcullis, ");
      assertThat(parameters(info, "explain")).containsExactly("user", "operation", "destination");
    }
  }

  private static List<String> parameters(MBeanInfo info, String operation) {
    return Stream.of(info.getOperations())
        .filter(each -> each.getName().equals(operation))
        .map(MBeanOperationInfo::getSignature)
        .flatMap(Stream::of)
        .map(MBeanFeatureInfo::getName)
        .toList();
  }

  /** The manual's table of attributes is complete. */
  /** A scraper asks for every attribute, whatever the broker's name. */
  @Test
  void metricsHaveNoTablesOfClientsAndNoOperations() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started()) {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName metrics = PortcullisView.metricsName(broker.getBrokerService());
      MBeanInfo info = server.getMBeanInfo(metrics);

      assertThat(info.getAttributes())
          .extracting(MBeanFeatureInfo::getName)
          .containsExactlyInAnyOrder(
              "RefusedCount",
              "ReportedCount",
              "WaivedCount",
              "AcceptedBodyCount",
              "FailedHandshakeCount",
              "Violations",
              "Certificates");
      assertThat(info.getOperations()).isEmpty();
      assertThat(server.getAttribute(metrics, "RefusedCount")).isEqualTo(0L);
      assertThat(server.getAttributes(metrics, new String[] {"RefusedCount", "Senders"}))
          .hasSize(1);
      assertThatThrownBy(() -> server.getAttribute(metrics, "Senders"))
          .isInstanceOf(AttributeNotFoundException.class);
      assertThatThrownBy(() -> server.setAttribute(metrics, new Attribute("RefusedCount", 1L)))
          .isInstanceOf(AttributeNotFoundException.class);
      assertThat(server.setAttributes(metrics, new AttributeList())).isEmpty();
      assertThatThrownBy(() -> server.invoke(metrics, "reload", null, null))
          .isInstanceOf(ReflectionException.class);

      broker.stop();
      assertThat(server.isRegistered(metrics)).isFalse();
    }
  }

  @Test
  void theManualNamesEveryAttribute() throws Exception {
    String manual = Files.readString(Path.of("src/site/markdown/operating.md"));
    try (GatedBroker broker = GatedBroker.create().started()) {
      assertThat(info(broker).getAttributes())
          .allSatisfy(
              attribute -> assertThat(manual).contains("`%s`".formatted(attribute.getName())));
    }
  }

  @Test
  void everyRuleHasOneOfTheSevenStates() throws Exception {
    Rights incomplete =
        Rights.ofNobody()
            .add("queue://>", "admins", "admins", "admins")
            .add("topic://>", EVERYTHING, EVERYTHING, EVERYTHING);
    try (GatedBroker broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(incomplete.map()))
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .started()) {
      PortcullisViewMBean view = broker.view();

      TabularData rules = view.getRules();

      Set<String> ids = new HashSet<>();
      rows(rules).forEach(row -> ids.add((String) row.get("rule")));
      assertThat(ids).isEqualTo(Rules.ids());
      assertThat(state(rules, "require-system-group")).isEqualTo("reported");
      assertThat((String) row(rules, "require-system-group").get("why"))
          .startsWith("authorization map: group \"activemq-webconsole\" may not ")
          .endsWith(" more");
      assertThat(state(rules, "require-client-certificate")).isEqualTo("not required");
      assertThat(state(rules, "require-tls")).isEqualTo("passed");
      assertThat(row(rules, "require-tls").get("why")).isEqualTo("");
      assertThat((String) row(rules, "require-tls").get("demands")).startsWith("TLS on every ");
      assertThat(rows(rules))
          .allSatisfy(
              row ->
                  assertThat(row.get("state"))
                      .isIn(
                          "passed",
                          "refused",
                          "reported",
                          "waived",
                          "not required",
                          "nothing to judge",
                          "not checked"));
      assertThat(rows(rules))
          .allSatisfy(row -> assertThat((String) row.get("why")).hasSizeLessThanOrEqualTo(500));
    }
  }

  @Test
  void withoutAConnectorThereIsNothingToJudge() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started()) {
      assertThat(state(broker.view().getRules(), "require-modern-tls"))
          .isEqualTo("nothing to judge");
    }
  }

  @Test
  void whatDecidesWhetherARuleRefusesIsShown() throws Exception {
    try (GatedBroker broker =
        GatedBroker.create()
            .with(gate -> gate.setReportOnly("require-tls"))
            .with(gate -> gate.setEnforce("guard-advisories"))
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .started()) {
      assertThat(enforcement(broker, "require-tls")).isEqualTo("false reportOnly");
      assertThat(enforcement(broker, "guard-advisories")).isEqualTo("true enforce");
      assertThat(enforcement(broker, "require-authorization")).isEqualTo("false mode");
      assertThat(enforcement(broker, "refuse-root")).isEqualTo("false mode");
    }
  }

  private static String enforcement(GatedBroker broker, String rule) throws Exception {
    CompositeData row = row(broker.view().getEnforcement(), rule);
    return row.get("refuses") + " " + row.get("because");
  }

  private static Object state(TabularData rules, String rule) {
    return row(rules, rule).get("state");
  }

  private static CompositeData row(TabularData table, String rule) {
    return table.get(new Object[] {rule});
  }

  @SuppressWarnings("unchecked")
  private static Collection<CompositeData> rows(TabularData table) {
    return (Collection<CompositeData>) table.values();
  }
}
