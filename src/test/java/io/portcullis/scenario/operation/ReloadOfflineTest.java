package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.portcullis.Portcullis;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.BrokerXml;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reload fetches nothing over the network, however the file asks for it. */
@Timeout(60)
class ReloadOfflineTest {

  private static final String BEANS =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="http://www.springframework.org/schema/beans
               http://www.springframework.org/schema/beans/spring-beans.xsd">
        %s
      </beans>
      """;

  private static final String PLACEHOLDERS =
      """
      <bean class="org.springframework.context.support.PropertySourcesPlaceholderConfigurer">
        <property name="%s" value="%s"/>
      </bean>
      """;

  @TempDir private Path folder;
  private final List<String> fetched = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private BrokerService broker;
  private String asStarted;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          fetched.add(exchange.getRequestURI().toString());
          byte[] answer =
              (exchange.getRequestURI().getPath().endsWith(".xml") ? BEANS.formatted("") : "a=b")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    broker =
        BrokerFactory.createBroker(
            BrokerXml.write(
                folder, BrokerXml.GATE, "<transportConnector name=\"c\" uri=\"vm://xml\"/>"));
    asStarted = Files.readString(folder.resolve("activemq.xml"));
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
    server.stop(0);
  }

  private List<String> reload(String file) throws Exception {
    Files.writeString(folder.resolve("activemq.xml"), file);
    return ((Portcullis) broker.getPlugins()[1]).reload();
  }

  private String url(String path) {
    return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
  }

  private String with(String element) {
    return asStarted.replace("<broker ", element + "<broker ");
  }

  private void assertIsNotFetched(String file) {
    assertThatThrownBy(() -> reload(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(url(""));
    assertThat(fetched).isEmpty();
  }

  @Test
  void imports() {
    assertIsNotFetched(with("<import resource=\"%s\"/>".formatted(url("more.xml"))));
  }

  /** What is imported of this machine may import in turn. */
  @Test
  void importsOfImports() throws Exception {
    Files.writeString(
        folder.resolve("more.xml"),
        BEANS.formatted("<import resource=\"%s\"/>".formatted(url("more.xml"))));

    assertIsNotFetched(with("<import resource=\"more.xml\"/>"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"location", "locations"})
  void placeholders(String property) {
    assertIsNotFetched(with(PLACEHOLDERS.formatted(property, url("a.properties"))));
  }

  @Test
  void documentTypes() {
    assertIsNotFetched(
        "<!DOCTYPE beans SYSTEM \"%s\">\n".formatted(url("beans-of-mine.dtd")) + asStarted);
  }

  @Test
  void entities() {
    assertIsNotFetched(
        "<!DOCTYPE beans [<!ENTITY more SYSTEM \"%s\">]>\n".formatted(url("more"))
            + asStarted.replace("<broker ", "&more;<broker "));
  }

  /** One that nothing in the file needs is not asked for. */
  @Test
  void schemas() throws Exception {
    String file =
        asStarted.replace(
            "xsi:schemaLocation=\"",
            "xmlns:mine=\"urn:mine\" xsi:schemaLocation=\"urn:mine " + url("mine.xsd") + " ");

    assertThat(reload(file)).isEmpty();
    assertThatThrownBy(() -> reload(file.replace("<broker ", "<mine:thing/><broker ")))
        .isInstanceOf(ConfigurationException.class);
    assertThat(fetched).isEmpty();
  }

  /** What a broker's file usually needs is on this machine. */
  @Test
  void filesOfThisMachineAreRead() throws Exception {
    Files.writeString(folder.resolve("mode.properties"), "mode=ENFORCE");
    Files.writeString(
        folder.resolve("more.xml"),
        BEANS.formatted(
            PLACEHOLDERS.formatted("location", folder.resolve("mode.properties").toUri())));

    assertThat(reload(with("<import resource=\"more.xml\"/>"))).isEmpty();
  }
}
