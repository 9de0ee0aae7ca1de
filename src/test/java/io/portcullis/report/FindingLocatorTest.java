package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.testing.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Violations of a real file, each at the element that is to be changed. */
class FindingLocatorTest {

  private static final String XML =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="
               http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
               http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
        <import resource="web.xml"/>
        <broker xmlns="http://activemq.apache.org/schema/core" brokerName="b"
                persistent="false" maxUncommittedCount="0">
          <destinationPolicy><policyMap><policyEntries>
            <policyEntry queue=">"/>
            <policyEntry topic=">"/>
          </policyEntries></policyMap></destinationPolicy>
          <managementContext>
            <managementContext createConnector="true"/>
          </managementContext>
          <networkConnectors>
            <networkConnector name="m" uri="static:(ssl://b:1)"/>
            <networkConnector name="n" uri="static:(tcp://b:1)"/>
          </networkConnectors>
          <plugins>
            <simpleAuthenticationPlugin anonymousAccessAllowed="true"><users>
              <authenticationUser username="ann" password="a-long-password" groups="x"/>
              <authenticationUser username="bob" password="admin" groups="x"/>
            </users></simpleAuthenticationPlugin>
            <authorizationPlugin><map>
              <authorizationMap><authorizationEntries>
                <authorizationEntry topic=">" read="x" write="x" admin="x"/>
                <authorizationEntry queue=">" read="x" write="x" admin="x"/>
              </authorizationEntries></authorizationMap>
            </map></authorizationPlugin>
            <bean xmlns="http://www.springframework.org/schema/beans"
                  class="io.portcullis.PortcullisPlugin"/>
            <bean xmlns="http://www.springframework.org/schema/beans"
                  class="org.apache.activemq.plugin.StatisticsBrokerPlugin"/>
          </plugins>
          <proxyConnectors>
            <proxyConnector name="p" bind="tcp://127.0.0.1:0" remote="tcp://127.0.0.1:1"/>
          </proxyConnectors>
          <systemUsage>
            <systemUsage>
              <memoryUsage><memoryUsage limit="1000 gb"/></memoryUsage>
            </systemUsage>
          </systemUsage>
          <transportConnectors>
            <transportConnector
               uri="ssl://127.0.0.1:0"/>
            <transportConnector
               uri="tcp://127.0.0.1:0"/>
          </transportConnectors>
        </broker>
      </beans>
      """;

  private static final String WEB =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="
               http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
               http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
        <bean id="server" class="org.eclipse.jetty.server.Server"/>
        <bean id="connector" class="org.eclipse.jetty.server.ServerConnector">
          <constructor-arg ref="server"/>
          <property name="host" value="0.0.0.0"/>
          <property name="port" value="8161"/>
        </bean>
      </beans>
      """;

  @TempDir private Path folder;

  @Test
  void everyKindOfViolationHasItsElement() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("activemq.xml"),
            Line.V6_1.isYetToCome() ? XML.replace(" maxUncommittedCount=\"0\"", "") : XML);
    Files.writeString(folder.resolve("web.xml"), WEB);
    CheckedBroker checked = CheckedBroker.of(file, Clock.systemUTC());
    FindingLocator places = FindingLocator.of(file, checked.judgement().broker());

    List<String> lines =
        checked.findings().stream()
            .map(places::place)
            .map(FindingLocatorTest::line)
            .distinct()
            .toList();

    assertThat(lines)
        .contains(
            line(
                "require-tls",
                "network connector \"n\" (static:(tcp://b:1))",
                "<networkConnector name=\"n\" uri=\"static:(tcp"),
            line(
                "require-tls",
                "connector \"tcp://127.0.0.1:0\" (tcp://127.0.0.1:0)",
                "<transportConnector\n         uri=\"tcp"),
            line(
                "require-valid-certificate",
                "connector \"ssl://127.0.0.1:0\" (ssl://127.0.0.1:0)",
                "<transportConnector\n         uri=\"ssl"),
            line(
                "refuse-unvetted-link",
                "proxy connector \"p\" (tcp://127.0.0.1:0)",
                "<proxyConnector name"),
            line(
                "refuse-unvetted-link",
                "broker \"b\"",
                "<bean xmlns=\"http://www.springframework.org/schema/beans\"\n            class=\"org.apache"),
            line("require-authentication", "broker \"b\"", "<simpleAuthenticationPlugin"),
            line(
                "refuse-default-credentials",
                "simpleAuthenticationPlugin",
                "<authenticationUser username=\"bob"),
            line("require-system-group", "authorization map", "<authorizationEntry queue"),
            line("require-system-group", "authorization map", "<authorizationEntry topic"),
            line("guard-temporary-destinations", "authorization map", "<authorizationMap"),
            line("bound-resources", "queue://>", "<policyEntry queue"),
            line("bound-resources", "topic://>", "<policyEntry topic"),
            line("bound-resources", "temp-queue://>", "<policyEntries"),
            line("bound-resources", "memoryUsage", "<memoryUsage"),
            line(
                "secure-management",
                "ActiveMQ's JMX connector (port 1099)",
                "<managementContext createConnector"),
            "secure-management web connector (http://0.0.0.0:8161) web.xml 7");
    if (BrokerVersion.boundsTransactions()) {
      assertThat(lines).contains(line("bound-resources", "broker", "<broker"));
    }
    assertThat(lines)
        .filteredOn(found -> found.startsWith("require-supported-broker ActiveMQ"))
        .allMatch(
            "require-supported-broker ActiveMQ %s activemq.xml 7 or so"
                    .formatted(ActiveMQConnectionMetaData.PROVIDER_VERSION)
                ::equals);
  }

  private static String line(String rule, String where, String element) {
    long line = XML.substring(0, XML.indexOf(element)).lines().count();
    boolean whole = XML.substring(0, XML.indexOf(element)).endsWith("\n");
    return "%s %s activemq.xml %d".formatted(rule, where, whole ? line + 1 : line);
  }

  private static String line(PlacedFinding found) {
    return "%s %s %s %d%s"
        .formatted(
            found.rule(),
            found.violation().where(),
            found.place().file().getFileName(),
            found.place().line(),
            found.exact() ? "" : " or so");
  }
}
