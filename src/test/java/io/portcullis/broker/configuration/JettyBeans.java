package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.ManagementFacts;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.ByteArrayResource;

/** Definitions of a web server, for tests of what is read from them. */
final class JettyBeans {

  static final String BEANS =
      "<beans xmlns=\"http://www.springframework.org/schema/beans\""
          + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
          + " xsi:schemaLocation=\"http://www.springframework.org/schema/beans"
          + " http://www.springframework.org/schema/beans/spring-beans.xsd\">%s</beans>";

  private JettyBeans() {}

  /** An application on /app. */
  static String application() {
    return bean("webapp.WebAppContext", property("contextPath", "/app"));
  }

  /** A server with a handler. */
  static String server(String handler) {
    return bean("server.Server", "<property name='handler'>" + handler + "</property>");
  }

  /** A security handler with a login service, before another handler. */
  static String guard(String mappings, String handler) {
    return bean(
        "security.ConstraintSecurityHandler",
        "<property name='loginService'><bean class='L'/></property>"
            + "<property name='constraintMappings'><list>%s</list></property>".formatted(mappings)
            + "<property name='handler'>%s</property>".formatted(handler));
  }

  /** A constraint that asks for a login. */
  static String mapping(String path, String roles, String more) {
    String constraint =
        bean(
            "util.security.Constraint",
            property("roles", roles) + property("authenticate", "true"));
    return bean(
        "security.ConstraintMapping",
        property("pathSpec", path)
            + more
            + "<property name='constraint'>%s</property>".formatted(constraint));
  }

  /** A bean of one of Jetty's classes. */
  static String bean(String type, String inside) {
    return "<bean class='org.eclipse.jetty.%s'>%s</bean>".formatted(type, inside);
  }

  static String property(String name, String value) {
    return "<property name='%s' value='%s'/>".formatted(name, value);
  }

  /** What is found, with nothing made. */
  static ManagementFacts inspect(String xml) {
    DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
    new XmlBeanDefinitionReader(factory)
        .loadBeanDefinitions(
            new ByteArrayResource(BEANS.formatted(xml).getBytes(StandardCharsets.UTF_8)));

    ManagementFacts facts = ManagementInspector.management(factory, "");

    assertThat(factory.getSingletonNames()).isEmpty();
    return facts;
  }
}
