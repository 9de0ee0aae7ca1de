package io.portcullis.broker.jmx;

import java.util.Arrays;
import java.util.Set;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanConstructorInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ReflectionException;

/**
 * The part of the gate's MBean that metrics are made of. It has no operations and no tables of
 * clients. A scraper that reads every attribute of an MBean, as Prometheus' exporter does, would
 * read those tables each time.
 */
final class MetricsMBean implements DynamicMBean {

  private static final String DESCRIPTION = "What metrics show of Portcullis";

  private static final Set<String> SHOWN =
      Set.of(
          "RefusedCount",
          "ReportedCount",
          "WaivedCount",
          "AcceptedBodyCount",
          "FailedHandshakeCount",
          "Violations",
          "Certificates");

  private final DynamicMBean whole;

  MetricsMBean(DynamicMBean whole) {
    this.whole = whole;
  }

  @Override
  public Object getAttribute(String attribute)
      throws AttributeNotFoundException, MBeanException, ReflectionException {
    if (!SHOWN.contains(attribute)) {
      throw new AttributeNotFoundException(attribute);
    }
    return whole.getAttribute(attribute);
  }

  @Override
  public AttributeList getAttributes(String[] attributes) {
    return whole.getAttributes(
        Arrays.stream(attributes).filter(SHOWN::contains).toArray(String[]::new));
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName());
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String operation, Object[] arguments, String[] signature)
      throws ReflectionException {
    throw new ReflectionException(new NoSuchMethodException(operation));
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return new MBeanInfo(
        MetricsMBean.class.getName(),
        DESCRIPTION,
        Arrays.stream(whole.getMBeanInfo().getAttributes())
            .filter(attribute -> SHOWN.contains(attribute.getName()))
            .toArray(MBeanAttributeInfo[]::new),
        new MBeanConstructorInfo[0],
        new MBeanOperationInfo[0],
        new MBeanNotificationInfo[0]);
  }
}
