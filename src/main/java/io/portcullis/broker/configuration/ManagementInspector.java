package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.rights.KnownLoginInspector;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.WebApplicationFacts;
import io.portcullis.rule.WebConnectorFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Inspects the bean definitions beside a broker. It creates none of these beans: Spring creates a
 * web server that is imported after the broker only when the broker has started.
 */
public final class ManagementInspector {

  /** The class that starts ActiveMQ 6.3's Jetty 12 from Jetty's own files. */
  private static final Set<String> SERVERS_FROM_FILES =
      Set.of("org.apache.activemq.spring.jetty.JettyServerBean");

  /** Jetty 9, which the 5.x lines have, accepts several paths in one text. */
  private static final String PATH_SEPARATORS_OF_JETTY_9 = ",:";

  private final String pathSeparators;
  private final ApplicationBrokers brokers;
  private final List<WebConnectorFacts> connectors = new ArrayList<>();
  private final List<WebApplicationFacts> applications = new ArrayList<>();
  private final List<String> notChecked = new ArrayList<>();
  private final KnownLoginInspector logins;
  private final Optional<WebFiles> files;

  private ManagementInspector(
      String pathSeparators, LoginModules modules, FileReach reach, Optional<WebFiles> files) {
    this.pathSeparators = pathSeparators;
    this.brokers = new ApplicationBrokers(reach);
    this.files = files;
    this.logins = new KnownLoginInspector(modules);
  }

  /** Returns the facts of a broker's context and its parents. */
  public static ManagementFacts management(ApplicationContext context) {
    return management(context, LoginModules.ofThisJvm());
  }

  private static ManagementFacts management(ApplicationContext context, LoginModules modules) {
    ManagementInspector inspector = inspector(modules, FileReach.EVERYWHERE, true);
    for (ApplicationContext each = context; each != null; each = each.getParent()) {
      if (each instanceof ConfigurableApplicationContext configurable) {
        inspector.look(configurable.getBeanFactory());
      } else {
        inspector.notChecked.add("Spring context " + each.getClass().getName());
      }
    }
    return inspector.facts();
  }

  /**
   * Returns the facts of these bean definitions, for logins with {@code modules}. Files out of
   * {@code reach} are not read.
   */
  static ManagementFacts management(
      List<ConfigurableListableBeanFactory> factories, LoginModules modules, FileReach reach) {
    ManagementInspector inspector = inspector(modules, reach, false);
    factories.forEach(inspector::look);
    return inspector.facts();
  }

  private static ManagementInspector inspector(
      LoginModules modules, FileReach reach, boolean running) {
    return new ManagementInspector(
        BrokerVersion.isJavaEe() ? PATH_SEPARATORS_OF_JETTY_9 : "",
        modules,
        reach,
        BrokerVersion.closesWebApplications()
            ? Optional.of(new WebFiles(reach, running))
            : Optional.empty());
  }

  static ManagementFacts management(
      ConfigurableListableBeanFactory factory, String pathSeparators) {
    ManagementInspector inspector =
        new ManagementInspector(
            pathSeparators, LoginModules.ofThisJvm(), FileReach.EVERYWHERE, Optional.empty());
    inspector.look(factory);
    return inspector.facts();
  }

  private void look(ConfigurableListableBeanFactory factory) {
    Collection<DefinedBean> beans = new DefinedBeans(factory).all();
    connectors.addAll(new JettyConnectors(beans).facts());
    applications.addAll(new JettyApplications(beans, pathSeparators).facts());
    new JettyLogins(logins).lookAt(beans);
    files.ifPresent(web -> web.lookAt(beans));
    for (DefinedBean bean : beans) {
      if (JettyApplications.isApplication(bean)) {
        brokers.notChecked(bean).ifPresent(notChecked::add);
      }
      if (SERVERS_FROM_FILES.contains(bean.type())) {
        logins.lookAtShippedRealm();
        files.ifPresent(WebFiles::lookAtInstallation);
        notChecked.add(
            "bean \"%s\" (%s), which starts a web server from files of its own"
                .formatted(bean.name(), bean.type()));
      } else {
        bean.hiddenPart().ifPresent(notChecked::add);
      }
    }
  }

  private ManagementFacts facts() {
    return new ManagementFacts(
        connectors,
        applications,
        List.of(),
        notChecked,
        logins.found(),
        files.map(WebFiles::facts).orElse(ManagementFacts.WebFiles.NONE));
  }
}
