package io.portcullis.gate;

import io.portcullis.policy.ConfigurationException;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.BeanInitializationException;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Looks at a broker when Spring has made it and has not started it yet. A standby is judged then,
 * and not when it takes over; a port of JMX that would be refused is not opened first; and a
 * refusal is an error of the file that Spring reads, whatever the broker does when it stops.
 */
public final class PreStartCheck implements BeanPostProcessor {

  /** Refuses a broker, or not. */
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
