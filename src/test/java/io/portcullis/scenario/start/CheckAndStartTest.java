package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.rule.NotChecked;
import io.portcullis.rule.Violation;
import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a check says of a file is what a start says of it, and it does nothing else. */
class CheckAndStartTest {

  private static final String PASSWORD = "correct-horse-battery";

  private static final String OPEN_MAP =
      """
      <authorizationPlugin><map><authorizationMap><authorizationEntries>
        <authorizationEntry queue=">" read="admins" write="admins" admin="admins"/>
        <authorizationEntry topic=">" read="admins" write="admins" admin="admins"/>
      </authorizationEntries></authorizationMap></map></authorizationPlugin>
      """;

  private static final String GOOD_MAP =
      OPEN_MAP
          .replace("\"admins\"", "\"admins,activemq-webconsole\"")
          .replace(
              "</authorizationEntries>",
              "</authorizationEntries><tempDestinationAuthorizationEntry>"
                  + "<tempDestinationAuthorizationEntry read=\"admins\" write=\"admins\" admin=\"admins\"/>"
                  + "</tempDestinationAuthorizationEntry>");

  private static final String SSL_CONTEXT =
      "<sslContext><sslContext keyStore=\"file:%s/broker.p12\" keyStoreType=\"PKCS12\""
          + " keyStorePassword=\""
          + PASSWORD
          + "\"/></sslContext>";

  private static final String REOPENED =
      "<networkConnectors><networkConnector name=\"n\" uri=\"static:(tcp://127.0.0.1:1)\""
          + " syncDurableSubs=\"true\"/><networkConnector name=\"m\" uri=\"static:(tcp://127.0.0.1:1)\""
          + " syncDurableSubs=\"true\"/></networkConnectors>";

  private static final String WAIVED =
      BrokerXml.waivers(
          BrokerXml.waiver(
              "guard-reopened-doors", "network-connector:n", "a network of ours", "9999-12-31"));

  @TempDir private Path folder;

