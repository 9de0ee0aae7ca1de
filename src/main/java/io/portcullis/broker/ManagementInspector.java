package io.portcullis.broker;

import io.portcullis.rule.ManagementFacts;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Looks at what the Spring context of a broker defines beside it. Makes none of its beans: a web
 * server that is imported behind the broker is only made when the broker has started.
 */
public final class ManagementInspector {

  /** Starts ActiveMQ 6.3's Jetty 12 from Jetty's own files. */
  private static final Set<String> SERVERS_FROM_FILES =
      Set.of("org.apache.activemq.spring.jetty.JettyServerBean");

  /** Jetty 9, which the 5.x lines have, takes several paths in one text. */
  private static final String PATH_SEPARATORS_OF_JETTY_9 = ",:";

  private ManagementInspector() {}

  /** The facts of the context that a broker is defined in. */
  public static ManagementFacts management(ApplicationContext context) {
    if (context instanceof ConfigurableApplicationContext configurable) {
      return management(
          configurable.getBeanFactory(),
          BrokerVersion.isJavaEe() ? PATH_SEPARATORS_OF_JETTY_9 : "");
    }
    return new ManagementFacts(
        List.of(), List.of(), List.of("Spring context " + context.getClass().getName()));
  }

  static ManagementFacts management(
      ConfigurableListableBeanFactory factory, String pathSeparators) {
    Collection<DefinedBean> beans = new DefinedBeans(factory).all();
    return new ManagementFacts(
        new JettyConnectors(beans).facts(),
        new JettyApplications(beans, pathSeparators).facts(),
        beans.stream()
            .filter(bean -> SERVERS_FROM_FILES.contains(bean.type()))
            .map(
                bean ->
                    "bean \"%s\" (%s), which starts a web server from files of its own"
                        .formatted(bean.name(), bean.type()))
            .toList());
  }
}
