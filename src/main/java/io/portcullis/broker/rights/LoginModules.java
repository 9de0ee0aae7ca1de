package io.portcullis.broker.rights;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.platform.Plugins;
import io.portcullis.enforce.TimedCalls;
import io.portcullis.login.AccountFiles;
import io.portcullis.login.LoginFolder;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.policy.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.JaasDualAuthenticationPlugin;

/**
 * The JAAS login modules of a broker, and their accounts. A module is recognized by the options
 * that name its files. What an unknown module does at a login cannot be predicted.
 */
public final class LoginModules {

  /** The modules of ActiveMQ and Portcullis that ask for credentials. */
  private static final List<String> KNOWN =
      List.of(
          PasswordLoginModule.class.getName(),
          "org.apache.activemq.jaas.PropertiesLoginModule",
          "org.apache.activemq.jaas.LDAPLoginModule",
          "org.apache.activemq.jaas.TextFileCertificateLoginModule");

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The login configuration that a login takes if there is none of the name that it asks for. */
  private static final String OTHER = "other";

  private static final TimedCalls READING = new TimedCalls("reads the login configuration");

  private final Supplier<Configuration> configuration;
  private final LoginFolder folder;
  private final FileReach reach;

  /**
   * @param configuration where login configurations are looked up; may throw SecurityException
   * @param folder where files are whose names are not absolute
   * @param reach which of the files are read
   */
  public LoginModules(Supplier<Configuration> configuration, LoginFolder folder, FileReach reach) {
    this.configuration = configuration;
    this.folder = folder;
    this.reach = reach;
  }

  /** Where files are whose names are not absolute. */
  public LoginFolder folder() {
    return folder;
  }

  /** Which of the files are read. */
  public FileReach reach() {
    return reach;
  }

  /** Creates modules whose files are read wherever they are. */
  LoginModules(Supplier<Configuration> configuration, LoginFolder folder) {
    this(configuration, folder, FileReach.EVERYWHERE);
  }

  /** Returns those of this JVM. */
  public static LoginModules ofThisJvm() {
    return new LoginModules(LoginModules::configurationOfThisJvm, LoginFolder.ofThisJvm());
  }

