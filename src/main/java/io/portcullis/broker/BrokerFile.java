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
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;
import org.apache.activemq.spring.SpringSslContext;
import org.apache.xbean.spring.context.ResourceXmlApplicationContext;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.beans.propertyeditors.URIEditor;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.FileSystemResource;

/**
 * An activemq.xml, read as ActiveMQ reads it, and nothing of it started: only the broker and what
 * it references is made, the broker's init-method is not called, no LDAP directory is asked, and
 * beans beside the broker, such as the web server, stay definitions.
 *
 * @param file where it stands
 * @param service the broker, as configured
 * @param context what it was made in
 * @param keyStoreFaults what is wrong with its keys, which then were not loaded
 */
public record BrokerFile(
    Path file, BrokerService service, ApplicationContext context, List<Finding> keyStoreFaults) {

  private static final String ONLY_READ = BrokerFile.class.getName();

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
      ResourceXmlApplicationContext context =
          new ResourceXmlApplicationContext(
              new FileSystemResource(file.toAbsolutePath()), List.of(), null, List.of(), false);
      KeyStoreFaults keyStores = new KeyStoreFaults();
      context.addBeanFactoryPostProcessor(BrokerFile::startNothing);
      context.addBeanFactoryPostProcessor(factory -> factory.addBeanPostProcessor(keyStores));
      context.refresh();
      String[] names = context.getBeanNamesForType(BrokerService.class, true, false);
      if (names.length == 0) {
        throw new IOException("it holds no <broker>");
      }
      BrokerService service = context.getBean(names[0], BrokerService.class);
      return new BrokerFile(file, service, context, keyStores.found());
    } catch (BeansException e) {
      throw new IOException(UnreadableFile.reason(e), e);
    }
  }

  /** Whether a context is one that is only read, so that nothing in it is about to start. */
  public static boolean isOnlyRead(BeanFactory factory) {
    return factory.containsBean(ONLY_READ);
  }

  static void startNothing(ConfigurableListableBeanFactory factory) {
    factory.registerSingleton(ONLY_READ, ONLY_READ);
    factory.addBeanPostProcessor(new NoLifecycle());
    for (String name : factory.getBeanDefinitionNames()) {
      factory.getBeanDefinition(name).setLazyInit(true);
    }
    for (String name : factory.getBeanNamesForType(BrokerService.class, true, false)) {
      BeanDefinition broker = factory.getBeanDefinition(name);
      broker.setInitMethodName(null);
      broker.setDestroyMethodName(null);
    }
  }

  /**
   * Takes the init-method from beans that would use the network in it, or fail without keys,
   * wherever they stand.
   */
  private static final class NoLifecycle implements MergedBeanDefinitionPostProcessor {

    @Override
    public void postProcessMergedBeanDefinition(
        RootBeanDefinition definition, Class<?> type, String name) {
      if (BrokerService.class.isAssignableFrom(type)
          || SimpleCachedLDAPAuthorizationMap.class.isAssignableFrom(type)
          || SpringSslContext.class.isAssignableFrom(type)) {
        definition.setInitMethodName(null);
        definition.registerExternallyManagedInitMethod("afterPropertiesSet");
        definition.registerExternallyManagedInitMethod("postConstruct");
      }
    }
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

  /** The login.config beside the file, or else the one that this JVM was started with. */
  LoginModules modules() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path beside = folder.resolve("login.config");
    if (!Files.isReadable(beside)) {
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
}
