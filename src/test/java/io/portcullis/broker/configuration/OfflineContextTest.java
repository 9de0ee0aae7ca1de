package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check reads a file as ActiveMQ does, and fetches nothing that the file names elsewhere. */
class OfflineContextTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<import resource=\"URL\"/>",
        "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">"
            + "<property name=\"location\" value=\"URL\"/></bean>",
        "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">"
            + "<property name=\"locations\"><list><value>jar:URL!/a</value></list></property></bean>"
      })
  void whatIsElsewhereIsNotFetched(String element) throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:%d/more.xml".formatted(elsewhere.getLocalPort());
      Path file = file(xml -> xml.replace("<broker ", element.replace("URL", url) + "<broker "));

      assertNotFetched(file, url, elsewhere);
    }
  }

  @Test
  void noDoctypeIsFetched() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:%d/beans.dtd".formatted(elsewhere.getLocalPort());
      Path file = file(xml -> "<!DOCTYPE beans SYSTEM \"%s\">%n%s".formatted(url, xml));

      assertNotFetched(file, url, elsewhere);
    }
  }

  private static void assertNotFetched(Path file, String url, ServerSocket elsewhere)
      throws Exception {
    assertThat(said(file))
        .contains("it needs ", url)
        .contains(", and nothing is fetched over the network; put a copy beside the file");
    elsewhere.setSoTimeout(1);
    assertThat(catchThrowable(elsewhere::accept)).isInstanceOf(SocketTimeoutException.class);
  }

  /** What is wrong in the file, or why nothing of it can be judged. */
  private static String said(Path file) {
    try {
      return CheckedBroker.of(file, Clock.systemUTC()).findings().stream()
          .filter(finding -> finding.violation().rule().equals("configuration"))
          .map(finding -> finding.violation().line())
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** ActiveMQ validates, so a start fails where the schema does not know what Spring would take. */
  @Test
  void whatTheSchemaDoesNotKnowIsToldAsThat() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                    "brokerName=\"xml\"", "brokerName=\"xml\" networkConnectorURIs=\"tcp://a:1\""));

    assertThat(said(file))
        .contains("<broker> has no attribute \"networkConnectorURIs\"; remove it")
        .contains("started with xbean:activemq.xml?validate=false, ActiveMQ takes it");
  }

  @Test
  void aFileThatNamesNoSchemaIsToldWhichOne() throws Exception {
    Path file = file(xml -> xml.replaceAll("(?s)xsi:schemaLocation=\"[^\"]*\"", ""));

    assertThat(said(file))
        .contains(
            "write xsi:schemaLocation=\"http://activemq.apache.org/schema/core"
                + " http://activemq.apache.org/schema/core/activemq-core.xsd"
                + " http://www.springframework.org/schema/beans"
                + " http://www.springframework.org/schema/beans/spring-beans.xsd\"");
  }

  @Test
  void whatIsBesideItOrOnTheClassPathIsRead() throws Exception {
    Files.writeString(folder.resolve("names.properties"), "name=beside");
    BrokerXml.write(folder, BrokerXml.GATE, "");
    Path whole = Files.move(folder.resolve("activemq.xml"), folder.resolve("broker.xml"));
    Files.writeString(
        whole,
        Files.readString(whole)
            .replace("brokerName=\"xml\"", "brokerName=\"${name}\"")
            .replace(
                "<broker ",
                "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">"
                    + "<property name=\"location\" value=\"file:%s/names.properties\"/></bean><broker "
                        .formatted(folder)));
    String beans = Files.readString(whole).replaceAll("(?s)<b(roker|ean) .*</(broker|bean)>", "");
    Path file =
        Files.writeString(
            folder.resolve("activemq.xml"),
            beans.replace("</beans>", "<import resource=\"broker.xml\"/></beans>"));

    CheckedBroker checked = CheckedBroker.of(file, Clock.systemUTC());

    assertThat(checked.judgement().broker().name()).isEqualTo("beside");
  }

  private Path file(UnaryOperator<String> change) throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, "");
    Path file = folder.resolve("activemq.xml");
    return Files.writeString(file, change.apply(Files.readString(file)));
  }
}
