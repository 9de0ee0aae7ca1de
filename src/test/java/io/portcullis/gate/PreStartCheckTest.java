package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.Portcullis;
import io.portcullis.PortcullisPlugin;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.BrokerXml;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerRegistry;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In Spring a broker is judged before anything of it starts. */
@Timeout(60)
class PreStartCheckTest {

  private static final String PLAIN = "<transportConnector name=\"c\" uri=\"tcp://127.0.0.1:0\"/>";
  private static final String IN_VM = "<transportConnector name=\"c\" uri=\"vm://xml\"/>";
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)=");
  private static final String REFUSED =
      "[require-tls] connector \"c\" (tcp://127.0.0.1:0): scheme tcp carries no TLS";

  @TempDir private Path folder;

  @Test
  void aStandbyIsRefusedAtItsOwnStartAndNotWhenItTakesOver() throws Exception {
    String shared = "persistent=\"true\" dataDirectory=\"%s\"".formatted(folder.resolve("data"));
    BrokerService master = start("master", shared, IN_VM.replace("xml", "master"));
    try {
      assertThatThrownBy(() -> start("standby", shared, PLAIN)).hasStackTraceContaining(REFUSED);

      assertThat(BrokerRegistry.getInstance().lookup("standby")).isNull();
      assertThat(master.isStarted()).isTrue();
    } finally {
      master.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "startAsync=\"true\"",
        "useJmx=\"true\"",
        "persistent=\"false\" useShutdownHook=\"true\""
      })
  void aRefusalIsAnErrorOfTheFile(String attributes) {
    assertThatThrownBy(() -> start("xml", attributes, PLAIN)).hasStackTraceContaining(REFUSED);
    assertThat(BrokerRegistry.getInstance().lookup("xml")).isNull();
  }

  @Test
  void aPortIsNotBoundFirst() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String uri = "ssl://127.0.0.1:" + taken.getLocalPort();

      assertThatThrownBy(() -> start(withUri("transportConnectorURIs", uri)))
          .hasStackTraceContaining("[refuse-unvetted-link] connector \"%s\"".formatted(uri))
          .satisfies(
              refusal ->
                  assertThat(refusal)
                      .rootCause()
                      .hasMessageNotContaining("Address already in use"));
    }
  }

  @Test
  void networkConnectorsThatAreOnlyUrisAreJudgedToo() {
    assertThatThrownBy(
            () -> start(withUri("networkConnectorURIs", "static:(tcp://127.0.0.1:61616)")))
        .hasStackTraceContaining(
            "[require-tls] network connector \"networkConnectorURIs\""
                + " (static:(tcp://127.0.0.1:61616)): scheme tcp carries no TLS");
  }

  @Test
  void itComesBeforeAnAnnotationThatStartsTheBroker() throws Exception {
    Path file = write("xml", "startAsync=\"true\"", PLAIN, BrokerXml.GATE);
    String annotated =
        Files.readString(file)
            .replace(
                "<broker ",
                "<bean class=\"org.springframework.context.annotation.CommonAnnotationBeanPostProcessor\"/>"
                    + "<broker ");
    Files.writeString(file, annotated);

    assertThatThrownBy(() -> start(file)).hasStackTraceContaining(REFUSED);
  }

  @Test
  void whatIsOnlyReportedIsSaidOnceAndTheBrokerStarts() throws Exception {
    String reporting =
        BrokerXml.GATE.replace("/>", "><property name=\"mode\" value=\"REPORT_ONLY\"/></bean>");
    try (AuditLines audit = AuditLines.capture()) {
      BrokerService broker = start(write("xml", "", PLAIN, reporting));
      try {
        assertThat(audit.lines())
            .filteredOn(line -> line.contains("\"rule\":\"require-tls\""))
            .hasSize(1);
      } finally {
        broker.stop();
      }
    }
  }

  @Test
  void aPluginThatNobodyKnowsMayLogInWhenItIsInstalled() throws Exception {
    BrokerService broker = start(write("xml", "", IN_VM, plugin(LogsIn.class) + BrokerXml.GATE));
    try {
      assertThat(broker.getBroker().getAdaptor(PortcullisBroker.class)).isNotNull();
    } finally {
      broker.stop();
    }
  }

  @Test
  void aPluginThatNobodyKnowsAndThatDoesNotLogInIsFoundOutWhenItIsInstalled() throws Exception {
    Path file = write("xml", "", IN_VM, plugin(DoesNothing.class) + BrokerXml.GATE);

    assertThatThrownBy(() -> start(file))
        .hasStackTraceContaining(
            "[require-authentication] broker \"xml\": no authentication plugin is configured");
  }

  /** Between the look and the start somebody may still change it. */
  @Test
  void whatIsSaidAfterTheLookHolds() throws Exception {
    BrokerService broker = start(write("xml", "start=\"false\"", IN_VM, BrokerXml.GATE));
    try {
      Portcullis gate = (Portcullis) broker.getPlugins()[1];
      gate.setClientCertificates("REQUIRED");
      gate.setMode("LAX");

      assertThatThrownBy(broker::start).hasStackTraceContaining("mode=\"LAX\" is not one of");
    } finally {
      broker.stop();
    }
  }

  /** Beans of code are looked at like beans of a file. */
  @Test
  void aBrokerThatAMethodMakesIsJudgedBeforeItStarts() {
    Installed.TIMES.set(0);

    assertThatThrownBy(() -> new AnnotationConfigApplicationContext(InCode.class).close())
        .hasStackTraceContaining(REFUSED);

    assertThat(Installed.TIMES).hasValue(0);
  }

  /** Made by methods. */
  @Configuration
  public static class InCode {

    @Bean
    PortcullisPlugin gate() {
      return new PortcullisPlugin();
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    BrokerService broker(PortcullisPlugin gate) throws Exception {
      TransportConnector connector = new TransportConnector();
      connector.setName("c");
      connector.setUri(new URI("tcp://127.0.0.1:0"));
      BrokerService broker = new BrokerService();
      broker.setPersistent(false);
      broker.setUseJmx(false);
      broker.addConnector(connector);
      broker.setPlugins(new BrokerPlugin[] {new Installed(), gate});
      return broker;
    }
  }

  /** Counts its installations. */
  public static final class Installed implements BrokerPlugin {

    private static final AtomicInteger TIMES = new AtomicInteger();

    @Override
    public Broker installPlugin(Broker broker) {
      TIMES.incrementAndGet();
      return broker;
    }
  }

  private static String plugin(Class<?> type) {
    return "<bean xmlns=\"http://www.springframework.org/schema/beans\" class=\"%s\"/>"
        .formatted(type.getName());
  }

  private Path withUri(String list, String uri) throws Exception {
    String element =
        "<%1$s><value xmlns=\"http://www.springframework.org/schema/beans\">%2$s</value></%1$s>"
            .formatted(list, uri);
    Path file = write("xml", "", IN_VM, BrokerXml.GATE);
    return Files.writeString(
        file,
        Files.readString(file).replace("<transportConnectors>", element + "<transportConnectors>"));
  }

  private BrokerService start(String name, String attributes, String connectors) throws Exception {
    return start(write(name, attributes, connectors, BrokerXml.GATE));
  }

  private Path write(String name, String attributes, String connectors, String plugins)
      throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    BrokerXml.write(own, plugins, connectors);
    Path file = own.resolve("activemq.xml");
    String text =
        Files.readString(file).replace("brokerName=\"xml\"", "brokerName=\"%s\"".formatted(name));
    for (MatchResult key : ATTRIBUTE.matcher(attributes).results().toList()) {
      text = text.replaceFirst(" %s=\"[^\"]*\"".formatted(key.group(1)), "");
    }
    if (plugins.contains("DoesNothing") || plugins.contains("LogsIn")) {
      text =
          text.replaceFirst("(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>", "");
    }
    return Files.writeString(file, text.replace("<broker ", "<broker %s ".formatted(attributes)));
  }

  private static BrokerService start(Path file) throws Exception {
    return BrokerFactory.createBroker("xbean:" + file);
  }

  /** Somebody's own way to log in. */
  public static final class LogsIn implements BrokerPlugin {
    @Override
    public Broker installPlugin(Broker broker) {
      return new SimpleAuthenticationPlugin(
              List.of(new AuthenticationUser("admin", "a-long-password", "admins")))
          .installPlugin(broker);
    }
  }

  /** Somebody's own plugin for something else. */
  public static final class DoesNothing implements BrokerPlugin {
    @Override
    public Broker installPlugin(Broker broker) {
      return broker;
    }
  }
}
