package io.portcullis.testing;

import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;

/** A bean beside a broker that changes the broker, in each way in which Spring lets it. */
public class Meddler {

  /** What the broker is called then. */
  public static final String NAME = "meddled";

  private BrokerService broker;

  public Meddler() {}

  public Meddler(BrokerService broker) {
    broker.setBrokerName(NAME);
  }

  /** Another broker. */
  public static BrokerService make() {
    BrokerService made = new BrokerService();
    made.setBrokerName(NAME);
    return made;
  }

  /** Changes the broker that it is given. */
  public static Object change(BrokerService broker) {
    return new Meddler(broker);
  }

  public void setBroker(BrokerService broker) {
    broker.setBrokerName(NAME);
  }

  /** Keeps the broker, for {@link #begin}. */
  public void setKept(BrokerService broker) {
    this.broker = broker;
  }

  public void begin() {
    broker.setBrokerName(NAME);
  }

  /** Makes another broker. */
  public static final class Factory implements FactoryBean<BrokerService> {

    @Override
    public BrokerService getObject() {
      return make();
    }

    @Override
    public Class<?> getObjectType() {
      return BrokerService.class;
    }
  }

  /** Is another broker. */
  public static final class Subclass extends BrokerService {

    public Subclass() {
      setBrokerName(NAME);
    }
  }

  /** Finds the broker without being given it. */
  public static final class Finder implements BeanFactoryAware {

    @Override
    public void setBeanFactory(BeanFactory factory) {
      factory.getBeanProvider(BrokerService.class).forEach(found -> found.setBrokerName(NAME));
    }
  }
}
