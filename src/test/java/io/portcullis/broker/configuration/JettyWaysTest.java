package io.portcullis.broker.configuration;

import static io.portcullis.broker.configuration.JettyBeans.application;
import static io.portcullis.broker.configuration.JettyBeans.bean;
import static io.portcullis.broker.configuration.JettyBeans.guard;
import static io.portcullis.broker.configuration.JettyBeans.inspect;
import static io.portcullis.broker.configuration.JettyBeans.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.WebApplicationFacts;
import io.portcullis.rule.WebConnectorFacts;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.security.ConstraintSecurityHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.HandlerWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.FactoryBean;

/** Ways past what was looked at first, and servers that a definition does not show. */
class JettyWaysTest {

  private static final String UNGUARDED = "no security handler stands before it";
  private static final String APP = application().replace("<bean ", "<bean id='app' ");
  private static final String TO_APP = "<ref bean='app'/>";
  private static final String GUARDED = guard(mapping("/*", "admins", ""), TO_APP);

  private static String server(String handler) {
    return bean("server.Server", "<property name='handler'>" + handler + "</property>");
  }

  private static String list(String... handlers) {
    return bean(
        "server.handler.HandlerList",
        "<property name='handlers'><list>%s</list></property>"
            .formatted(String.join("", handlers)));
  }

  static Stream<Arguments> ways() {
    String forUsers = guard(mapping("/*", "users", ""), TO_APP);
    return Stream.of(
        arguments("one", server(GUARDED), "", "admins"),
        arguments("guarded, then open", server(GUARDED) + server(TO_APP), UNGUARDED, "admins"),
        arguments("open, then guarded", server(TO_APP) + server(GUARDED), UNGUARDED, "admins"),
        arguments("both in one list", server(list(GUARDED, TO_APP)), UNGUARDED, "admins"),
        arguments("twice guarded", server(list(GUARDED, forUsers)), "", "admins users"),
        arguments("guard in a guard", server(guard("", GUARDED)), "", "admins"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void ways(String name, String servers, String openings, String roles) {
    assertThat(inspect(APP + servers).applications())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("beans")
        .containsExactly(
            new WebApplicationFacts(
                "/app",
                openings.isEmpty() ? List.of() : List.of(openings),
                Set.of(roles.split(" ", -1)),
                true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<constructor-arg value=\"#{systemProperties['console.port'] ?: 8161}\"/>",
        "<constructor-arg value='${console.port}'/>",
        "<constructor-arg><bean class='java.lang.Integer'><constructor-arg value='8161'/></bean>"
            + "</constructor-arg>",
        "<constructor-arg><bean class='com.example.Address'/></constructor-arg>",
      })
  void whatAServerIsMadeWithAndCannotBeToldMayBeAnyPort(String argument) {
    assertThat(inspect(bean("server.Server", argument)).connectors())
        .singleElement()
        .satisfies(
            connector -> {
              assertThat(connector.addresses()).isEmpty();
              assertThat(connector.tls()).isFalse();
              assertThat(connector.where()).startsWith("web connector (http://?:");
            });
  }

  @Test
  void whatOfJettyAServerIsMadeWithIsNoPort() {
    String pool =
        "<constructor-arg>" + bean("util.thread.QueuedThreadPool", "") + "</constructor-arg>";

    assertThat(inspect(bean("server.Server", pool))).isEqualTo(ManagementFacts.NONE);
  }

  /** A definition inside of another may have a parent, too. */
  @Test
  void whatAPartInheritsIsSeen() {
    String xml =
        "<bean id='plain' abstract='true' class='org.eclipse.jetty.server.ServerConnector'>"
            + "<property name='host' value='::1'/></bean>"
            + bean(
                "server.Server",
                "<property name='connectors'><list><bean parent='plain'/></list></property>");

    assertThat(inspect(xml).connectors())
        .extracting(WebConnectorFacts::host)
        .containsExactly("::1");
  }

  /** A server of somebody's own. */
  public static final class OwnServer extends Server {}

  /** A guard of somebody's own. */
  public static final class OwnGuard extends ConstraintSecurityHandler {}

  /** What makes servers, to Spring. */
  public static final class Servers implements FactoryBean<Server> {
    @Override
    public Server getObject() {
      return new Server();
    }

    @Override
    public Class<Server> getObjectType() {
      return Server.class;
    }
  }

  /** Methods that make something. */
  public static final class Methods {

    private Methods() {}

    static Server server() {
      return new Server();
    }

    static OwnServer ownServer() {
      return new OwnServer();
    }

    static Handler handler() {
      return new OwnGuard();
    }
  }

  static Stream<Arguments> hidden() {
    String own = "which makes a web server's part in a way of its own";
    String method = "which a method makes";
    return Stream.of(
        arguments(OwnServer.class, "", OwnServer.class, own),
        arguments(OwnGuard.class, "", OwnGuard.class, own),
        arguments(Servers.class, "", Servers.class, own),
        arguments(Methods.class, "server", Server.class, method),
        arguments(Methods.class, "ownServer", OwnServer.class, method),
        arguments(Methods.class, "handler", Handler.class, method),
        arguments(HandlerWrapper.class, "", HandlerWrapper.class, ""),
        arguments(String.class, "", String.class, ""));
  }

  private static String definition(Class<?> type, String method) {
    return "<bean id='it' class='%s' %s/>"
        .formatted(type.getName(), method.isEmpty() ? "" : "factory-method='%s'".formatted(method));
  }

  @ParameterizedTest
  @MethodSource
  void hidden(Class<?> type, String method, Class<?> named, String why) {
    String definition = definition(type, method);

    ManagementFacts facts = inspect(definition);

    assertThat(facts.notChecked())
        .isEqualTo(
            why.isEmpty()
                ? List.of()
                : List.of("bean \"it\" (%s), %s".formatted(named.getName(), why)));
    assertThat(
            inspect("<bean class='A'><property name='p'>%s</property></bean>".formatted(definition))
                .notChecked())
        .as("inside of another")
        .isEqualTo(facts.notChecked());
  }
}