  /**
   * Reads the login configuration. The JDK reads a file of any kind, and holds a lock that every
   * login needs.
   */
  private static Configuration configurationOfThisJvm() {
    try {
      LoginFolder.refuseEndlessConfiguration();
      return READING.call(LoginModules.class, TIMEOUT, Configuration::getConfiguration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TimeoutException e) {
      throw new UncheckedIOException(new IOException(e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SecurityException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Returns the names of the login configurations that a plugin uses; empty if it uses none. */
  public static List<String> configurations(BrokerPlugin plugin) {
    List<String> names = new ArrayList<>();
    if (plugin instanceof JaasAuthenticationPlugin jaas) {
      names.add(jaas.getConfiguration());
    }
    if (plugin instanceof JaasDualAuthenticationPlugin dual) {
      names.add(dual.getSslConfiguration());
    }
    return names;
  }

  /**
   * Returns the modules of a login configuration. If there is none of that name, a login takes the
   * one named "other". If the result is empty, there is neither, and then nobody can log in.
   *
   * @throws SecurityException if the configuration cannot be read
   * @throws UncheckedIOException if its file is not a regular file, or does not respond
   */
  Optional<List<AppConfigurationEntry>> modules(String name) {
    Configuration read = configuration.get();
    return Optional.ofNullable(read.getAppConfigurationEntry(name))
        .or(() -> Optional.ofNullable(read.getAppConfigurationEntry(OTHER)))
        .map(List::of);
  }

  /**
   * The modules of login configurations whose files are not read, by their classes.
   *
   * @throws SecurityException if a configuration cannot be read
   */
  public Set<String> unreached(Collection<String> names) {
    Set<String> unreached = new LinkedHashSet<>();
    for (String name : names) {
      modules(name).orElse(List.of()).stream()
          .filter(entry -> !reaches(entry))
          .map(AppConfigurationEntry::getLoginModuleName)
          .forEach(unreached::add);
    }
    return unreached;
  }

  /** Returns the files of {@code PasswordLoginModule} that cannot be used, with the reason. */
  public List<String> unusableAccounts(BrokerService service) {
    Set<String> unusable = new LinkedHashSet<>();
    for (BrokerPlugin plugin : Plugins.of(service)) {
      for (String name : configurations(plugin)) {
        AuthenticationInspector.entries(this, name).stream()
            .filter(entry -> entry.getLoginModuleName().equals(PasswordLoginModule.class.getName()))
            .filter(this::reaches)
            .flatMap(entry -> HashedAccounts.fault(entry.getOptions(), folder).stream())
            .forEach(unusable::add);
      }
    }
    return List.copyOf(unusable);
  }

  /** Returns the accounts of a login configuration. */
  List<AccountSource> accounts(String name) {
    String source = "login configuration \"%s\"".formatted(name);
    try {
      return modules(name)
          .map(modules -> accounts(source, modules))
          .orElseGet(() -> List.of(untold(source, "does not exist")));
    } catch (SecurityException | UncheckedIOException e) {
      return List.of(untold(source, "cannot be read"));
    }
  }

  /**
   * Combines the accounts. The groups of required modules add up. With other modules, it depends on
   * which one accepts the user.
   */
  private List<AccountSource> accounts(String source, List<AppConfigurationEntry> modules) {
    List<AccountSource> accounts = new ArrayList<>(modules.stream().map(this::accounts).toList());
    if (modules.size() > 1 && !modules.stream().allMatch(LoginModules::isRequired)) {
      accounts.add(untold(source, "has modules that are not required, so the password decides"));
    }
    return accounts;
  }

  /**
   * Returns the class name of a module without which every login fails, because the class is not on
   * the class path or is no login module. A login that an earlier sufficient module accepts does
   * not reach the module.
   */
  static Optional<String> failing(List<AppConfigurationEntry> modules) {
    for (AppConfigurationEntry module : modules) {
      boolean there = isLoginModule(module.getLoginModuleName());
      if (there && module.getControlFlag() == LoginModuleControlFlag.SUFFICIENT) {
        return Optional.empty();
      }
      if (!there && isRequired(module)) {
        return Optional.of(module.getLoginModuleName());
      }
    }
    List<String> names = modules.stream().map(AppConfigurationEntry::getLoginModuleName).toList();
    return names.stream().anyMatch(LoginModules::isLoginModule)
        ? Optional.empty()
        : names.stream().findFirst();
  }

  /** Returns the module with nearly this class name, whatever its package and case. */
  static Optional<String> similar(String name) {
    String simple = simple(name);
    return KNOWN.stream()
        .filter(known -> !known.equals(name) && isLoginModule(known))
        .filter(known -> simple(known).startsWith(simple) || simple.startsWith(simple(known)))
        .findFirst();
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Tells whether a login finds a module's class. It looks where a login does and runs no code. */
  static boolean isLoginModule(String name) {
    ClassLoader loaderOrNull = Thread.currentThread().getContextClassLoader();
    try {
      return LoginModule.class.isAssignableFrom(Class.forName(name, false, loaderOrNull));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static boolean isRequired(AppConfigurationEntry module) {
    return module.getControlFlag() == LoginModuleControlFlag.REQUIRED
        || module.getControlFlag() == LoginModuleControlFlag.REQUISITE;
  }

  private AccountSource accounts(AppConfigurationEntry entry) {
    if (!reaches(entry)) {
      return untold(entry.getLoginModuleName(), "has files that are not in the folder");
    }
    if (entry.getLoginModuleName().equals(PasswordLoginModule.class.getName())) {
      return HashedAccounts.of(entry.getOptions(), folder);
    }
    return ModuleFiles.of(entry, folder)
        .<AccountSource>map(FileAccounts::new)
        .orElseGet(
            () ->
                untold(
                    entry.getLoginModuleName(),
                    "decides when somebody logs in, and is not asked before"));
  }

  /** Tells whether the files of a module are read. */
  boolean reaches(AppConfigurationEntry entry) {
    if (reach.folder().isEmpty()) {
      return true;
    }
    if (entry.getLoginModuleName().equals(PasswordLoginModule.class.getName())) {
      try {
        AccountFiles files = AccountFiles.of(entry.getOptions(), folder);
        return reach.allows(files.users()) && reach.allows(files.groups());
      } catch (ConfigurationException | InvalidPathException e) {
        return true;
      }
    }
    try {
      return ModuleFiles.of(entry, folder)
          .map(files -> reach.allows(files.users()) && reach.allows(files.groups()))
          .orElse(true);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static AccountSource untold(String source, String why) {
    return user -> Optional.of(new Membership.Untold(source, why));
  }
}
