package io.portcullis.gate;

import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import java.io.IOException;
import java.util.List;
import org.apache.activemq.broker.BrokerService;

/** The place that the gate's configuration comes from. */
public interface PolicySource {

  /**
   * Reads the operator's current configuration.
   *
   * @throws IOException if it cannot be read; the message says why
   * @throws ConfigurationException with everything that is wrong with the properties
   */
  Policy read(BrokerService service) throws IOException, ConfigurationException;

  /** Tells why the broker could not load its keys with the current configuration, a line each. */
  List<String> keyFaults(BrokerService service);
}
