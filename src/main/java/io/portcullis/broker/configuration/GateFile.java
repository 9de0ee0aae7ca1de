package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.transport.KeyStoreFaults;
import io.portcullis.broker.xml.UnreadableFile;
import io.portcullis.broker.xml.UnreadableFileException;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.TimedCalls;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.spring.SpringSslContext;
import org.apache.activemq.spring.Utils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.io.Resource;

/**
 * The gate's part of the file that its broker was started from. A reload creates only the gate's
 * own bean and what it references. It creates no broker, connector or store. It loads the keys only
 * to check that a start could.
 */
public final class GateFile {

  private static final String BEAN = "made";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final TimedCalls READING = new TimedCalls("reads the configuration");

  private final BrokerService service;
  private final ConfigurableListableBeanFactory factory;
  private final Class<?> gate;

  /**
   * Reads the file of a broker.
   *
   * @param factory the factory that created its beans
   * @param gate the class of the gate's bean
   */
  public GateFile(BrokerService service, ConfigurableListableBeanFactory factory, Class<?> gate) {
    this.service = service;
    this.factory = factory;
    this.gate = gate;
  }

  /**
   * Reads the operator's current configuration. The file is the one that ActiveMQ says the broker
   * was started from. If Spring was started otherwise, it is the one that defines the gate's bean.
   *
   * @return empty if there is no such file
   * @throws IOException if it cannot be read, has no gate, or has several; the message says why, a
   *     line for each fault
   * @throws ConfigurationException with every error in the gate's properties
   */
  public Optional<Policy> read() throws IOException, ConfigurationException {
    return look((resource, factory) -> gate(resource, factory).policy());
  }

  /**
   * Loads the keys that the file names now, and drops them.
   *
   * @return why they cannot be loaded, a line each
   * @throws IOException if the file cannot be read; the message says why
   */
  public List<String> keyFaults() throws IOException, ConfigurationException {
    return look((resource, factory) -> faults(factory)).orElse(List.of());
  }

  /** Extracts something from the file. */
  private interface Look<T> {
    T at(Resource resource, ConfigurableListableBeanFactory factory)
        throws IOException, ConfigurationException;
  }

  /** Runs a look in a thread of its own. In spite of all bounds, a bean of the file may hang. */
  private <T> Optional<T> look(Look<T> look) throws IOException, ConfigurationException {
    try {
      return READING.call(service, TIMEOUT, () -> lookNow(look));
    } catch (TimeoutException e) {
      throw new IOException("the broker's file cannot be read: " + e.getMessage(), e);
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      if (why instanceof IOException fault) {
        throw fault;
      }
      if (why instanceof ConfigurationException fault) {
        throw fault;
      }
      throw new IOException("the broker's file cannot be read: " + why, why);
    }
  }

  private <T> Optional<T> lookNow(Look<T> look) throws IOException, ConfigurationException {
    // ActiveMQ and Spring look for files and schemas where the thread's own loader does.
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(gate.getClassLoader());
    try {
      Optional<Resource> file = started(service).or(this::defined);
      return file.isPresent() ? Optional.of(read(file.get(), look)) : Optional.empty();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Optional<Resource> started(BrokerService service) {
    if (service.getBrokerContext() == null
        || service.getBrokerContext().getConfigurationUrl() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Utils.resourceFromString(service.getBrokerContext().getConfigurationUrl()));
    } catch (MalformedURLException e) {
      return Optional.empty();
    }
  }

  private Optional<Resource> defined() {
    return gates(factory)
        .filter(AbstractBeanDefinition.class::isInstance)
        .map(definition -> ((AbstractBeanDefinition) definition).getResource())
        .filter(
            resource -> resource != null && String.valueOf(resource.getFilename()).endsWith(".xml"))
        .findFirst();
  }

  private static <T> T read(Resource resource, Look<T> look)
      throws IOException, ConfigurationException {
    try (ReloadedContext context = new ReloadedContext(resource)) {
      context.refresh();
      return look.at(resource, context.getBeanFactory());
    } catch (RuntimeException e) {
      List<String> places = RereadFaults.of(resource, e);
      throw places.isEmpty()
          ? new IOException(
              "%s cannot be read: %s"
                  .formatted(resource.getDescription(), UnreadableFile.reason(e)),
              e)
          : new UnreadableFileException(places, e);
    }
  }

  private Stream<BeanDefinition> gates(ConfigurableListableBeanFactory beans) {
    return defined(beans, gate);
  }

  private static Stream<BeanDefinition> defined(
      ConfigurableListableBeanFactory beans, Class<?> type) {
    return new DefinedBeans(beans)
        .all().stream()
            .filter(bean -> bean.type().equals(type.getName()))
            .map(DefinedBean::definition);
  }

  private static List<String> faults(ConfigurableListableBeanFactory factory) {
    KeyStoreFaults faults = new KeyStoreFaults(FileReach.EVERYWHERE);
    defined(factory, SpringSslContext.class)
        .forEach(
            definition -> {
              DefaultListableBeanFactory maker = maker(factory, definition);
              maker.addBeanPostProcessor(faults);
              maker.getBean(BEAN, SpringSslContext.class);
            });
    return faults.found().stream()
        .map(Finding::violation)
        .map(fault -> "%s: %s; %s".formatted(fault.where(), fault.found(), fault.remedy()))
        .toList();
  }

  private static DefaultListableBeanFactory maker(
      ConfigurableListableBeanFactory factory, BeanDefinition definition) {
    DefaultListableBeanFactory maker = new DefaultListableBeanFactory(factory);
    maker.copyConfigurationFrom(factory);
    maker.registerBeanDefinition(BEAN, definition);
    return maker;
  }

  private GatePlugin gate(Resource resource, ConfigurableListableBeanFactory factory)
      throws IOException {
    List<BeanDefinition> gates = gates(factory).toList();
    if (gates.size() != 1) {
      throw unclear(resource, gates.size());
    }
    return maker(factory, gates.get(0)).getBean(BEAN, GatePlugin.class);
  }

  private IOException unclear(Resource resource, int gates) {
    return new IOException(
        gates == 0
            ? "%s holds no Portcullis any more; put <bean class=\"%s\"/> into <plugins>"
                .formatted(resource.getDescription(), gate.getName())
            : "%s holds %d gates, and nobody can tell which is this broker's; leave one <bean class=\"%s\"/>"
                .formatted(resource.getDescription(), gates, gate.getName()));
  }
}