  static Stream<Arguments> configurations() {
    return Stream.of(
        row("a good one", 0, "", xml -> xml),
        row("plaintext", 2, tcp("a") + tcp("b"), xml -> xml),
        row(
            "links",
            3,
            "",
            in(
                "<networkConnectors><networkConnector name=\"n\" uri=\"static:(tcp://127.0.0.1:1)\"/>"
                    + "</networkConnectors><proxyConnectors><proxyConnector name=\"p\""
                    + " bind=\"tcp://127.0.0.1:0\" remote=\"tcp://127.0.0.1:1\"/></proxyConnectors>"
                    + "<jmsBridgeConnectors><jmsQueueConnector name=\"j\"/></jmsBridgeConnectors>")),
        row(
            "anonymous clients",
            1,
            "",
            xml ->
                xml.replace(
                    "<simpleAuthenticationPlugin>",
                    "<simpleAuthenticationPlugin anonymousAccessAllowed=\"true\">")),
        row("shipped passwords", 2, "", xml -> xml.replace("a-long-password", "admin")),
        row(
            "nobody logs in",
            1,
            "",
            xml ->
                xml.replaceAll(
                    "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>", "")),
        row(
            "a map without the system group",
            7,
            "",
            xml -> xml.replace("<bean ", OPEN_MAP + "<bean ")),
        row(
            "a map behind another, which is asked first",
            7,
            "",
            xml -> xml.replace("<bean ", GOOD_MAP + OPEN_MAP + "<bean ")),
        row(
            "a plugin behind Portcullis",
            1,
            "",
            xml -> xml.replace("</plugins>", "<statisticsBrokerPlugin/></plugins>")),
        row("ActiveMQ's JMX connector", 1, "", jmx()),
        row(
            "a JMX connector and plaintext, only reported",
            0,
            tcp("a"),
            jmx().andThen(gate("<property name=\"mode\" value=\"REPORT_ONLY\"/>"))::apply),
        row(
            "a rule that is enforced all the same",
            1,
            tcp("a"),
            gate(
                "<property name=\"mode\" value=\"REPORT_ONLY\"/>"
                    + "<property name=\"enforce\" value=\"require-tls\"/>")),
        row(
            "a protocol that nobody named",
            1,
            "<transportConnector name=\"v\" uri=\"vm://v\"/>" + tcp("a"),
            gate(
                "<property name=\"protocols\" value=\"mqtt\"/>"
                    + "<property name=\"reportOnly\" value=\"require-tls\"/>")),
        row(
            "a protocol that no connector speaks",
            0,
            tcp("a"),
            gate(
                "<property name=\"protocols\" value=\"openwire,amqp+ws\"/>"
                    + "<property name=\"reportOnly\" value=\"require-tls\"/>")),
        row("settings that open mended holes", 4, "", in(REOPENED)),
        row(
            "settings that open mended holes, only reported",
            0,
            "",
            in(REOPENED)
                    .andThen(
                        gate(
                            "<property name=\"reportOnly\" value=\"guard-reopened-doors,require-tls\"/>"))
                ::apply),
        row(
            "settings that open mended holes, one of them waived",
            3,
            "",
            in(REOPENED).andThen(gate(WAIVED))::apply),
        row(
            "weak TLS",
            1,
            "<transportConnector name=\"s\" uri=\"ssl://127.0.0.1:0?transport.enabledProtocols=TLSv1\"/>",
            in(SSL_CONTEXT)),
        row(
            "a certificate that is for nobody else",
            1,
            "<transportConnector name=\"s\" uri=\"ssl://0.0.0.0:0\"/>",
            in(SSL_CONTEXT)),
        row(
            "no certificate",
            1,
            "<transportConnector name=\"s\" uri=\"ssl://127.0.0.1:0\"/>",
            in("<sslContext><sslContext/></sslContext>")),
        row(
            "client certificates that nobody asks for",
            1,
            "<transportConnector name=\"s\" uri=\"ssl://127.0.0.1:0\"/>",
            in(SSL_CONTEXT)
                    .andThen(gate("<property name=\"clientCertificates\" value=\"REQUIRED\"/>"))
                ::apply));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void bothSayTheSame(int violations, String connectors, UnaryOperator<String> change)
      throws Exception {
    Path file = write(connectors, change);
    Set<String> files = files();

    List<String> checked = refused(file);

    assertThat(files()).isEqualTo(files);
    assertThat(withoutFolder(checked))
        .containsExactlyElementsOf(withoutFolder(refusedAtStart(file)))
        .hasSize(violations);
  }

  /** A start without ActiveMQ's script knows no folder but that of the process. */
  private List<String> withoutFolder(List<String> said) {
    return said.stream()
        .map(
            line ->
                line.replace(folder.toString(), "FOLDER")
                    .replace(Path.of("").toAbsolutePath().toString(), "FOLDER"))
        .toList();
  }

  @Test
  void wrongPropertiesAreSaidByBoth() throws Exception {
    Path file =
        write(
            tcp("a"),
            gate(
                "<property name=\"mode\" value=\"ENFORCEE\"/>"
                    + "<property name=\"certificateWarningDays\" value=\"soon\"/>"));

    CheckedBroker checked = CheckedBroker.of(file, Clock.systemUTC());

    assertThat(checked.findings())
        .extracting(finding -> finding.violation().found())
        .containsExactlyElementsOf(refusedAtStart(file))
        .hasSize(2);
    assertThat(checked.wouldStart()).isFalse();
  }

  @Test
  void ofSeveralBrokersTheOthersAreNotChecked() throws Exception {
    Path file =
        write(
            "",
            xml ->
                xml.replace(
                    "</beans>",
                    "<broker xmlns=\"http://activemq.apache.org/schema/core\" id=\"second\""
                        + " brokerName=\"second\"/></beans>"));

    CheckedBroker checked = CheckedBroker.of(file, Clock.systemUTC());

    assertThat(checked.judgement().notChecked())
        .extracting(NotChecked::line)
        .contains("another broker of the same file, bean \"second\"");
  }

  @Test
  void nothingIsBound() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file =
          write(
              "<transportConnector name=\"t\" uri=\"tcp://127.0.0.1:%d\"/>"
                  .formatted(taken.getLocalPort()),
              in("<managementContext><managementContext createConnector=\"true\""
                          + " connectorPort=\"%d\"/></managementContext>"
                              .formatted(taken.getLocalPort()))
                      .andThen(xml -> xml.replace("useJmx=\"false\"", "useJmx=\"true\""))
                  ::apply);

      assertThat(refused(file)).hasSize(2);
    }
  }

  private static Arguments row(
      String name, int violations, String connectors, UnaryOperator<String> change) {
    return arguments(named(name, violations), connectors, change);
  }

  private static String tcp(String name) {
    return "<transportConnector name=\"%s\" uri=\"tcp://127.0.0.1:0\"/>".formatted(name);
  }

  private static UnaryOperator<String> in(String elements) {
    return xml -> xml.replace("<plugins>", elements + "<plugins>");
  }

  private static UnaryOperator<String> gate(String properties) {
    return xml ->
        xml.replace(BrokerXml.GATE, BrokerXml.GATE.replace("/>", ">" + properties + "</bean>"));
  }

  private static UnaryOperator<String> jmx() {
    return in("<managementContext><managementContext createConnector=\"true\" connectorPort=\"0\"/>"
                + "</managementContext>")
            .andThen(xml -> xml.replace("useJmx=\"false\"", "useJmx=\"true\""))
        ::apply;
  }

  private Path write(String connectors, UnaryOperator<String> change) throws Exception {
    DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    BrokerXml.write(folder, BrokerXml.GATE, connectors);
    Path file = folder.resolve("activemq.xml");
    String xml =
        change.apply(Files.readString(file)).replace("%s/broker.p12", folder + "/broker.p12");
    return Files.writeString(
        file, xml.replace("<broker ", "<broker dataDirectory=\"%s/data\" ".formatted(folder)));
  }

  private static List<String> refused(Path file) throws IOException {
    return CheckedBroker.of(file, Clock.systemUTC()).findings().stream()
        .filter(finding -> finding.disposition() == Disposition.REFUSED)
        .map(Finding::violation)
        .map(Violation::line)
        .toList();
  }

  private static List<String> refusedAtStart(Path file) throws Exception {
    try {
      BrokerService broker = BrokerFactory.createBroker("xbean:" + file, true);
      broker.stop();
      broker.waitUntilStopped();
      return List.of();
    } catch (Exception e) {
      if (Throwables.getRootCause(e) instanceof ConfigurationException refusal) {
        return refusal.problems();
      }
      throw e;
    }
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
