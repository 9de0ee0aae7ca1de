package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.jmx.AnnotatedMBean;
import org.apache.activemq.broker.jmx.ManagementContext;

/**
 * Sees what operators do with ActiveMQ's MBeans, whether they come through a JMX connector, Jolokia
 * or code: the broker registers its MBeans with a server that puts an {@link OperatedBean} in the
 * place of each.
 */
public final class OperatedBeans {

  private OperatedBeans() {}

  /** Sees what operators do from now on. */
  public static void see(BrokerService service, Enforcer enforcer) {
    if (!service.isUseJmx()) {
      return;
    }
    ManagementContext context = service.getManagementContext();
    MBeanServer server = context.getMBeanServer();
    if (server == null) {
      return;
    }
    MBeanServer own = Registrar.of(server).map(Registrar::own).orElse(server);
    context.setMBeanServer(
        (MBeanServer)
            Proxy.newProxyInstance(
                OperatedBeans.class.getClassLoader(),
                new Class<?>[] {MBeanServer.class},
                new Registrar(own, enforcer)));
    registerAgain(service, context);
  }

  /** The broker stops, and its server is what it was. */
  public static void forget(BrokerService service) {
    if (service.isUseJmx()) {
      ManagementContext context = service.getManagementContext();
      Registrar.of(context.getMBeanServer()).ifPresent(seen -> context.setMBeanServer(seen.own()));
    }
  }

  /** The broker's own MBean is there before any plugin is. */
  private static void registerAgain(BrokerService service, ManagementContext context) {
    try {
      ObjectName name = service.getBrokerObjectName();
      if (context.getMBeanServer().isRegistered(name)) {
        context.unregisterMBean(name);
        AnnotatedMBean.registerMBean(context, service.getAdminView(), name);
      }
    } catch (Exception e) {
      throw new IllegalStateException("the broker's MBean cannot be registered again", e);
    }
  }

  /**
   * Registers MBeans, and hands everything else on.
   *
   * @param own the server that has them
   */
  private record Registrar(MBeanServer own, Enforcer enforcer) implements InvocationHandler {

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
      return own.registerMBean(new OperatedBean(bean, name, enforcer), name);
    }
  }
}
