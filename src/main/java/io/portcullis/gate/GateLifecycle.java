package io.portcullis.gate;

import io.portcullis.broker.connector.ConnectorGates;
import io.portcullis.broker.jmx.PortcullisView;
import io.portcullis.broker.management.OperatedBeans;
import io.portcullis.broker.observation.UsageWatch;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.enforce.IndependentSteps;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.jmx.ManagementContext;

/**
 * Starts and stops the parts of the gate that run beside the broker: the MBeans and the watches.
 */
final class GateLifecycle {

  private final PortcullisView view;
  private final LoginGate logins;
  private final LiveRights rights;
  private final HourlyWatch hourly;
  private final ConfigurationWatch configuration;
  private final ConfigurationWatch keys;
  private final UsageWatch usage;
  private final ConnectorGates connectors;

  GateLifecycle(
      PortcullisView view,
      LoginGate logins,
      LiveRights rights,
      HourlyWatch hourly,
      ConfigurationWatch configuration,
      ConfigurationWatch keys,
      UsageWatch usage,
      ConnectorGates connectors) {
    this.view = view;
    this.logins = logins;
    this.rights = rights;
    this.hourly = hourly;
    this.configuration = configuration;
    this.keys = keys;
    this.usage = usage;
    this.connectors = connectors;
  }

  /** Starts them, after the broker has started. */
  void start(BrokerService service) throws Exception {
    if (service.isUseJmx()) {
      ManagementContext jmx = service.getManagementContext();
      jmx.registerMBean(view.described(), PortcullisView.name(service));
      jmx.registerMBean(view.metrics(), PortcullisView.metricsName(service));
    }
    rights.start();
    logins.open();
    hourly.start();
    configuration.start();
    keys.start();
    usage.start();
  }

  /** The broker behind the gate is about to stop. */
  void stop(BrokerService service) throws Exception {
    OperatedBeans.forget(service);
    IndependentSteps.steps(
        logins::close, usage::stop, rights::stop, hourly::stop, configuration::stop, keys::stop);
    if (service.isUseJmx()) {
      ManagementContext jmx = service.getManagementContext();
      jmx.unregisterMBean(PortcullisView.name(service));
      jmx.unregisterMBean(PortcullisView.metricsName(service));
    }
  }

  /** A connector starts, and has not accepted anybody yet. */
  void connectorStarts() {
    connectors.guardAgain();
  }
}
