package io.portcullis.broker.jmx;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotCompliantMBeanException;
import javax.management.StandardMBean;

/**
 * The gate's MBean with the descriptions and parameter names of {@link Described}. Without it, JMX
 * clients show {@code p1} and no description. ActiveMQ's AnnotatedMBean describes no parameters.
 */
final class DescribedMBean extends StandardMBean {

  private static final String GATE =
      "Portcullis, the security plugin of this broker: its mode, its counters, what is wrong now,"
          + " and who sends what its rules do not allow";

  DescribedMBean(PortcullisViewMBean view) throws NotCompliantMBeanException {
    super(view, PortcullisViewMBean.class);
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    return GATE;
  }

  @Override
  protected String getDescription(MBeanAttributeInfo attribute) {
    return described(method("get" + attribute.getName(), 0)).value();
  }

  @Override
  protected String getDescription(MBeanOperationInfo operation) {
    return described(method(operation)).value();
  }

  @Override
  protected String getDescription(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return described(operation, sequence).value();
  }

  @Override
  protected String getParameterName(
      MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
    return described(operation, sequence).name();
  }

  private static Described described(MBeanOperationInfo operation, int parameter) {
    return Arrays.stream(method(operation).getParameterAnnotations()[parameter])
        .filter(Described.class::isInstance)
        .map(Described.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Described described(Method method) {
    return method.getAnnotation(Described.class);
  }

  private static Method method(MBeanOperationInfo operation) {
    return method(operation.getName(), operation.getSignature().length);
  }

  /** The interface has no two methods of one name. */
  private static Method method(String name, int parameters) {
    return Stream.of(PortcullisViewMBean.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow();
  }
}
