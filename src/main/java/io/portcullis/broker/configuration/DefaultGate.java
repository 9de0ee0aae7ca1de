package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rules;
import org.apache.activemq.broker.Broker;

/** The gate with default settings, for a broker that has no gate. */
public final class DefaultGate implements GatePlugin {

  @Override
  public Policy policy() throws ConfigurationException {
    return Policy.builder().build(Rules.ids());
  }

  @Override
  public SpringContextView surroundings() {
    return SpringContextView.NONE;
  }

  @Override
  public Broker installPlugin(Broker broker) {
    throw new UnsupportedOperationException("there is no gate to install");
  }
}
