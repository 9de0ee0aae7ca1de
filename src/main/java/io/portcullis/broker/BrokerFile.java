package io.portcullis.broker;

import io.portcullis.login.LoginFolder;
import java.beans.PropertyEditorManager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;
import org.apache.xbean.spring.context.ResourceXmlApplicationContext;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.beans.propertyeditors.URIEditor;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.FileSystemResource;

/**
 * An activemq.xml, read as ActiveMQ reads it, and nothing of it started: only the broker and what
 * it references is made, the broker's init-method is not called, no LDAP directory is asked, and
 * beans beside the broker, such as the web server, stay definitions.
 *
 * @param file where it stands
 * @param service the broker, as configured
 */
public record BrokerFile(Path file, BrokerService service) {

  private static final String ONLY_READ = BrokerFile.class.getName();

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or holds no broker; the message says why
   */
  public static BrokerFile read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(Files.exists(file) ? "permission denied" : "no such file");
    }
    PropertyEditorManager.registerEditor(URI.class, URIEditor.class);
    try {
      ResourceXmlApplicationContext context =
          new ResourceXmlApplicationContext(
              new FileSystemResource(file.toAbsolutePath()), List.of(), null, List.of(), false);
      context.addBeanFactoryPostProcessor(BrokerFile::startNothing);
      context.refresh();
      String[] names = context.getBeanNamesForType(BrokerService.class, true, false);
      if (names.length == 0) {
        throw new IOException("it holds no <broker>");
      }
      return new BrokerFile(file, context.getBean(names[0], BrokerService.class));
    } catch (BeansException e) {
      throw new IOException(reason(e), e);
    }
  }

  static String reason(BeansException e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
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

  /** Takes the init-method from beans that would use the network in it, wherever they stand. */
  private static final class NoLifecycle implements MergedBeanDefinitionPostProcessor {

    @Override
    public void postProcessMergedBeanDefinition(
        RootBeanDefinition definition, Class<?> type, String name) {
      if (BrokerService.class.isAssignableFrom(type)
          || SimpleCachedLDAPAuthorizationMap.class.isAssignableFrom(type)) {
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
