package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.WebApplicationFacts;
import io.portcullis.rule.WebConnectorFacts;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.io.ByteArrayResource;

/** What is read from the definitions of a Spring context, without making a bean of it. */
class ManagementInspectorTest {

  private static final Path OWN = Path.of("conf", "jetty.xml");
  private static final Path OF_5_18 = Path.of("target/apache-activemq-5.18.3/conf/jetty.xml");

  private static final String BEANS =
      "<beans xmlns=\"http://www.springframework.org/schema/beans\""
          + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
          + " xsi:schemaLocation=\"http://www.springframework.org/schema/beans"
          + " http://www.springframework.org/schema/beans/spring-beans.xsd\">%s</beans>";

  private static final String APPLICATION =
      "<bean class='org.eclipse.jetty.webapp.WebAppContext'>"
          + "<property name='contextPath' value='/app'/></bean>";

  private static final String UNGUARDED = "no security handler stands before it";
  private static final String NOT_ALL_METHODS = "the constraints for /* leave some methods out";
  private static final String UNCOVERED = "the constraints around it leave some of its paths out";

  @AfterEach
  void clear() {
    System.clearProperty("jetty.host");
    System.clearProperty("jetty.port");
  }

  @Test
  void ownConfigurationIsOnLoopbackWithTlsAndForTwoGroups() throws Exception {
    ManagementFacts facts = inspect(Files.readString(OWN), "");

    assertThat(facts.connectors())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("bean")
        .containsExactly(new WebConnectorFacts("127.0.0.1", "8162", addresses("127.0.0.1"), true));
    assertThat(facts.applications())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("beans")
        .containsExactly(
            guarded("/admin", "admins", "activemq-webconsole"),
            guarded("/api", "admins", "activemq-webconsole"));
    assertThat(facts.notChecked()).isEmpty();
  }

  /** Its text of many paths is one for Jetty 9 only. */
  @Test
  void configurationOf5_18IsOnLoopbackAndForRolesOfItsOwn() throws Exception {
    ManagementFacts facts = inspect(Files.readString(OF_5_18), ",:");

    assertThat(facts.connectors())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("bean")
        .containsExactly(new WebConnectorFacts("127.0.0.1", "8161", addresses("127.0.0.1"), false));
    assertThat(facts.applications())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("beans")
        .containsExactly(
            application("/admin", "user", "admin"), application("/api", "user", "admin"));
    assertThat(inspect(Files.readString(OF_5_18), "").applications())
        .allSatisfy(open -> assertThat(open.openings()).containsExactly(UNCOVERED));
  }

  /** What 6.1 and 6.2 have that 5.18 has not: a JAAS login, by groups, for one path. */
  @Test
  void configurationOf6_1LetsUsersIn() throws Exception {
    String xml =
        Files.readString(OF_5_18)
            .replace(
                "org.eclipse.jetty.security.HashLoginService",
                "org.eclipse.jetty.jaas.JAASLoginService")
            .replaceFirst("value=\"user,admin\"", "value=\"users,admins\"")
            .replaceFirst("value=\"admin\"", "value=\"admins\"")
            .replaceFirst("value=\"/,/api/[^\"]*\"", "value=\"/\"");

    assertThat(inspect(xml, "").applications())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("beans")
        .containsExactly(
            application("/admin", "users", "admins"), application("/api", "users", "admins"));
  }

  @ParameterizedTest(name = "jetty.host={0}: {1}")
  @MethodSource
  void systemPropertiesGoBeforeWebConsolePort(String host, String found) throws Exception {
    if (!host.isEmpty()) {
      System.setProperty("jetty.host", host);
    }

    assertThat(inspect(Files.readString(OF_5_18), "").connectors())
        .extracting(WebConnectorFacts::host)
        .containsExactly(found);
  }

  static Stream<Arguments> systemPropertiesGoBeforeWebConsolePort() {
    return Stream.of(arguments("", "127.0.0.1"), arguments("0.0.0.0", "0.0.0.0"));
  }

