package io.portcullis.broker.jmx;

import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.broker.rights.RightsExplainer;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.FailedHandshakes;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.login.LoginThrottle;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageJson;
import java.util.List;
import java.util.function.Supplier;
import javax.management.DynamicMBean;
import javax.management.MalformedObjectNameException;
import javax.management.NotCompliantMBeanException;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.util.JMXSupport;

/** The MBean of the gate. */
public final class PortcullisView implements PortcullisViewMBean {

  /** Reloads the configuration and the users. */
  @FunctionalInterface
  public interface Reloading {
    /** Reloads, and returns what needs a restart, a line each. */
    List<String> now() throws ConfigurationException;
  }

  /** What the gate has counted since it was made. */
  public static final class Statistics {

    private final Counters counters;
    private final Senders senders;
    private final WaiverUse waivers;
    private final LoginThrottle failedLogins;
    private final FailedHandshakes handshakes;

    /** Counted by these. */
    public Statistics(
        Counters counters,
        Senders senders,
        WaiverUse waivers,
        LoginThrottle failedLogins,
        FailedHandshakes handshakes) {
      this.counters = counters;
      this.senders = senders;
      this.waivers = waivers;
      this.failedLogins = failedLogins;
      this.handshakes = handshakes;
    }
  }

  private final Enforcer enforcer;
  private final Statistics statistics;
  private final LiveLogins present;
  private final BrokerTables broker;
  private final Supplier<Observation> usage;
  private final RightsExplainer rights;
  private final Reloading reload;

  /** Shows these parts of the gate. */
  public PortcullisView(
      Enforcer enforcer,
      Statistics statistics,
      LiveLogins present,
      BrokerTables broker,
      Supplier<Observation> usage,
      RightsExplainer rights,
      Reloading reload) {
    this.enforcer = enforcer;
    this.statistics = statistics;
    this.present = present;
    this.broker = broker;
    this.usage = usage;
    this.rights = rights;
    this.reload = reload;
  }

  /** The MBean's name, beside the broker's. */
  public static ObjectName name(BrokerService service) {
    return name(service, "Portcullis");
  }

  /** The name of the MBean for metrics. */
  public static ObjectName metricsName(BrokerService service) {
    return name(service, "PortcullisMetrics");
  }

  private static ObjectName name(BrokerService service, String mbean) {
    String broker = JMXSupport.encodeObjectNamePart(service.getBrokerName());
    try {
      return new ObjectName(
          "%s:type=Broker,brokerName=%s,service=%s"
              .formatted(service.getManagementContext().getJmxDomainName(), broker, mbean));
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException("ActiveMQ encoded the name " + broker, e);
    }
  }

  /** Returns the MBean to register for metrics: counters, violations and certificates alone. */
  public DynamicMBean metrics() {
    return new MetricsMBean(described());
  }

  /** Returns the MBean to register, which describes itself to JMX clients. */
  public DynamicMBean described() {
    try {
      return new DescribedMBean(this);
    } catch (NotCompliantMBeanException e) {
      throw new IllegalStateException("the MBean's own interface", e);
    }
  }

  @Override
  public String getMode() {
    return enforcer.now().policy().mode().name();
  }

  @Override
  public long getRefusedCount() {
    return statistics.counters.refused();
  }

  @Override
  public long getReportedCount() {
    return statistics.counters.reported();
  }

  @Override
  public long getWaivedCount() {
    return statistics.counters.waived();
  }

  @Override
  public long getAcceptedBodyCount() {
    return statistics.counters.acceptedBodies();
  }

  @Override
  public long getFailedHandshakeCount() {
    return statistics.handshakes.count();
  }

  @Override
  public TabularData getViolations() {
    return broker.violations();
  }

  @Override
  public TabularData getRules() {
    return broker.rules();
  }

  @Override
  public TabularData getEnforcement() {
    return RulesTable.enforcement(enforcer.now().enforcement());
  }

  @Override
  public TabularData getSenders() {
    return SendersTable.of(statistics.senders.all());
  }

  @Override
  public TabularData getWaivers() {
    return WaiversTable.of(statistics.waivers.all());
  }

  @Override
  public TabularData getFailedLogins() {
    return FailedLoginsTable.of(statistics.failedLogins.all());
  }

  @Override
  public TabularData getAccesses() {
    return broker.accesses();
  }

  @Override
  public TabularData getUses() {
    return UsageTables.uses(usage.get());
  }

  @Override
  public TabularData getKeys() {
    return UsageTables.keys(usage.get());
  }

  @Override
  public String usage() {
    return UsageJson.text(usage.get());
  }

  @Override
  public TabularData getConnections() {
    return ConnectionsTable.of(present.connections());
  }

  @Override
  public TabularData getConnectors() {
    return broker.connectors();
  }

  @Override
  public TabularData getCertificates() {
    return broker.certificates();
  }

  @Override
  public String[] explain(String user, String operation, String destination) {
    return rights
        .explain(text(user), text(operation), text(destination))
        .lines()
        .toArray(new String[0]);
  }

  /** Returns a text. A JMX client may omit an argument. */
  private static String text(String textOrNull) {
    return textOrNull == null ? "" : textOrNull;
  }

  /** Reloads. A JMX client may not have the gate's own exception class. */
  @Override
  public String[] reload() {
    try {
      return reload.now().toArray(new String[0]);
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException(e.getMessage());
    } finally {
      broker.forget();
    }
  }
}
