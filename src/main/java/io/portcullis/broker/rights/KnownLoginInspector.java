package io.portcullis.broker.rights;

import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.enforce.RegularFile;
import io.portcullis.login.AccountFiles;
import io.portcullis.login.Accounts;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.rule.KnownLogin;
import io.portcullis.rule.KnownLogins;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.jaas.GuestLoginModule;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.apache.activemq.jaas.TextFileCertificateLoginModule;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/**
 * Finds the logins whose users are in files or in memory, and lists the others as not checked. It
 * asks no remote directory.
 */
public final class KnownLoginInspector {

  /** ActiveMQ's modules that require no password. */
  private static final Set<String> WITHOUT_PASSWORDS =
      Set.of(GuestLoginModule.class.getName(), TextFileCertificateLoginModule.class.getName());

  private static final String NOT_READ = "it is not read, since it is not a file of the folder";

  private final LoginModules modules;
  private final List<KnownLogin> logins = new ArrayList<>();
  private final Set<String> notChecked = new LinkedHashSet<>();

  public KnownLoginInspector(LoginModules modules) {
    this.modules = modules;
  }

  /** Returns the result. */
  public KnownLogins found() {
    return new KnownLogins(logins, List.copyOf(notChecked));
  }

  /** Inspects a plugin of the broker. */
  void lookAt(BrokerPlugin plugin) {
    if (plugin instanceof SimpleAuthenticationPlugin simple) {
      addPlain("simpleAuthenticationPlugin", simple.getUserPasswords(), String::equals);
    }
    if (UnloadedPlugin.typeOf(plugin).equals(AuthenticationInspector.SHIRO)) {
      notCheck(AuthenticationInspector.SHIRO, "only it knows its users");
    }
    LoginModules.configurations(plugin).forEach(this::lookAtConfiguration);
  }

  /** Inspects the modules of a login configuration. */
  public void lookAtConfiguration(String name) {
    String configuration = "login configuration \"%s\"".formatted(name);
    try {
      for (AppConfigurationEntry entry : modules.modules(name).orElse(List.of())) {
        lookAtModule(entry, configuration);
      }
    } catch (SecurityException | UncheckedIOException e) {
      notCheck(configuration, "it cannot be read, so nobody knows whether it exists");
    }
  }

  private void lookAtModule(AppConfigurationEntry entry, String configuration) {
    String module = entry.getLoginModuleName();
    if (!modules.reaches(entry)) {
      notCheck("%s in %s".formatted(module, configuration), NOT_READ);
      return;
    }
    if (module.equals(PropertiesLoginModule.class.getName())) {
      ModuleFiles.of(entry, modules.folder())
          .map(ModuleFiles::users)
          .ifPresent(file -> addPlain(file.toString(), read(file), String::equals));
    } else if (module.equals(PasswordLoginModule.class.getName())) {
      addHashed(entry, configuration);
    } else if (!WITHOUT_PASSWORDS.contains(module)) {
      notCheck(
          "%s in %s".formatted(module, configuration),
          LoginModules.isLoginModule(module)
              ? "only it knows its users"
              : "it is no login module on the class path, so nobody can log in by it");
    }
  }

  private void addHashed(AppConfigurationEntry entry, String configuration) {
    try {
      Accounts accounts = Accounts.of(AccountFiles.of(entry.getOptions(), modules.folder()));
      String where = accounts.files().users().toString();
      accounts.current();
      accounts.fault().ifPresent(fault -> notCheck(where, fault.replaceAll("\\s*\\n\\s*", " ")));
      logins.add(
          new KnownLogin(
              where,
              List.copyOf(new TreeSet<>(accounts.current().users())),
              true,
              accounts.current()::accepts));
    } catch (ConfigurationException e) {
      notCheck(
          "%s in %s".formatted(entry.getLoginModuleName(), configuration),
          String.join("; ", e.problems()));
    }
  }

  /**
   * Inspects the console's file of users where ActiveMQ before 6 has it, if it exists. It is for a
   * web server that nobody can look at. A server that is known names its files itself.
   */
  public void lookAtShippedRealm() {
    Optional.ofNullable(System.getProperty("activemq.conf"))
        .map(folder -> Path.of(folder, "jetty-realm.properties"))
        .filter(Files::exists)
        .ifPresent(this::lookAtRealm);
  }

  /** Inspects a file of users as Jetty's HashLoginService reads it. */
  public void lookAtRealm(Path file) {
    Path realm = file.toAbsolutePath().normalize();
    if (!modules.reach().allows(realm)) {
      notCheck(realm.toString(), NOT_READ);
      return;
    }
    Map<String, String> users = new HashMap<>();
    Map<String, Set<String>> roles = new HashMap<>();
    read(realm)
        .forEach(
            (user, value) -> {
              List<String> parts = Stream.of(value.split(",", -1)).map(String::strip).toList();
              users.put(user, parts.get(0));
              roles.put(user, new TreeSet<>(parts.subList(1, parts.size())));
            });
    addPlain(realm.toString(), users, JettyPasswords::matches, roles);
  }

  private void addPlain(
      String where, Map<String, String> passwords, BiPredicate<String, String> matches) {
    addPlain(where, passwords, matches, Map.of());
  }

  private void addPlain(
      String where,
      Map<String, String> passwords,
      BiPredicate<String, String> matches,
      Map<String, Set<String>> roles) {
    Map<String, String> known = new HashMap<>();
    passwords.forEach(
        (user, password) -> known.put(String.valueOf(user), String.valueOf(password)));
    if (known.values().stream().anyMatch(KnownLoginInspector::isEncrypted)) {
      notCheck(where, "some of its passwords are encrypted");
    }
    logins.add(
        new KnownLogin(
            where,
            List.copyOf(new TreeSet<>(known.keySet())),
            false,
            (user, password) -> matches.test(known.getOrDefault(user, ""), password),
            roles));
  }

  private static boolean isEncrypted(String password) {
    return password.startsWith("ENC(") || password.startsWith("CRYPT:");
  }

  private Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = RegularFile.reader(file, StandardCharsets.ISO_8859_1)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      notCheck(file.toString(), "there is no such file");
    } catch (AccessDeniedException e) {
      notCheck(file.toString(), "the file cannot be read: permission denied");
    } catch (IOException | IllegalArgumentException e) {
      notCheck(file.toString(), "the file cannot be read: " + e.getMessage());
    }
    Map<String, String> entries = new HashMap<>();
    properties.stringPropertyNames().forEach(k -> entries.put(k, properties.getProperty(k)));
    return entries;
  }

  /** Records a login that is not checked. */
  public void notCheck(String login, String why) {
    notChecked.add("passwords in %s: %s".formatted(login, why));
  }
}
