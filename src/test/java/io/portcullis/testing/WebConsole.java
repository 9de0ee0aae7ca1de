package io.portcullis.testing;

import io.portcullis.broker.jmx.PortcullisView;
import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.demo.Installation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.net.ssl.SSLContext;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerService;
import org.apache.xbean.spring.context.ResourceXmlApplicationContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.core.io.FileSystemResource;

/**
 * ActiveMQ's real web console on its Jetty, beside a broker behind the gate: an installation made
 * of the files in {@code conf/}, started as {@code bin/activemq} starts it, but on free ports.
 */
public final class WebConsole implements AutoCloseable {

  private static final Path CONF = Path.of("conf");

  /** The console of the line that runs, unpacked by the build. */
  private static final Path CONSOLE =
      Path.of(System.getProperty("portcullis.testing.console", "target/activemq/webapps/admin"));

  private static final Path REST = Path.of("src", "test", "resources", "webapps");

  /** What an installation sets for its JVM. */
  private static final List<String> SYSTEM_PROPERTIES =
      List.of(
          "activemq.home",
          "activemq.conf",
          "activemq.data",
          "java.security.auth.login.config",
          "jolokia.conf");

  /** As 5.18.3 to 6.2.5 have it. */
  private static final Path JOLOKIA =
      Path.of("target", "apache-activemq-5.18.3", "conf", "jolokia-access.xml");

  /** Set by an installation too, but here the tests' own stays in force. */
  private static final String LOGGING = "log4j2.configurationFile";

  /**
   * Users, passwords and certificates, the same for all: ActiveMQ's {@code WebClient} keeps the
   * first connection factory that it sees for as long as the JVM lives.
   */
  private static final Path TEMPLATE = template();

  private static final String BROKER_END = "</broker>";
  private static final String IMPORT = "\n\n  <import resource=\"jetty.xml\"/>";

  private final Installation installation;
  private final ResourceXmlApplicationContext context;

  private WebConsole(Installation installation, ResourceXmlApplicationContext context) {
    this.installation = installation;
    this.context = context;
  }

  /**
   * Installs and starts a broker and its console, as they stand in {@code conf/}.
   *
   * @param home where to: a folder that does not exist yet
   */
  public static WebConsole start(Path home) throws Exception {
    return start(home, UnaryOperator.identity());
  }

  /**
   * Installs and starts a broker and its console.
   *
   * @param home where to: a folder that does not exist yet
   * @param change what is different in {@code activemq.xml}
   */
  public static WebConsole start(Path home, UnaryOperator<String> change) throws Exception {
    return start(home, change, UnaryOperator.identity());
  }

  /**
   * Installs and starts a broker and its console.
   *
   * @param home where to: a folder that does not exist yet
   * @param change what is different in {@code activemq.xml}
   * @param jetty what is different in {@code jetty.xml}
   */
  public static WebConsole start(
      Path home, UnaryOperator<String> change, UnaryOperator<String> jetty) throws Exception {
    return start(home, change, jetty, UnaryOperator.identity());
  }

  /**
   * Installs and starts a broker and its console.
   *
   * @param home where to: a folder that does not exist yet
   * @param change what is different in {@code activemq.xml}
   * @param jetty what is different in {@code jetty.xml}
   * @param access what is different in {@code jolokia-access.xml}
   */
  public static WebConsole start(
      Path home,
      UnaryOperator<String> change,
      UnaryOperator<String> jetty,
      UnaryOperator<String> access)
      throws Exception {
    Path conf = home.resolve("conf");
    copy(TEMPLATE, home);
    copy(CONF.resolve("console"), conf.resolve("console"));
    copy(CONSOLE, home.resolve("webapps").resolve("admin"));
    copy(REST, home.resolve("webapps"));
    if (Line.hasClosedDoors()) {
      ClosedDoors.takeOutMessageServlet(home.resolve("webapps/api/WEB-INF/web.xml"));
    }
    Files.writeString(conf.resolve("jetty.xml"), jetty.apply(onFreePorts("jetty.xml")));
    Files.writeString(
        conf.resolve("jolokia-access.xml"), access.apply(strictest(Files.readString(JOLOKIA))));
    Path xml = conf.resolve("activemq.xml");
    Files.writeString(
        xml, change.apply(onFreePorts("activemq.xml").replace(BROKER_END, BROKER_END + IMPORT)));
    Installation installation = Installation.in(CONF, home);
    System.setProperty("activemq.home", home.toString());
    installation.setSystemProperties();
    System.setProperty("jolokia.conf", conf.resolve("jolokia-access.xml").toUri().toString());
    System.clearProperty(LOGGING);
    Configuration.setConfiguration(null);
    try {
      return new WebConsole(
          installation, new ResourceXmlApplicationContext(new FileSystemResource(xml)));
    } catch (RuntimeException e) {
      clearSystemProperties();
      throw e;
    }
  }

