package io.portcullis.broker;

import io.portcullis.login.AccountBook;
import io.portcullis.login.AccountFiles;
import io.portcullis.login.Accounts;
import io.portcullis.login.LoginFolder;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.rule.KnownLogin;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/**
 * Finds the logins whose users stand in files or in memory. A file that cannot be read lets nobody
 * in, so there is nothing to say about it; a directory elsewhere is not asked.
 */
final class KnownLogins {

  private KnownLogins() {}

  /**
   * The logins of these plugins and these files.
   *
   * @param modules the login modules of this JVM
   * @param realms files of users as Jetty's HashLoginService reads them
   */
  static List<KnownLogin> of(BrokerPlugin[] plugins, LoginModules modules, List<Path> realms) {
    List<KnownLogin> logins = new ArrayList<>();
    for (BrokerPlugin plugin : plugins) {
      if (plugin instanceof SimpleAuthenticationPlugin simple) {
        logins.add(plain("simpleAuthenticationPlugin", simple.getUserPasswords(), String::equals));
      }
      LoginModules.configurations(plugin).forEach(name -> addModules(modules, name, logins));
    }
    for (Path realm : realms) {
      Map<String, String> users = new HashMap<>();
      read(realm).forEach((user, value) -> users.put(user, value.split(",", -1)[0].strip()));
      logins.add(plain(realm.toString(), users, JettyPasswords::matches));
    }
    return logins;
  }

  /** The console's file of users where ActiveMQ before 6 has it, if it is there. */
  static List<Path> shippedRealms() {
    Path realm = Path.of(System.getProperty("activemq.conf", "conf"), "jetty-realm.properties");
    return System.getProperty("activemq.conf") != null && Files.exists(realm)
        ? List.of(realm)
        : List.of();
  }

  private static void addModules(LoginModules modules, String name, List<KnownLogin> logins) {
    for (AppConfigurationEntry entry : AuthenticationInspector.entries(modules, name)) {
      String module = entry.getLoginModuleName();
      if (module.equals(PropertiesLoginModule.class.getName())) {
        ModuleFiles.of(entry, modules.folder())
            .map(ModuleFiles::users)
            .ifPresent(file -> logins.add(plain(file.toString(), read(file), String::equals)));
      }
      if (module.equals(PasswordLoginModule.class.getName())) {
        hashed(entry.getOptions(), modules.folder()).ifPresent(logins::add);
      }
    }
  }

  private static Optional<KnownLogin> hashed(Map<String, ?> options, LoginFolder folder) {
    AccountFiles files;
    try {
      files = AccountFiles.of(options, folder);
    } catch (ConfigurationException e) {
      return Optional.empty();
    }
    AccountBook book = Accounts.of(files).current();
    return Optional.of(
        new KnownLogin(
            files.users().toString(),
            List.copyOf(new TreeSet<>(book.users())),
            true,
            book::accepts));
  }

  private static KnownLogin plain(
      String where, Map<String, String> passwords, BiPredicate<String, String> matches) {
    Map<String, String> known = new HashMap<>();
    passwords.forEach((user, password) -> known.put(user, String.valueOf(password)));
    return new KnownLogin(
        where,
        List.copyOf(new TreeSet<>(known.keySet())),
        false,
        (user, password) -> matches.test(known.getOrDefault(user, ""), password));
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      return Map.of();
    }
    Map<String, String> entries = new HashMap<>();
    properties.stringPropertyNames().forEach(k -> entries.put(k, properties.getProperty(k)));
    return entries;
  }
}
