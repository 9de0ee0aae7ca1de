package io.portcullis.broker.start;

import io.portcullis.broker.platform.NamedFile;
import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.rights.AuthenticationInspector;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.enforce.TimedLooks;
import io.portcullis.enforce.TimedLooks.NoAnswerException;
import io.portcullis.rule.SilentFileFacts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.JaasDualAuthenticationPlugin;

/**
 * Finds the files that a broker depends on, as far as it can without Spring:
 *
 * <ul>
 *   <li>its store;
 *   <li>the login configuration and the files of login modules;
 *   <li>files that system properties name;
 *   <li>files in {@code activemq.conf} with the names of ActiveMQ's distribution.
 * </ul>
 */
final class BrokerFiles {

  private static final String LOGIN_CONFIGURATION = "java.security.auth.login.config";
  private static final String MODULE = "org.apache.activemq.jaas.";

  /** The options of ActiveMQ's and Portcullis' login modules that name files. */
  private static final SortedMap<String, String> MODULE_OPTIONS =
      new TreeMap<>(
          Map.of(
              MODULE + "properties.user", "users",
              MODULE + "properties.group", "groups",
              MODULE + "textfiledn.user", "users",
              MODULE + "textfiledn.group", "groups"));

  /** The files in a conf/ of ActiveMQ 5.18 to 6.3 that are secret or decide something. */
  private static final String CONF =
      "{activemq*.xml,jetty*.xml,jetty-realm.properties,credentials*.properties,users.properties,"
          + "groups.properties,login.config,jmx.password,jmx.access,*.ks,*.jks,*.p12,*.pfx,*.key}";

  /** The folder of Jetty's files in ActiveMQ 6.3. */
  private static final String JETTY = "*.xml";

  private final BrokerService service;
  private final LoginModules modules;
  private final List<NamedFile> found = new ArrayList<>();
  private final List<SilentFileFacts> silent = new ArrayList<>();

  /**
   * The files that were found.
   *
   * @param silent the files that did not respond in time
   */
  record Found(List<NamedFile> files, List<SilentFileFacts> silent) {}

  private BrokerFiles(BrokerService service, LoginModules modules) {
    this.service = service;
    this.modules = modules;
  }

  static Found of(BrokerService service, LoginModules modules) {
    BrokerFiles files = new BrokerFiles(service, modules);
    files.addStore();
    files.addLogins();
    files.addProperty("javax.net.ssl.keyStore", "key store", true);
    files.addProperty("javax.net.ssl.trustStore", "trust store", false);
    files.addProperty("com.sun.management.jmxremote.password.file", "JMX passwords", true);
    files.addProperty("com.sun.management.jmxremote.access.file", "JMX rights", false);
    files.addConf();
    return new Found(files.found, files.silent);
  }

  private void addStore() {
    StoreFolders.store(service).ifPresent(folder -> add("store", folder.toPath(), true));
    if (service.isPersistent()) {
      addIfThere("temporary data", service.getTmpDataDirectory());
    }
    if (service.isSchedulerSupport()) {
      addIfThere("scheduler's store", service.getSchedulerDirectoryFile());
    }
  }

  /** Adds files that exist. ActiveMQ creates others when it needs them. */
  private void addIfThere(String what, File folder) {
    if (ask(what, folder.toPath(), folder::exists).orElse(false)) {
      add(what, folder.toPath(), true);
    }
  }

  private void addLogins() {
    Optional<Path> configuration = NamedFile.path(System.getProperty(LOGIN_CONFIGURATION, ""));
    configuration.ifPresent(path -> add("login configuration", path, true));
    Path beside = modules.folder().besideConfiguration().orElse(Path.of(""));
    for (BrokerPlugin plugin : Plugins.of(service)) {
      if (plugin instanceof JaasAuthenticationPlugin jaas) {
        addModules(jaas.getConfiguration(), beside);
      }
      if (plugin instanceof JaasDualAuthenticationPlugin dual) {
        addModules(dual.getSslConfiguration(), beside);
      }
    }
  }

  private void addModules(String configuration, Path beside) {
    for (AppConfigurationEntry entry : AuthenticationInspector.entries(modules, configuration)) {
      Map<String, ?> options = entry.getOptions();
      Path base =
          Optional.<Object>ofNullable(options.get("baseDir"))
              .flatMap(text -> NamedFile.path(text.toString()))
              .orElse(beside);
      MODULE_OPTIONS.forEach(
          (option, what) ->
              Optional.<Object>ofNullable(options.get(option))
                  .flatMap(text -> NamedFile.path(text.toString()))
                  .ifPresent(path -> add(what, base.resolve(path), true)));
    }
  }

  private void addProperty(String property, String what, boolean secret) {
    NamedFile.path(System.getProperty(property, "")).ifPresent(path -> add(what, path, secret));
  }

  private void addConf() {
    Optional<Path> conf = NamedFile.path(System.getProperty("activemq.conf", ""));
    conf.ifPresent(folder -> addFolder(folder, CONF));
    conf.ifPresent(folder -> addFolder(folder.resolve("jetty"), JETTY));
  }

  private void addFolder(Path folder, String names) {
    ask("configuration", folder, () -> list(folder, names))
        .ifPresent(files -> files.forEach(file -> add("configuration", file, true)));
  }

  /** Asks the file system; empty if it did not respond in time. */
  private <T> Optional<T> ask(String what, Path path, TimedLooks.Look<T> look) {
    try {
      return Optional.of(FileInspector.ask(path, look));
    } catch (NoAnswerException e) {
      silent.add(new SilentFileFacts(what, path.toString(), e.why()));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path folder, String names) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
      List<Path> listed = new ArrayList<>();
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          listed.add(file);
        }
      }
      return listed;
    } catch (IOException | DirectoryIteratorException e) {
      // Who may not list it, may still be told who else may.
      return List.of(folder);
    }
  }

  private void add(String what, Path path, boolean secret) {
    found.add(new NamedFile(what, path, secret));
  }
}
