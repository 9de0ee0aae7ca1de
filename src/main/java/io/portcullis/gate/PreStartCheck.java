package io.portcullis.gate;

import io.portcullis.policy.ConfigurationException;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.BeanInitializationException;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Judges a broker after Spring created it and before it starts.
 *
 * <ul>
 *   <li>It judges a standby when the standby starts, not when it takes over.
 *   <li>It refuses before a JMX port opens.
 *   <li>Its refusal is an error of the file that Spring reads, whatever the broker does when it
 *       stops.
 * </ul>
 */
public final class PreStartCheck implements BeanPostProcessor {

  /** Refuses a broker by throwing. */
  @FunctionalInterface
  public interface Judge {
    void judge(BrokerService service) throws ConfigurationException;
  }

  private final Judge judge;

  public PreStartCheck(Judge judge) {
    this.judge = judge;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof BrokerService service) {
      try {
        judge.judge(service);
      } catch (ConfigurationException e) {
        throw new BeanInitializationException(e.summary(), e);
      }
    }
    return bean;
  }
}