  /** Since 5.19.9 and 6.2.9 nothing but POST is allowed. */
  private static String strictest(String access) throws IOException {
    String strict = access.replace("<restrict>", "<restrict><http><method>post</method></http>");
    return Line.hasClosedDoors()
        ? strict.replace("</restrict>", ClosedDoors.denials() + "</restrict>")
        : strict;
  }

  private static Path template() {
    try {
      Path folder = Files.createTempDirectory("portcullis-console");
      Installation.in(CONF, folder);
      return folder;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String onFreePorts(String name) throws IOException {
    return Files.readString(CONF.resolve(name))
        .replaceAll("//127\\.0\\.0\\.1:\\d+", "//127.0.0.1:0")
        .replace("name=\"port\" value=\"8162\"", "name=\"port\" value=\"0\"");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        if (!Files.isDirectory(file)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  /** Where a page is, such as {@code /admin/queues.jsp}. */
  public URI page(String path) {
    return uri("", path);
  }

  /** The same, with a user's name and password in it. */
  public URI page(String path, String user) {
    return page(path, user, password(user));
  }

  /** The same, with another password than the user's. */
  public URI page(String path, String user, String password) {
    return uri("%s:%s@".formatted(user, password), path);
  }

  private URI uri(String userInfo, String path) {
    ServerConnector connector = (ServerConnector) context.getBean(Server.class).getConnectors()[0];
    return URI.create(
        "https://%slocalhost:%d%s".formatted(userInfo, connector.getLocalPort(), path));
  }

  /** A request for a page by a user who logs in. */
  public HttpRequest.Builder request(String path, String user) {
    return request(path, user, password(user));
  }

  /** The same, with another password than the user's. */
  public HttpRequest.Builder request(String path, String user, String password) {
    return HttpRequest.newBuilder(page(path)).header("Authorization", basic(user, password));
  }

  /** What a client says of itself in the header {@code Authorization}. */
  public static String basic(String user, String password) {
    byte[] login = "%s:%s".formatted(user, password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  /** A user's password; an empty one, if there is no such user. */
  public String password(String user) {
    return Optional.ofNullable(installation.password(user)).orElse("");
  }

  /** A client that trusts it. */
  public HttpClient client() throws Exception {
    return HttpClient.newBuilder().sslContext(clientContext()).build();
  }

  /** A context for clients that trust it. */
  public SSLContext clientContext() throws Exception {
    return installation.certificates().clientContext(installation.password("truststore"));
  }

  /** Connects a user to the broker from inside its JVM. */
  public OpenWire connect(String user) throws Exception {
    String name = context.getBean(BrokerService.class).getBrokerName();
    return OpenWire.connect("vm://%s?create=false".formatted(name), user, password(user));
  }

  /** The broker beside it. */
  public BrokerService broker() {
    return context.getBean(BrokerService.class);
  }

  /** One of its configuration files. */
  public Path conf(String file) {
    return Path.of(System.getProperty("activemq.conf")).resolve(file);
  }

  /** The MBean of the gate beside it. */
  public PortcullisViewMBean view() {
    return JMX.newMBeanProxy(
        ManagementFactory.getPlatformMBeanServer(),
        PortcullisView.name(context.getBean(BrokerService.class)),
        PortcullisViewMBean.class);
  }

  /** The authority that signed the certificate of broker and console. */
  public Path authorityPem() {
    return installation.certificates().authorityPem();
  }

  @Override
  public void close() {
    context.close();
    clearSystemProperties();
  }

  private static void clearSystemProperties() {
    SYSTEM_PROPERTIES.forEach(System::clearProperty);
    Configuration.setConfiguration(null);
  }
}
