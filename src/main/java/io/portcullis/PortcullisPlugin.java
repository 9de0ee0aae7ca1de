package io.portcullis;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.configuration.ContextFiles;
import io.portcullis.broker.configuration.GateFile;
import io.portcullis.broker.configuration.ManagementInspector;
import io.portcullis.broker.configuration.UnreplacedPlaceholders;
import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.gate.PreStartCheck;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.support.AbstractBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The plugin for brokers that are configured in {@code activemq.xml}. It must be the last in {@code
 * <plugins>}.
 *
 * <pre>{@code
 * <bean xmlns="http://www.springframework.org/schema/beans" id="portcullis"
 *       class="io.portcullis.PortcullisPlugin"/>
 * }</pre>
 *
 * <p>Without any property it is the secure default. It does what {@link Portcullis} does. It also
 * inspects what the Spring context defines beside the broker.
 */
public final class PortcullisPlugin extends Portcullis implements ApplicationContextAware {

  private Optional<ApplicationContext> context = Optional.empty();

  /**
   * Receives the context in which Spring creates the plugin, and from then on judges its broker.
   */
  @Override
  public void setApplicationContext(ApplicationContext context) {
    this.context = Optional.of(context);
    if (context.getAutowireCapableBeanFactory() instanceof AbstractBeanFactory factory
        && !BrokerFile.isOnlyRead(factory)) {
      // The first, since whatever calls a method annotated with @PostConstruct starts the broker.
      factory.getBeanPostProcessors().add(0, new PreStartCheck(this::look));
    }
  }

  private void look(BrokerService service) throws ConfigurationException {
    if (Plugins.of(service).contains(this) && !service.isStarted()) {
      foresee(service);
    }
  }

  /**
   * Returns the configuration in the file that the broker was started from. Without such a file, it
   * returns what Spring set.
   */
  @Override
  Policy configured(BrokerService service) throws IOException, ConfigurationException {
    if (context.orElse(null) instanceof ConfigurableApplicationContext here) {
      Optional<Policy> policy = new GateFile(service, here.getBeanFactory(), getClass()).read();
      return policy.isPresent() ? policy.get() : policy();
    }
    return policy();
  }

  @Override
  List<String> keyFaults(BrokerService service) {
    if (context.orElse(null) instanceof ConfigurableApplicationContext here) {
      try {
        return new GateFile(service, here.getBeanFactory(), getClass()).keyFaults();
      } catch (IOException e) {
        return e.getMessage().lines().toList();
      } catch (ConfigurationException e) {
        return e.problems();
      }
    }
    return List.of();
  }

  @Override
  public SpringContextView surroundings() {
    return context
        .map(
            here ->
                new SpringContextView(
                    ManagementInspector.management(here),
                    ContextFiles.of(here),
                    UnreplacedPlaceholders.of(here)))
        .orElse(SpringContextView.NONE);
  }
}