  static Stream<Arguments> connectors() {
    String http = "<bean class='org.eclipse.jetty.server.HttpConnectionFactory'/>";
    String ssl = "<bean class='org.eclipse.jetty.server.SslConnectionFactory'/>";
    String context = "<bean class='org.eclipse.jetty.util.ssl.SslContextFactory$Server'/>";
    return Stream.of(
        arguments("no host", connector("", ""), "http 0.0.0.0:0"),
        arguments(
            "null host",
            connector("", "<property name='host'><null/></property>"),
            "http 0.0.0.0:0"),
        arguments("host", connector("", host("::1")), "http ::1:0"),
        arguments("placeholder", connector("", host("${web.host}")), "http 10.1.2.3:0"),
        arguments(
            "console's property that nobody sets",
            connector("", host("#{systemProperties['jetty.host']}")),
            "http 0.0.0.0:0"),
        arguments("other expression", connector("", host("#{other.host}")), "http #{other.host}:0"),
        arguments("SSL context", connector(argument(context), ""), "https 0.0.0.0:0"),
        arguments(
            "SSL first",
            connector(argument("<list>" + ssl + http + "</list>"), ""),
            "https 0.0.0.0:0"),
        arguments(
            "HTTP first",
            connector(argument("<list>" + http + ssl + "</list>"), ""),
            "http 0.0.0.0:0"),
        arguments(
            "SSL behind a protocol detector",
            connector(
                argument(
                    "<list><bean class='org.eclipse.jetty.server.DetectorConnectionFactory'/>"
                        + ssl
                        + http
                        + "</list>"),
                ""),
            "http 0.0.0.0:0"),
        arguments(
            "SSL, but HTTP by default",
            connector(
                argument("<list>" + ssl + http + "</list>"),
                "<property name='defaultProtocol' value='http/1.1'/>"),
            "http 0.0.0.0:0"),
        arguments(
            "factories replaced",
            connector(
                argument(context),
                "<property name='connectionFactories'><list>" + http + "</list></property>"),
            "http 0.0.0.0:0"),
        arguments(
            "port of a server",
            "<bean class='org.eclipse.jetty.server.Server'><constructor-arg value='8161'/></bean>",
            "http 0.0.0.0:8161"),
        arguments(
            "address of a server",
            "<bean class='org.eclipse.jetty.server.Server'><constructor-arg><bean class='java.net.InetSocketAddress'><constructor-arg value='127.0.0.1'/><constructor-arg value='81'/></bean></constructor-arg></bean>",
            "http 127.0.0.1:81"),
        arguments(
            "port alone as address",
            "<bean class='org.eclipse.jetty.server.Server'><constructor-arg><bean class='java.net.InetSocketAddress'><constructor-arg value='81'/></bean></constructor-arg></bean>",
            "http 0.0.0.0:81"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void connectors(String name, String xml, String found) {
    assertThat(inspect(BEANS.formatted(xml), "").connectors())
        .extracting(c -> "%s %s:%s".formatted(c.tls() ? "https" : "http", c.host(), c.port()))
        .containsExactly(found);
  }

  @Test
  void aWildcardIsEveryAddressOfTheHostAndAnUnknownHostIsNone() {
    String xml = connector("", "") + connector("", host("#{other.host}"));

    ManagementFacts facts = inspect(BEANS.formatted(xml), "");

    assertThat(facts.connectors().get(0).addresses()).contains(InetAddress.getLoopbackAddress());
    assertThat(facts.connectors().get(1).addresses()).isEmpty();
  }

  static Stream<Arguments> applications() {
    String login = "<property name='loginService'><bean class='L'/></property>";
    return Stream.of(
        arguments("in no server", APPLICATION, UNGUARDED, ""),
        arguments("in a server, without a guard", server(APPLICATION), UNGUARDED, ""),
        arguments(
            "servlets alone",
            server("<bean class='org.eclipse.jetty.servlet.ServletHandler'/>"),
            UNGUARDED,
            ""),
        arguments("behind a guard", server(guard(login, mapping("/*", "true", "r"))), "", "r"),
        arguments("for the default path", server(guard(login, mapping("/", "true", "r"))), "", "r"),
        arguments(
            "for its own path", server(guard(login, mapping("/app/*", "true", "r"))), "", "r"),
        arguments(
            "roles of all paths",
            server(guard(login, mapping("/*", "true", "a, b") + mapping("/app/x", "true", "c"))),
            "",
            "a b c"),
        arguments(
            "another path", server(guard(login, mapping("/other/*", "true", "r"))), UNCOVERED, "r"),
        arguments(
            "pages only", server(guard(login, mapping("*.jsp", "true", "r"))), UNCOVERED, "r"),
        arguments(
            "one method",
            server(
                guard(
                    login,
                    mapping("/*", "true", "r")
                        .replace(
                            "<property name='pathSpec'",
                            "<property name='method' value='GET'/><property name='pathSpec'"))),
            NOT_ALL_METHODS,
            "r"),
        arguments(
            "all methods but one",
            server(
                guard(
                    login,
                    mapping("/*", "true", "r")
                        .replace(
                            "<property name='pathSpec'",
                            "<property name='methodOmissions' value='PUT'/><property name='pathSpec'"))),
            NOT_ALL_METHODS,
            "r"),
        arguments(
            "no login asked for",
            server(guard(login, mapping("/*", "false", "r"))),
            "the constraint for /* asks for no login",
            "r"),
        arguments(
            "no login asked for on a path",
            server(guard(login, mapping("/*", "true", "r") + mapping("/app/xml/*", "false", ""))),
            "the constraint for /app/xml/* asks for no login",
            "r"),
        arguments("no constraint", server(guard(login, "")), UNCOVERED, ""),
        arguments(
            "no login service",
            server(guard("", mapping("/*", "true", "r"))),
            "the security handler around it names no login service",
            "r"),
        arguments(
            "a guard of its own",
            server(
                APPLICATION.replace(
                    "</bean>",
                    "<property name='securityHandler'>"
                        + guard(login, mapping("/*", "true", "r"))
                            .replace("<property name='handler'>" + APPLICATION + "</property>", "")
                        + "</property></bean>")),
            "",
            "r"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void applications(String name, String xml, String opening, String roles) {
    assertThat(inspect(BEANS.formatted(xml), "").applications())
        .singleElement()
        .satisfies(
            application -> {
              assertThat(String.join("; ", application.openings())).isEqualTo(opening);
              assertThat(application.roles())
                  .isEqualTo(roles.isEmpty() ? Set.of() : Set.of(roles.split(" ", -1)));
            });
  }

  @Test
  void aServerFromFilesOfItsOwnIsNotChecked() {
    ManagementFacts facts =
        inspect(
            BEANS.formatted(
                "<bean id='jettyServer' class='org.apache.activemq.spring.jetty.JettyServerBean'/>"),
            "");

    assertThat(facts.notChecked())
        .containsExactly(
            "bean \"jettyServer\" (org.apache.activemq.spring.jetty.JettyServerBean), which starts"
                + " a web server from files of its own");
  }

  /** What {@code @Bean} methods look like to Spring. */
  static final class Code {
    static Server server() {
      return new Server();
    }

    static String other() {
      return "";
    }
  }

  @Test
  void aServerThatAMethodMakesIsNotChecked() {
    String bean = "<bean id='%s' class='" + Code.class.getName() + "' factory-method='%s'/>";

    ManagementFacts facts =
        inspect(
            BEANS.formatted(bean.formatted("web", "server") + bean.formatted("other", "other")),
            "");

    assertThat(facts.notChecked())
        .containsExactly("bean \"web\" (org.eclipse.jetty.server.Server), which a method makes");
  }

  @Test
  void whatTheContextAroundDefinesIsSeenToo() {
    try (GenericApplicationContext around = new GenericApplicationContext();
        GenericApplicationContext context = new GenericApplicationContext(around)) {
      read(around.getDefaultListableBeanFactory(), BEANS.formatted(connector("", host("::1"))));
      read(context.getDefaultListableBeanFactory(), BEANS.formatted(APPLICATION));

      ManagementFacts facts = ManagementInspector.management(context);

      assertThat(facts.connectors()).hasSize(1);
      assertThat(facts.applications()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<bean id='a' class='A'><property name='b' ref='b'/></bean>"
            + "<bean id='b' class='B'><property name='a' ref='a'/></bean>",
        "<bean id='a' class='org.eclipse.jetty.server.Server'>"
            + "<property name='handler' ref='b'/></bean>"
            + "<bean id='b' class='org.eclipse.jetty.server.handler.HandlerWrapper'>"
            + "<property name='handler' ref='b'/></bean>",
        "<bean id='a' abstract='true'/><bean id='b' parent='a' class='B'/>",
        "<bean id='a' factory-bean='b' factory-method='c'/>",
        "<bean id='a' class='A'><property name='missing' ref='missing'/></bean>",
        "",
      })
  void whateverElseIsDefinedIsNoWebServer(String xml) {
    assertThat(inspect(BEANS.formatted(xml), "")).isEqualTo(ManagementFacts.NONE);
  }

  private static ManagementFacts inspect(String xml, String pathSeparators) {
    DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
    read(factory, xml);
    PropertySourcesPlaceholderConfigurer placeholders = new PropertySourcesPlaceholderConfigurer();
    Properties properties = new Properties();
    properties.setProperty("web.host", "10.1.2.3");
    placeholders.setProperties(properties);
    placeholders.setIgnoreUnresolvablePlaceholders(true);
    placeholders.setBeanFactory(factory);
    placeholders.postProcessBeanFactory(factory);

    ManagementFacts facts = ManagementInspector.management(factory, pathSeparators);

    assertThat(factory.getSingletonNames()).isEmpty();
    return facts;
  }

  private static void read(DefaultListableBeanFactory factory, String xml) {
    new XmlBeanDefinitionReader(factory)
        .loadBeanDefinitions(new ByteArrayResource(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static String connector(String arguments, String properties) {
    return "<bean class='org.eclipse.jetty.server.ServerConnector'>%s%s</bean>"
        .formatted(arguments, properties);
  }

  private static String argument(String value) {
    return "<constructor-arg>%s</constructor-arg>".formatted(value);
  }

  private static String host(String value) {
    return "<property name=\"host\" value=\"%s\"/>".formatted(value);
  }

  private static String server(String handler) {
    return "<bean class='org.eclipse.jetty.server.Server'><property name='handler'>%s</property></bean>"
        .formatted(handler);
  }

  private static String guard(String login, String mappings) {
    return ("<bean class='org.eclipse.jetty.security.ConstraintSecurityHandler'>%s"
            + "<property name='constraintMappings'><list>%s</list></property>"
            + "<property name='handler'>%s</property></bean>")
        .formatted(login, mappings, APPLICATION);
  }

  private static String mapping(String path, String authenticate, String roles) {
    return ("<bean class='org.eclipse.jetty.security.ConstraintMapping'>"
            + "<property name='pathSpec' value='%s'/><property name='constraint'>"
            + "<bean class='org.eclipse.jetty.util.security.Constraint'>"
            + "<property name='roles' value='%s'/><property name='authenticate' value='%s'/>"
            + "</bean></property></bean>")
        .formatted(path, roles, authenticate);
  }

  private static WebApplicationFacts application(String path, String... roles) {
    return new WebApplicationFacts(path, List.of(), Set.of(roles), true);
  }

  private static WebApplicationFacts guarded(String path, String... roles) {
    return new WebApplicationFacts(path, List.of(), Set.of(roles), false);
  }

  private static List<InetAddress> addresses(String address) throws Exception {
    return List.of(InetAddress.getByName(address));
  }
}
