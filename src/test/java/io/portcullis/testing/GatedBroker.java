package io.portcullis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.PortcullisPlugin;
import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.policy.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.management.JMX;
import javax.management.ObjectName;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.broker.jmx.QueueViewMBean;
import org.apache.activemq.junit.EmbeddedActiveMQBroker;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/**
 * A broker in this JVM with the gate before it: TLS connectors on free ports, users of every group,
 * nothing on disk. {@link #with} changes what a test wants different before it starts.
 */
public final class GatedBroker extends EmbeddedActiveMQBroker implements AutoCloseable {

  /** The password of everybody. */
  public static final String PASSWORD = "correct-horse-battery";

  /** The system property that names a folder with certificates of another JVM. */
  static final String CERTIFICATES_FOLDER = "portcullis.testing.certificates";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final DevelopmentCertificates CERTIFICATES = certificates();

  /** Of this JVM alone, since another one gives its brokers the same names. */
  private static final Path DATA = dataFolder();

  private final List<BrokerPlugin> pluginsBefore = new ArrayList<>();
  private PortcullisPlugin gate = new PortcullisPlugin();

  private GatedBroker() {
    setBrokerName("gated-" + NUMBER.incrementAndGet());
    getBrokerService().setDataDirectoryFile(DATA.toFile());
    getBrokerService().setSslContext(serverContext());
    pluginsBefore.add(users());
  }

  private static Path dataFolder() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "data-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A broker without connectors that is not started yet. */
  public static GatedBroker create() {
    return new GatedBroker();
  }

  /** A broker that listens with a TLS connector of each scheme, named as its scheme. */
  public static GatedBroker listening(String... schemes) throws Exception {
    return listening(List.of(schemes));
  }

  /** The same for a list of schemes. */
  public static GatedBroker listening(List<String> schemes) throws Exception {
    GatedBroker broker = create();
    for (String scheme : schemes) {
      broker.listen(scheme);
    }
    return broker;
  }

  /** Adds a connector on a free port of loopback, named as its scheme. */
  public GatedBroker listen(String scheme) throws Exception {
    return connector(scheme, scheme + "://127.0.0.1:0");
  }

  /** Adds a connector on a free port of loopback, named as its scheme, with these options. */
  public GatedBroker listen(String scheme, String options) throws Exception {
    return connector(scheme, "%s://127.0.0.1:0?%s".formatted(scheme, options));
  }

  /** Adds a connector of this name and URI. */
  public GatedBroker connector(String name, String uri) throws Exception {
    TransportConnector connector = new TransportConnector();
    connector.setName(name);
    return add(connector, uri);
  }

  /** Adds a connector that has no name. */
  public GatedBroker unnamedConnector(String uri) throws Exception {
    return add(new TransportConnector(), uri);
  }

  private GatedBroker add(TransportConnector connector, String uri) throws Exception {
    connector.setUri(new URI(uri));
    getBrokerService().addConnector(connector);
    return this;
  }

  /** Changes the gate's properties. */
  public GatedBroker with(Consumer<PortcullisPlugin> change) {
    change.accept(gate);
    return this;
  }

  /** Changes the broker. */
  public GatedBroker withService(Consumer<BrokerService> change) {
    change.accept(getBrokerService());
    return this;
  }

  /** Adds a plugin before the gate. */
  public GatedBroker withPlugin(BrokerPlugin plugin) {
    pluginsBefore.add(plugin);
    return this;
  }

  /** Replaces the plugins before the gate. */
  public GatedBroker withOnly(BrokerPlugin... plugins) {
    pluginsBefore.clear();
    pluginsBefore.addAll(List.of(plugins));
    return this;
  }

  /** Leaves the gate out, for what a broker does without it. */
  public GatedBroker withoutGate() {
    gate = null;
    return this;
  }

  /** Starts, and returns itself. */
  public GatedBroker started() {
    start();
    return this;
  }

  /** Starts, which the gate has to refuse, and returns what it says. */
  public List<String> problems() {
    Throwable thrown = catchThrowable(this::start);
    stop();
    assertThat(thrown).hasCauseInstanceOf(ConfigurationException.class);
    return ((ConfigurationException) thrown.getCause()).problems();
  }

