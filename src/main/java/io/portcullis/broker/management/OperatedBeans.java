package io.portcullis.broker.management;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.enforce.Enforcer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.jmx.AnnotatedMBean;
import org.apache.activemq.broker.jmx.BrokerMBeanSupport;
import org.apache.activemq.broker.jmx.JmsConnectorView;
import org.apache.activemq.broker.jmx.JobSchedulerView;
import org.apache.activemq.broker.jmx.ManagementContext;
import org.apache.activemq.broker.jmx.NetworkConnectorView;
import org.apache.activemq.broker.jmx.ProxyConnectorView;
import org.apache.activemq.broker.scheduler.SchedulerBroker;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.network.jms.JmsConnector;
import org.apache.activemq.proxy.ProxyConnector;

/**
 * Records what operators do with ActiveMQ's MBeans through a JMX connector, Jolokia or code. The
 * broker registers its MBeans with a server that wraps each in an {@link OperatedBean}.
 */
public final class OperatedBeans {

  private OperatedBeans() {}

  /** Starts to record what operators do with the broker behind these filters. */
  public static void see(Broker chain, Enforcer enforcer) {
    BrokerService service = chain.getBrokerService();
    if (!service.isUseJmx()) {
      return;
    }
    ManagementContext context = service.getManagementContext();
    MBeanServer server = context.getMBeanServer();
    if (server == null) {
      return;
    }
    MBeanServer own = Registrar.of(server).map(seen -> seen.own).orElse(server);
    context.setMBeanServer(
        (MBeanServer)
            Proxy.newProxyInstance(
                OperatedBeans.class.getClassLoader(),
                new Class<?>[] {MBeanServer.class},
                new Registrar(own, enforcer)));
    try {
      registerAgain(chain, service, context);
    } catch (Exception e) {
      throw new IllegalStateException("the broker's MBeans cannot be registered again", e);
    }
  }

  /** Restores the broker's own server when the broker stops. */
  public static void forget(BrokerService service) {
    if (service.isUseJmx()) {
      ManagementContext context = service.getManagementContext();
      Registrar.of(context.getMBeanServer()).ifPresent(seen -> context.setMBeanServer(seen.own));
    }
  }

  /**
   * Registers MBeans again that exist before any plugin. Those of its health and its store also
   * exist, but they only show.
   */
  private static void registerAgain(Broker chain, BrokerService service, ManagementContext context)
      throws Exception {
    ObjectName broker = service.getBrokerObjectName();
    registerAgain(context, broker, service.getAdminView());
    for (NetworkConnector connector : service.getNetworkConnectors()) {
      registerAgain(
          context,
          service.createNetworkConnectorObjectName(connector),
          new NetworkConnectorView(connector));
    }
    for (ProxyConnector connector : service.getProxyConnectors()) {
      registerAgain(
          context,
          BrokerMBeanSupport.createNetworkConnectorName(
              broker, "proxyConnectors", connector.getName()),
          new ProxyConnectorView(connector));
    }
    JmsConnector[] bridges = service.getJmsBridgeConnectors();
    for (JmsConnector bridge : bridges == null ? new JmsConnector[0] : bridges) {
      registerAgain(
          context,
          BrokerMBeanSupport.createNetworkConnectorName(broker, "jmsConnectors", bridge.getName()),
          new JmsConnectorView(bridge));
    }
    SchedulerBroker scheduler = (SchedulerBroker) chain.getAdaptor(SchedulerBroker.class);
    if (scheduler != null) {
      registerAgain(
          context,
          BrokerMBeanSupport.createJobSchedulerServiceName(broker),
          new JobSchedulerView(scheduler.getJobScheduler()));
    }
  }

  private static void registerAgain(ManagementContext context, ObjectName name, Object view)
      throws Exception {
    if (context.getMBeanServer().isRegistered(name)) {
      context.unregisterMBean(name);
      AnnotatedMBean.registerMBean(context, view, name);
    }
  }

  /** An MBean server that wraps the MBeans it registers and forwards all other calls. */
  private static final class Registrar implements InvocationHandler {

    /** The server that has them. */
    private final MBeanServer own;

    private final Enforcer enforcer;

    Registrar(MBeanServer own, Enforcer enforcer) {
      this.own = own;
      this.enforcer = enforcer;
    }

    static Optional<Registrar> of(MBeanServer serverOrNull) {
      return serverOrNull != null
              && Proxy.isProxyClass(serverOrNull.getClass())
              && Proxy.getInvocationHandler(serverOrNull) instanceof Registrar seen
          ? Optional.of(seen)
          : Optional.empty();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] argumentsOrNull) throws Throwable {
      if (method.getName().equals("registerMBean")
          && argumentsOrNull[0] instanceof AnnotatedMBean bean) {
        return register(bean, (ObjectName) argumentsOrNull[1]);
      }
      try {
        return method.invoke(own, argumentsOrNull);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private Object register(AnnotatedMBean bean, ObjectName name) throws JMException {
      carryOperators(bean);
      return own.registerMBean(new OperatedBean(bean, name, enforcer), name);
    }

    /** Carries operators into the threads in which ActiveMQ runs operations with a timeout. */
    private static void carryOperators(AnnotatedMBean bean) {
      if (ActiveMqInternals.MBEAN_THREADS.isOf(bean)
          && ActiveMqInternals.MBEAN_THREADS.get(bean) instanceof ExecutorService threads) {
        try {
          ActiveMqInternals.MBEAN_THREADS.set(bean, new OperatorThreads(threads));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("the field was there when it was read", e);
        }
      }
    }
  }
}
