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
import java.util.List;
import javax.management.MalformedObjectNameException;
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

  private final Enforcer enforcer;
  private final Counters counters;
  private final Senders senders;
  private final WaiverUse waivers;
  private final LoginThrottle failedLogins;
  private final FailedHandshakes handshakes;
  private final LiveLogins present;
  private final BrokerTables broker;
  private final ConnectorTables connectors;
  private final RightsExplainer rights;
  private final Reloading reload;

  /** Shows these parts of the gate. */
  public PortcullisView(
      Enforcer enforcer,
      Counters counters,
      Senders senders,
      WaiverUse waivers,
      LoginThrottle failedLogins,
      FailedHandshakes handshakes,
      LiveLogins present,
      BrokerTables broker,
      ConnectorTables connectors,
      RightsExplainer rights,
      Reloading reload) {
    this.enforcer = enforcer;
    this.counters = counters;
    this.senders = senders;
    this.waivers = waivers;
    this.failedLogins = failedLogins;
    this.handshakes = handshakes;
    this.present = present;
    this.broker = broker;
    this.connectors = connectors;
    this.rights = rights;
    this.reload = reload;
  }

  /** The MBean's name, beside the broker's. */
  public static ObjectName name(BrokerService service) {
    String broker = JMXSupport.encodeObjectNamePart(service.getBrokerName());
    try {
      return new ObjectName(
          "%s:type=Broker,brokerName=%s,service=Portcullis"
              .formatted(service.getManagementContext().getJmxDomainName(), broker));
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException("ActiveMQ encoded the name " + broker, e);
    }
  }

  @Override
  public String getMode() {
    return enforcer.now().policy().mode().name();
  }

  @Override
  public long getRefusedCount() {
    return counters.refused();
  }

  @Override
  public long getReportedCount() {
    return counters.reported();
  }

  @Override
  public long getWaivedCount() {
    return counters.waived();
  }

  @Override
  public long getAcceptedBodyCount() {
    return counters.acceptedBodies();
  }

  @Override
  public long getFailedHandshakeCount() {
    return handshakes.count();
  }

  @Override
  public TabularData getViolations() {
    return broker.violations();
  }

  @Override
  public TabularData getSenders() {
    return SendersTable.of(senders.all());
  }

  @Override
  public TabularData getWaivers() {
    return WaiversTable.of(waivers.all());
  }

  @Override
  public TabularData getFailedLogins() {
    return FailedLoginsTable.of(failedLogins.all());
  }

  @Override
  public TabularData getAccesses() {
    return broker.accesses();
  }

  @Override
  public TabularData getConnections() {
    return ConnectionsTable.of(present.connections());
  }

  @Override
  public TabularData getConnectors() {
    return connectors.connectors();
  }

  @Override
  public TabularData getCertificates() {
    return connectors.certificates();
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
      connectors.forget();
    }
  }
}
