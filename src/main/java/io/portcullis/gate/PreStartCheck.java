package io.portcullis.gate;

import io.portcullis.policy.ConfigurationException;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.BeanCreationException;
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
        throw RefusedStart.of(name, e);
      }
    }
    return bean;
  }

  /**
   * Tells Spring that a broker must not start. It bears the broker's bean name, so Spring passes it
   * on as it is. It has no stack trace: the reasons are in the configuration and not in the code.
   *
   * <p>Its cause names every reason. If ActiveMQ's launcher starts the broker, it has no cause, and
   * the log names them at its end.
   */
  private static final class RefusedStart extends BeanCreationException {

    private static final long serialVersionUID = 1L;

    private RefusedStart(String bean, String message) {
      super(bean, message);
    }

    /** Refuses the broker of this bean name. */
    static RefusedStart of(String bean, ConfigurationException refusal) {
      if (OperatorLog.sayAtTheEnd(refusal)) {
        return new RefusedStart(bean, OperatorLog.pointer(refusal));
      }
      RefusedStart refused = new RefusedStart(bean, refusal.summary());
      refused.initCause(refusal);
      return refused;
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
