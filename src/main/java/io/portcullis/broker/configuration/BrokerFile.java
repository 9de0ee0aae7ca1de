package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.broker.xml.FileFault;
import io.portcullis.broker.xml.UnreadableFileException;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.RegularFile;
import io.portcullis.login.LoginFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * An {@code activemq.xml} that is read without a start.
 *
 * <ul>
 *   <li>Only the first broker and what it references is created.
 *   <li>The broker's init-method is not called.
 *   <li>No LDAP directory is asked.
 *   <li>Beans beside the broker, such as the web server, stay definitions.
 * </ul>
 *
 * <p>It is loaded as ActiveMQ loads it. If it is untrusted, it is read as data.
 *
 * @param file its path
 * @param service the broker, as configured; the first of several
 * @param factories the bean factory that created it, and the one with the definitions beside it
 * @param keyStoreFaults the errors in its keys, which then were not loaded
 * @param reach which of the files that it names are read
 * @param leftOut what a start would do and was not done here
 * @param faults what is wrong in the file, so that a start would fail
 */
public record BrokerFile(
    Path file,
    BrokerService service,
    List<ConfigurableListableBeanFactory> factories,
    List<Finding> keyStoreFaults,
    FileReach reach,
    List<Omission> leftOut,
    List<FileFault> faults) {

  /**
   * The id of the broker that ActiveMQ takes if there are several. Otherwise it takes the first.
   */
  static final String PREFERRED = "broker";

  private static final String LOGINS = "login.config";

  /** Copies the lists. */
  public BrokerFile {
    factories = List.copyOf(factories);
    keyStoreFaults = List.copyOf(keyStoreFaults);
    leftOut = List.copyOf(leftOut);
    faults = List.copyOf(faults);
  }

  /**
   * Loads a file as a start does. The file decides what is created and called. If it does not load,
   * it is read as data, and {@link #faults} says why it does not load.
   *
   * @param folders the folders that a start knows, such as {@code activemq.conf}
   * @throws IOException if nothing of it can be judged; the message says why
   */
  public static BrokerFile read(Path file, Map<String, String> folders) throws IOException {
    return new BrokerFileReader(file, folders).load();
  }

  /**
   * Reads a file as data, and runs nothing of it.
   *
   * @param folders the folders that a start knows, such as {@code activemq.conf}
   * @throws IOException if nothing of it can be judged; the message says why
   */
  public static BrokerFile readAsData(Path file, Map<String, String> folders) throws IOException {
    return new BrokerFileReader(file, folders).readAsData();
  }

  /**
   * Returns the file if nothing is wrong in it.
   *
   * @throws IOException with everything for which a start would fail, a line each
   */
  public BrokerFile sound() throws IOException {
    List<String> reasons =
        faults.stream()
            .filter(fault -> fault.finding().disposition() == Disposition.REFUSED)
            .map(fault -> fault.line(file))
            .toList();
    if (!reasons.isEmpty()) {
      throw new UnreadableFileException(reasons, null);
    }
    return this;
  }

  /** Tells whether a context is only read, so that nothing in it will start. */
  public static boolean isOnlyRead(BeanFactory factory) {
    return UnstartedContext.isOnlyRead(factory);
  }

  /** Returns the names of other brokers in the file, which would start too. */
  public List<String> otherBrokers() {
    ConfigurableListableBeanFactory factory = factories.get(0);
    List<String> ids = Arrays.asList(factory.getBeanNamesForType(BrokerService.class, true, false));
    return new DefinedBeans(factory)
        .all().stream()
            .filter(bean -> ids.contains(bean.name()) && !factory.containsSingleton(bean.name()))
            .map(bean -> bean.text("brokerName").orElse(bean.name()))
            .toList();
  }

  /** Returns the beans of the file's other brokers, which start with it. */
  public List<String> others() {
    ConfigurableListableBeanFactory factory = factories.get(0);
    return Arrays.stream(factory.getBeanNamesForType(BrokerService.class, true, false))
        .filter(name -> factory.getSingleton(name) != service)
        .toList();
  }

  /** Returns the gate among the broker's plugins. */
  public Optional<GatePlugin> gate() {
    return ConfiguredPlugins.of(service).first(GatePlugin.class);
  }

  /** Adds a gate as the last plugin, only to judge, and returns it. */
  public GatePlugin withGate() {
    DefaultGate gate = new DefaultGate();
    List<BrokerPlugin> plugins = new ArrayList<>(Plugins.of(service));
    plugins.add(gate);
    service.setPlugins(plugins.toArray(BrokerPlugin[]::new));
    return gate;
  }

  /** Returns what the Spring context defines beside the broker. */
  public SpringContextView surroundings() throws IOException {
    return new SpringContextView(
        ManagementInspector.management(factories, modules(), reach),
        ContextFiles.in(factories, reach.folder().isPresent()),
        UnreplacedPlaceholders.in(factories));
  }

  /**
   * Returns the login modules from the {@code login.config} beside the file, or else from that of
   * this JVM. If the file is the broker's own, that of this JVM comes first, because the same
   * script starts both JVMs. An untrusted file has only the one beside it.
   */
  public LoginModules modules() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path beside = folder.resolve(LOGINS);
    if (reach.folder().isPresent() && !isRead(beside, reach)) {
      return new LoginModules(NoLogins::new, new LoginFolder(Optional.of(folder)), reach);
    }
    if (reach.folder().isEmpty() && (isTold(folder) || !Files.isReadable(beside))) {
      return LoginModules.ofThisJvm();
    }
    return modulesOf(new LoginConfigFile(beside), reach);
  }

  private static LoginModules modulesOf(LoginConfigFile logins, FileReach reach)
      throws IOException {
    Configuration configuration =
        reach.folder().isPresent() ? logins.configurationAsData() : logins.configuration();
    LoginFolder folder = new LoginFolder(Optional.of(logins.folder()));
    return new LoginModules(() -> configuration, folder, reach);
  }

  private static boolean isRead(Path beside, FileReach reach) {
    return Files.isReadable(beside) && reach.allows(beside);
  }

  /** Returns what reading as data leaves out of the logins of a broker. */
  static List<Omission> leftOutOfLogins(Path file, BrokerService service, FileReach reach)
      throws IOException {
    Path beside = file.toAbsolutePath().resolveSibling(LOGINS);
    List<String> names =
        Plugins.of(service).stream()
            .flatMap(plugin -> LoginModules.configurations(plugin).stream())
            .toList();
    if (names.isEmpty() || Files.notExists(beside)) {
      return List.of();
    }
    LoginConfigFile logins = new LoginConfigFile(beside);
    if (!isRead(beside, reach)) {
      return List.of(logins.unread());
    }
    List<Omission> leftOut = new ArrayList<>(logins.leftOut());
    for (String module : modulesOf(logins, reach).unreached(names)) {
      leftOut.add(logins.withoutFiles(module));
    }
    return leftOut;
  }

  /** The login configuration of a file that has none beside it. What it holds is unknown. */
  private static final class NoLogins extends Configuration {
    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
      throw new UncheckedIOException(new IOException("no login.config was read"));
    }
  }

  private static boolean isTold(Path folder) {
    String confOrNull = System.getProperty("activemq.conf");
    return System.getProperty("java.security.auth.login.config") != null
        && confOrNull != null
        && Path.of(confOrNull).toAbsolutePath().normalize().equals(folder.normalize());
  }

  /** Tells whether a file begins with the byte order mark of UTF-16. */
  private static boolean isWide(byte[] bytes) {
    return bytes.length > 1
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
  }

  /** Returns the first line that contains a text; 1 if none does. */
  public int lineOf(String text) {
    try {
      byte[] bytes = RegularFile.read(file, (int) FileReach.MOST_BYTES).bytes();
      Charset encoding = isWide(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
      List<String> lines = new String(bytes, encoding).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains(text)) {
          return i + 1;
        }
      }
      return 1;
    } catch (IOException e) {
      return 1;
    }
  }
}
