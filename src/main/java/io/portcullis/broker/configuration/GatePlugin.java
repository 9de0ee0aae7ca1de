package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import org.apache.activemq.broker.BrokerPlugin;

/** The gate's plugin, as seen by commands that read an {@code activemq.xml}. */
public interface GatePlugin extends BrokerPlugin {

  /**
   * Returns the operator's policy.
   *
   * @throws ConfigurationException with every error in the properties
   */
  Policy policy() throws ConfigurationException;

  /** Returns what the Spring context defines beside the broker, if it is known. */
  SpringContextView surroundings();
}
