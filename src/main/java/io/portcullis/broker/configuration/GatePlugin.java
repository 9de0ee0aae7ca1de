package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import org.apache.activemq.broker.BrokerPlugin;

/** The gate's plugin, as seen by commands that read an {@code activemq.xml}. */
public interface GatePlugin extends BrokerPlugin {

  /**
   * What the operator asked for.
   *
   * @throws ConfigurationException with everything that is wrong with the properties
   */
  Policy policy() throws ConfigurationException;

  /** What stands beside the broker, where somebody can tell. */
  SpringContextView surroundings();
}
