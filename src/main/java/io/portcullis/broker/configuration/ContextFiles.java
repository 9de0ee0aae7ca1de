package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.NamedFile;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.util.SystemPropertyUtils;

/**
 * Finds the files of a Spring context and those that its beans name. These are property files, key
 * stores of ActiveMQ's SSL context and of Jetty, and Jetty's files of users. It creates no bean.
 */
public final class ContextFiles {

  /** Properties of beans that name secret files, with the kind of file. */
  private static final SortedMap<String, String> SECRET =
      new TreeMap<>(
          Map.of(
              "location", "credentials",
              "locations", "credentials",
              "config", "credentials",
              "keyStore", "key store",
              "keyStorePath", "key store"));

  private static final SortedMap<String, String> PUBLIC =
      new TreeMap<>(Map.of("trustStore", "trust store", "trustStorePath", "trust store"));

  private final Set<NamedFile> found = new LinkedHashSet<>();

  /** Whether placeholders of system properties and the environment are replaced. */
  private final boolean replaces;

  private ContextFiles(boolean replaces) {
    this.replaces = replaces;
  }

  /** Returns the files of a context and of its parents. */
  public static List<NamedFile> of(ApplicationContext context) {
    ContextFiles files = new ContextFiles(true);
    for (ApplicationContext each = context; each != null; each = each.getParent()) {
      if (each instanceof ConfigurableApplicationContext configurable) {
        files.look(configurable.getBeanFactory());
      }
    }
    return new ArrayList<>(files.found);
  }

  /**
   * Returns the files of these beans.
   *
   * @param data whether the author of the configuration must not see values of this JVM
   */
  static List<NamedFile> in(List<ConfigurableListableBeanFactory> factories, boolean data) {
    ContextFiles files = new ContextFiles(!data);
    factories.forEach(files::look);
    return new ArrayList<>(files.found);
  }

  private void look(ConfigurableListableBeanFactory factory) {
    for (String name : factory.getBeanDefinitionNames()) {
      source(factory.getBeanDefinition(name))
          .ifPresent(file -> found.add(NamedFile.secret("configuration", file)));
    }
    for (DefinedBean bean : new DefinedBeans(factory).all()) {
      SECRET.forEach((property, what) -> add(bean, property, what, true));
      PUBLIC.forEach((property, what) -> add(bean, property, what, false));
    }
  }

  private void add(DefinedBean bean, String property, String what, boolean secret) {
    bean.property(property).texts().stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .flatMap(text -> file(text.strip()).stream())
        .filter(file -> !Files.isDirectory(file))
        .forEach(file -> found.add(new NamedFile(what, file, secret)));
  }

  /** Returns the file that defines a bean. */
  private static Optional<Path> source(BeanDefinition definition) {
    Resource resourceOrNull =
        definition instanceof AbstractBeanDefinition defined ? defined.getResource() : null;
    try {
      return resourceOrNull != null && resourceOrNull.isFile()
          ? Optional.of(resourceOrNull.getFile().toPath())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the file that a text names: by a path, by a URL, or in the class path, as ActiveMQ
   * finds key stores. Spring itself replaces placeholders of system properties in the location of
   * properties.
   */
  private Optional<Path> file(String text) {
    if (!replaces && text.contains("${")) {
      return Optional.empty();
    }
    String resolved = replaces ? SystemPropertyUtils.resolvePlaceholders(text, true) : text;
    Optional<Path> path =
        resolved.startsWith("classpath:") ? Optional.empty() : NamedFile.path(resolved);
    if (path.isPresent() && (resolved.startsWith("file:") || Files.exists(path.get()))) {
      return path;
    }
    URL urlOrNull =
        Thread.currentThread()
            .getContextClassLoader()
            .getResource(resolved.replaceFirst("^classpath:/?", ""));
    return urlOrNull != null && urlOrNull.getProtocol().equals("file")
        ? NamedFile.path(urlOrNull.toString())
        : Optional.empty();
  }
}
