package io.portcullis.broker.management;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.InvalidAttributeValueException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/**
 * One of ActiveMQ's MBeans, wrapped so that operators' actions are audited. Each action is one line
 * of the audit log. During an action the broker knows that an operator caused it.
 */
final class OperatedBean implements DynamicMBean, MBeanRegistration {

  /** Prefixes of operations that only read. All others change something. */
  private static final Pattern LOOKING =
      Pattern.compile(
          "(browse|query|health|does|get|is)([A-Z].*)?"
              + "|cursorSize|connectionCount|selectorsForDestination");

  /** Operations by which the broker puts messages on another destination. */
  private static final List<String> PUTTING = List.of("copy", "move", "retry");

  /** Operations that send. Their arguments hold a message and a login, so they are not logged. */
  private static final String SENDING = "send";

  private final DynamicMBean bean;
  private final ObjectName name;
  private final Enforcer enforcer;

  OperatedBean(DynamicMBean bean, ObjectName name, Enforcer enforcer) {
    this.bean = bean;
    this.name = name;
    this.enforcer = enforcer;
  }

  @Override
  public Object invoke(String operation, Object[] arguments, String[] types)
      throws MBeanException, ReflectionException {
    if (operation == null || LOOKING.matcher(operation).matches()) {
      return bean.invoke(operation, arguments, types);
    }
    Operator operator =
        new Operator(JmxCaller.name(), PUTTING.stream().anyMatch(operation::startsWith));
    enforcer.noteOperation(subject(operator), what(operation, arguments), where());
    try {
      return Operator.during(operator, () -> bean.invoke(operation, arguments, types));
    } catch (MBeanException e) {
      throw inThisThread(e);
    } catch (ReflectionException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new MBeanException(e);
    }
  }

  /** Rethrows an error of another thread as if this thread had caused it. */
  private static MBeanException inThisThread(MBeanException failed) {
    if (failed.getTargetException() instanceof ExecutionException other
        && other.getCause() instanceof RuntimeException cause) {
      throw cause;
    }
    return failed;
  }

  private Subject subject(Operator operator) {
    return new Subject("", "", operator.user(), "", "jmx", destination(), true);
  }

  private String destination() {
    String type = name.getKeyProperty("destinationType");
    String destination = name.getKeyProperty("destinationName");
    return type == null || destination == null
        ? ""
        : Subjects.text(
            type.replaceFirst("^Temp", "temp-").toLowerCase(Locale.ROOT) + "://" + destination);
  }

  private String where() {
    return destination().isEmpty()
        ? "broker \"%s\"".formatted(name.getKeyProperty("brokerName"))
        : destination();
  }

  private static String what(String operation, Object[] argumentsOrNull) {
    Stream<Object> shown =
        argumentsOrNull == null || operation.startsWith(SENDING)
            ? Stream.empty()
            : Arrays.stream(argumentsOrNull);
    return shown
        .map(argument -> Subjects.text(String.valueOf(argument)).replaceFirst("\\?.*", "?..."))
        .collect(Collectors.joining(", ", operation + "(", ")"));
  }

  @Override
  public Object getAttribute(String attribute)
      throws AttributeNotFoundException, MBeanException, ReflectionException {
    return bean.getAttribute(attribute);
  }

  @Override
  public void setAttribute(Attribute attribute)
      throws AttributeNotFoundException,
          InvalidAttributeValueException,
          MBeanException,
          ReflectionException {
    bean.setAttribute(attribute);
  }

  @Override
  public AttributeList getAttributes(String[] attributes) {
    return bean.getAttributes(attributes);
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return bean.setAttributes(attributes);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return bean.getMBeanInfo();
  }

  @Override
  public ObjectName preRegister(MBeanServer server, ObjectName asked) throws Exception {
    return bean instanceof MBeanRegistration own ? own.preRegister(server, asked) : asked;
  }

  @Override
  public void postRegister(Boolean done) {
    if (bean instanceof MBeanRegistration own) {
      own.postRegister(done);
    }
  }

  @Override
  public void preDeregister() throws Exception {
    if (bean instanceof MBeanRegistration own) {
      own.preDeregister();
    }
  }

  @Override
  public void postDeregister() {
    if (bean instanceof MBeanRegistration own) {
      own.postDeregister();
    }
  }
}
