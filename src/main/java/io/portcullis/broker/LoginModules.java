package io.portcullis.broker;

import io.portcullis.login.PasswordLoginModule;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;

/**
 * The accounts of JAAS login modules. A module is known by the options that name its files; what a
 * module that is not known does when somebody logs in cannot be told beforehand.
 *
 * @param configuration where login configurations are looked up
 * @param folder what a relative file name is relative to, unless the module has a {@code baseDir}
 */
record LoginModules(Configuration configuration, Path folder) {

  private static final String ACTIVEMQ = "org.apache.activemq.jaas.";

  /** The options of a module that name its users' and its groups' file. */
  private record FileOptions(String users, String groups) {}

  private static final Map<String, FileOptions> FILES =
      Map.of(
          ACTIVEMQ + "PropertiesLoginModule",
          new FileOptions(ACTIVEMQ + "properties.user", ACTIVEMQ + "properties.group"),
          ACTIVEMQ + "TextFileCertificateLoginModule",
          new FileOptions(ACTIVEMQ + "textfiledn.user", ACTIVEMQ + "textfiledn.group"));

  /** Those of this JVM. */
  static LoginModules ofThisJvm() {
    String file = System.getProperty("java.security.auth.login.config");
    File parent = file == null ? null : new File(file).getParentFile();
    return new LoginModules(
        Configuration.getConfiguration(), Path.of(parent == null ? "" : parent.getPath()));
  }

  /** The accounts of a login configuration. */
  List<AccountSource> accounts(String name) {
    AppConfigurationEntry[] entries;
    try {
      entries = configuration.getAppConfigurationEntry(name);
    } catch (SecurityException e) {
      return List.of(untold("login configuration \"%s\"".formatted(name), "cannot be read"));
    }
    if (entries == null) {
      return List.of(untold("login configuration \"%s\"".formatted(name), "does not exist"));
    }
    List<AccountSource> accounts = new ArrayList<>();
    for (AppConfigurationEntry entry : entries) {
      accounts.add(accounts(entry));
    }
    return accounts;
  }

  private AccountSource accounts(AppConfigurationEntry entry) {
    if (entry.getLoginModuleName().equals(PasswordLoginModule.class.getName())) {
      Map<String, Object> besideThis = new HashMap<>(entry.getOptions());
      besideThis.putIfAbsent("baseDir", folder.toString());
      return HashedAccounts.of(besideThis);
    }
    FileOptions options = FILES.get(entry.getLoginModuleName());
    if (options == null) {
      return untold(
          entry.getLoginModuleName(), "decides when somebody logs in, and is not asked before");
    }
    Object users = entry.getOptions().get(options.users);
    Object groups = entry.getOptions().get(options.groups);
    if (users == null || groups == null) {
      return untold(
          entry.getLoginModuleName(), "lacks %s or %s".formatted(options.users, options.groups));
    }
    Object baseDir = entry.getOptions().get("baseDir");
    Path base = baseDir == null ? folder : Path.of(baseDir.toString());
    return new FileAccounts(base.resolve(users.toString()), base.resolve(groups.toString()));
  }

  private static AccountSource untold(String source, String why) {
    return user -> Optional.of(new Membership.Untold(source, why));
  }
}
