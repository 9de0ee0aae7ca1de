package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
    assertThatThrownBy(() -> CheckedBroker.of(file, Clock.systemUTC()))
        .isInstanceOf(IOException.class)
        .message()
        .startsWith("it needs ")
        .contains(url)
        .endsWith(", and nothing is fetched over the network; put a copy beside the file");
    elsewhere.setSoTimeout(1);
    assertThat(catchThrowable(elsewhere::accept)).isInstanceOf(SocketTimeoutException.class);
  }

  /** ActiveMQ validates, so a start fails where the schema does not know what Spring would take. */
  @Test
  void whatTheSchemaDoesNotKnowCannotBeRead() throws Exception {
    Path file =
        file(
            xml ->
                xml.replace(
                    "brokerName=\"xml\"", "brokerName=\"xml\" networkConnectorURIs=\"tcp://a:1\""));

    assertThatThrownBy(() -> CheckedBroker.of(file, Clock.systemUTC()))
        .hasMessage(
            "line 8: Attribute 'networkConnectorURIs' is not allowed to appear in element 'broker'.");
  }

  @Test
  void aFileThatNamesNoSchemaCannotBeRead() throws Exception {
    Path file = file(xml -> xml.replaceAll("(?s)xsi:schemaLocation=\"[^\"]*\"", ""));

    assertThatThrownBy(() -> CheckedBroker.of(file, Clock.systemUTC()))
        .hasMessage(
            "line 3: Cannot find the declaration of element 'beans'. Name its schema in"
                + " xsi:schemaLocation.");
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