  @Override
  protected void configure() {
    List<BrokerPlugin> plugins = new ArrayList<>(pluginsBefore);
    if (gate != null) {
      plugins.add(gate);
    }
    getBrokerService().setPlugins(plugins.toArray(new BrokerPlugin[0]));
  }

  /** For the broker's own test client, which comes over vm:// and has to log in like any other. */
  @Override
  public ActiveMQConnectionFactory createConnectionFactory() {
    ActiveMQConnectionFactory factory = super.createConnectionFactory();
    factory.setUserName("admin");
    factory.setPassword(PASSWORD);
    return factory;
  }

  /** The port that a connector listens on. Whoever asks for it speaks the connector's protocol. */
  public int port(String scheme) throws Exception {
    if (scheme.startsWith("mqtt") || scheme.startsWith("stomp")) {
      Line.assumeMqttAndStomp();
    }
    return getBrokerService().getConnectorByName(scheme).getConnectUri().getPort();
  }

  /** What an MBean of the broker says. */
  public <T> T mbean(String suffix, Class<T> type) throws Exception {
    ObjectName name =
        new ObjectName(
            "org.apache.activemq:type=Broker,brokerName=%s%s".formatted(getBrokerName(), suffix));
    return JMX.newMBeanProxy(ManagementFactory.getPlatformMBeanServer(), name, type);
  }

  /** How many messages are scheduled. */
  public int scheduledMessages() throws Exception {
    return getBrokerService().getJobSchedulerStore().getJobScheduler("JMS").getAllJobs().size();
  }

  /** A queue's MBean. */
  public QueueViewMBean queue(String name) throws Exception {
    return mbean(",destinationType=Queue,destinationName=" + name, QueueViewMBean.class);
  }

  /** The gate's MBean. */
  public PortcullisViewMBean view() throws Exception {
    return mbean(",service=Portcullis", PortcullisViewMBean.class);
  }

  /** A context for clients that trust the broker. */
  public static SSLContext clientContext() {
    try {
      return CERTIFICATES.clientContext(PASSWORD);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same trust, for clients that make their own context. */
  static TrustManagerFactory trustManagers() throws Exception {
    try (InputStream in = Files.newInputStream(CERTIFICATES.trustStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust;
    }
  }

  /** The same trust, for ActiveMQ's transports. */
  public static SslContext trustingContext() throws Exception {
    return new SslContext(null, trustManagers().getTrustManagers(), null);
  }

  /** The keys of all brokers of the tests. */
  public static Path keyStore() {
    return CERTIFICATES.keyStore();
  }

  /** Where they lie, for another JVM. */
  static Path folder() {
    return keyStore().getParent();
  }

  /** The authority that vouches for all brokers of the tests, for clients that are not Java. */
  public static Path authorityPem() {
    return CERTIFICATES.authorityPem();
  }

  /** Where that trust is kept, for clients that take no context. */
  public static String trustStore() {
    return CERTIFICATES.trustStore().toUri().toString();
  }

  @Override
  public void close() {
    stop();
  }

  /** A user of each group, one of none, and no anonymous ones. */
  public static SimpleAuthenticationPlugin users() {
    return new SimpleAuthenticationPlugin(
        List.of(
            new AuthenticationUser("admin", PASSWORD, "admins"),
            new AuthenticationUser("user", PASSWORD, "users"),
            new AuthenticationUser("bridge", PASSWORD, "admins,bridges"),
            new AuthenticationUser("console", PASSWORD, "activemq-webconsole"),
            new AuthenticationUser("nobody", PASSWORD, "")));
  }

  private static SslContext serverContext() {
    try (InputStream in = Files.newInputStream(CERTIFICATES.keyStore())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      return new SslContext(factory.getKeyManagers(), trustManagers().getTrustManagers(), null);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static DevelopmentCertificates certificates() {
    try {
      String folderOrNull = System.getProperty(CERTIFICATES_FOLDER);
      Path folder =
          folderOrNull == null
              ? Files.createTempDirectory("portcullis-certificates")
              : Path.of(folderOrNull);
      return DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
