package io.portcullis.broker;

import io.portcullis.enforce.Finding;
import io.portcullis.login.LoginFolder;
import java.beans.PropertyEditorManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.propertyeditors.URIEditor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.FileSystemResource;

/**
 * An activemq.xml, read as ActiveMQ reads it, and nothing of it started: only the first broker and
 * what it references is made, the broker's init-method is not called, no LDAP directory is asked,
 * and beans beside the broker, such as the web server, stay definitions.
 *
 * @param file where it stands
 * @param service the broker, as configured; the first of several
 * @param context what it was made in
 * @param keyStoreFaults what is wrong with its keys, which then were not loaded
 */
public record BrokerFile(
    Path file,
    BrokerService service,
    ConfigurableApplicationContext context,
    List<Finding> keyStoreFaults) {

  /** Of several brokers, ActiveMQ takes the one with this id, and else the first. */
  private static final String PREFERRED = "broker";

  /** Copies the list. */
  public BrokerFile {
    keyStoreFaults = List.copyOf(keyStoreFaults);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or holds no broker; the message says why
   */
  public static BrokerFile read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(Files.exists(file) ? "permission denied" : "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder; name the activemq.xml in it");
    }
    PropertyEditorManager.registerEditor(URI.class, URIEditor.class);
    try {
      OfflineContext context = new OfflineContext(new FileSystemResource(file.toAbsolutePath()));
      KeyStoreFaults keyStores = new KeyStoreFaults();
      context.addBeanFactoryPostProcessor(factory -> factory.addBeanPostProcessor(keyStores));
      context.refresh();
      String[] names = context.getBeanNamesForType(BrokerService.class, true, false);
      if (names.length == 0) {
        throw new IOException("it holds no <broker>");
      }
      String name = Arrays.asList(names).contains(PREFERRED) ? PREFERRED : names[0];
      BrokerService service = context.getBean(name, BrokerService.class);
      return new BrokerFile(file, service, context, keyStores.found());
    } catch (RuntimeException e) {
      throw new IOException(UnreadableFile.reason(e), e);
    }
  }

  /** Whether a context is one that is only read, so that nothing in it is about to start. */
  public static boolean isOnlyRead(BeanFactory factory) {
    return UnstartedContext.isOnlyRead(factory);
  }

  /** The names of other brokers in it, which would start too. */
  List<String> otherBrokers() {
    ConfigurableListableBeanFactory factory = context.getBeanFactory();
    List<String> ids = Arrays.asList(factory.getBeanNamesForType(BrokerService.class, true, false));
    return new DefinedBeans(factory)
        .all().stream()
            .filter(bean -> ids.contains(bean.name()) && !factory.containsSingleton(bean.name()))
            .map(bean -> bean.text("brokerName").orElse(bean.name()))
            .toList();
  }

  /** The beans of the file's other brokers, which start with it. */
  List<String> others() {
    return Arrays.stream(context.getBeanNamesForType(BrokerService.class, true, false))
        .skip(1)
        .toList();
  }

  /** The gate among them. */
  public Optional<GatePlugin> gate() {
    return ConfiguredPlugins.of(service).first(GatePlugin.class);
  }

  /** Puts a gate last among them, for judging only, and returns it. */
  GatePlugin withGate() {
    BrokerPlugin[] plugins =
        service.getPlugins() == null ? new BrokerPlugin[0] : service.getPlugins();
    BrokerPlugin[] all = Arrays.copyOf(plugins, plugins.length + 1);
    AbsentGate gate = new AbsentGate();
    all[plugins.length] = gate;
    service.setPlugins(all);
    return gate;
  }

  /** What stands beside the broker. */
  Surroundings surroundings() throws IOException {
    return new Surroundings(
        ManagementInspector.management(context, modules()), ContextFiles.of(context));
  }

  /**
   * The login.config beside the file, or else the one that this JVM was started with. That one goes
   * first where the file is the broker's own, whose script starts both JVMs alike.
   */
  LoginModules modules() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path beside = folder.resolve("login.config");
    if (isTold(folder) || !Files.isReadable(beside)) {
      return LoginModules.ofThisJvm();
    }
    try {
      URI uri = beside.toUri();
      Configuration configuration =
          Configuration.getInstance("JavaLoginConfig", new URIParameter(uri));
      return new LoginModules(() -> configuration, new LoginFolder(Optional.of(folder)));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("%s cannot be read: %s".formatted(beside, e.getMessage()), e);
    }
  }

  private static boolean isTold(Path folder) {
    String confOrNull = System.getProperty("activemq.conf");
    return System.getProperty("java.security.auth.login.config") != null
        && confOrNull != null
        && Path.of(confOrNull).toAbsolutePath().normalize().equals(folder.normalize());
  }
}
