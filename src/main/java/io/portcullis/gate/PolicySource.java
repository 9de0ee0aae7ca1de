package io.portcullis.gate;

import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import java.io.IOException;
import java.util.List;
import org.apache.activemq.broker.BrokerService;

/** The place that the gate's configuration comes from. */
public interface PolicySource {

  /**
   * Reads what the operator of a broker asks for now.
   *
   * @throws IOException if it cannot be read; the message says why
   * @throws ConfigurationException with everything that is wrong with the properties
   */
  Policy read(BrokerService service) throws IOException, ConfigurationException;

  /** Why the broker could not load its keys by what stands there now, a line each. */
  List<String> keyFaults(BrokerService service);
}
