package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.portcullis.login.LoginFiles;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.LoggedErrors;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.jmx.ManagementContext;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ActiveMQ's own jetty.xml, imported into a real activemq.xml, keeps from starting. */
class ManagementTest {

  private static final Path STOCK = Path.of("target/apache-activemq-5.18.3/conf/jetty.xml");

  private static final String ANY_SITE =
      "[secure-management] web application \"%s\": a page of any site may use it with the login of"
          + " whoever sits before the browser; put <bean class=\"io.portcullis.SameOrigin\""
          + " factory-method=\"before\"><constructor-arg> and </constructor-arg></bean> around what"
          + " is in <property name=\"handler\"> of the server's bean";

  private static final String ROLES =
      "[secure-management] web application \"%s\": whoever has the role %s may log in and act as the"
          + " console's own user; %swhoever has neither role loses the console";

  private static final String SHIPPED =
      "[refuse-default-credentials] %s: user \"admin\" has a password that ActiveMQ is shipped with;"
          + " write another password of admin into %1$s; its clients use it too, such as those of"
          + " credentials.properties";

  @TempDir private Path folder;

  /** What lets the allowed roles in, and no others. */
  private String let(String constraint) {
    return set("roles", "admins,activemq-webconsole", constraint) + "; ";
  }

  private String set(String property, String value, String bean) {
    return ("put <property name=\"%s\" value=\"%s\"/> into <bean id=\"%s\"> in %s, in place of any"
            + " other of that name there")
        .formatted(property, value, bean, folder.resolve("jetty.xml"));
  }

  @BeforeEach
  void setHome() {
    System.setProperty("activemq.home", folder.toString());
    System.setProperty("activemq.conf", folder.toString());
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("activemq.home");
    System.clearProperty("activemq.conf");
  }

  @Test
  void rolesOf6_1LetUsersInToConsoleAndJolokia() throws Exception {
    String jetty =
        Files.readString(STOCK)
            .replaceFirst("value=\"user,admin\"", "value=\"users,admins\"")
            .replaceFirst("value=\"admin\"", "value=\"admins\"")
            .replaceFirst("value=\"/,/api/[^\"]*\"", "value=\"/\"");

    assertThat(problems(jetty))
        .containsExactly(
            ANY_SITE.formatted("/admin"),
            ROLES.formatted("/admin", "users", let("securityConstraint")),
            ANY_SITE.formatted("/api"),
            ROLES.formatted("/api", "users", let("securityConstraint")));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    String jetty =
        Files.readString(STOCK)
            .replace("name=\"host\" value=\"127.0.0.1\"", "name=\"host\" value=\"0.0.0.0\"");

    String open =
        "[secure-management] web application \"%s\": the constraints around it leave some of its"
            + " paths out, so it can be used without a login; "
            + set("pathSpec", "/", "securityConstraintMapping");
    List<String> expected =
        List.of(
            "[secure-management] web connector (http://0.0.0.0:8161): other machines reach it, and"
                + " it does not speak TLS; "
                + set("host", "127.0.0.1", "Connector")
                + ", or give it an SslContextFactory",
            open.formatted("/admin"),
            ANY_SITE.formatted("/admin"),
            ROLES.formatted(
                "/admin",
                "admin or user",
                let("adminSecurityConstraint") + let("securityConstraint")),
            open.formatted("/api"),
            ANY_SITE.formatted("/api"),
            ROLES.formatted(
                "/api",
                "admin or user",
                let("adminSecurityConstraint") + let("securityConstraint")));
    assertThat(problems(jetty))
        .as("the file is that of 5.18, whose Jetty alone takes several paths in one")
        .isEqualTo(
            expected.stream()
                .filter(line -> !Line.V6_1.isYetToCome() || !line.contains("leave some"))
                .toList());
  }

  /** The console of 6.1 and 6.2 asks ActiveMQ's login configuration, whatever the broker asks. */
  @Test
  void passwordsThatEverybodyKnowsAreFoundBehindTheConsolesLogin() throws Exception {
    Path users = Files.writeString(folder.resolve("users.properties"), "admin=admin");
    Configuration before = Configuration.getConfiguration();
    try {
      Configuration.setConfiguration(LoginFiles.configuration(LoginFiles.properties(folder)));

      assertThat(
              problems(
                  Files.readString(STOCK)
                      .replace(
                          "org.eclipse.jetty.security.HashLoginService",
                          "org.eclipse.jetty.jaas.JAASLoginService")
                      .replaceAll(
                          "name=\"config\" value=\"[^\"]*\"",
                          "name=\"loginModuleName\" value=\"activemq\"")))
          .contains(SHIPPED.formatted(users));
    } finally {
      Configuration.setConfiguration(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty-realm.properties", "console.properties"})
  void passwordsThatEverybodyKnowsAreFoundOnceInTheConsolesFile(String name) throws Exception {
    Path realm = Files.writeString(folder.resolve(name), "admin: admin, admins");

    assertThat(problems(Files.readString(STOCK).replace("jetty-realm.properties", name)))
        .filteredOn(problem -> problem.startsWith("[refuse-default-credentials]"))
        .containsExactly(SHIPPED.formatted(realm));
  }

  @Test
  void aConsolesFileThatCannotBeReadIsNotChecked() throws Exception {
    try (LoggedErrors log = LoggedErrors.of("io.portcullis.Portcullis")) {
      problems(Files.readString(STOCK));

      assertThat(log.lines())
          .contains(
              "Not checked: [refuse-default-credentials] passwords in %s: there is no such file"
                  .formatted(folder.resolve("jetty-realm.properties")));
    }
  }

  /** On a host that has no other addresses than loopback's, nobody else reaches it. */
  @Test
  void theJmxConnectorOfActiveMqIsOnEveryAddressWhateverItsHost() throws Exception {
    assumeFalse(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .allMatch(InetAddress::isLoopbackAddress));
    ManagementContext jmx = new ManagementContext();
    jmx.setCreateConnector(true);
    jmx.setConnectorHost("127.0.0.1");
    jmx.setConnectorPort(FreePorts.next());
    GatedBroker broker =
        GatedBroker.create().withService(service -> service.setManagementContext(jmx));

    Throwable thrown = catchThrowable(broker::start);
    broker.stop();

    assertThat(thrown).hasCauseInstanceOf(ConfigurationException.class);
    assertThat(((ConfigurationException) thrown.getCause()).problems())
        .singleElement()
        .asString()
        .startsWith(
            "[secure-management] ActiveMQ's JMX connector (port %d): other machines reach it,"
                    .formatted(jmx.getConnectorPort())
                + " without TLS and without a login; ");
  }

  private List<String> problems(String jetty) throws Exception {
    String uri = BrokerXml.write(folder, BrokerXml.GATE, "");
    Path xml = folder.resolve("activemq.xml");
    Files.writeString(
        xml,
        Files.readString(xml)
            .replace("</broker>", "</broker>" + PLACEHOLDERS + "<import resource=\"jetty.xml\"/>"));
    Files.writeString(folder.resolve("jetty.xml"), jetty);

    Throwable thrown = catchThrowable(() -> BrokerFactory.createBroker(uri).stop());

    Throwable cause = Throwables.getRootCause(thrown);
    assertThat(cause).isInstanceOf(ConfigurationException.class);
    return ((ConfigurationException) cause).problems();
  }

  private static final String PLACEHOLDERS =
      "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>";
}
