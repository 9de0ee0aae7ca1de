package io.portcullis.login;

import io.portcullis.testing.GatedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.jaas.PropertiesLoginModule;

/** The files of a login, with hashes that are as cheap as the module allows. */
public final class LoginFiles {

  private static final Map<String, String> HASHES = new ConcurrentHashMap<>();
  private static final byte[] SALT = "a-salt-of-16-byt".getBytes(StandardCharsets.US_ASCII);

  private final Path folder;

  /** In this folder; there are no users yet. */
  public LoginFiles(Path folder) {
    this.folder = folder;
  }

  /** The hash of a password. */
  public static String hash(String password) {
    return HASHES.computeIfAbsent(
        password, word -> Argon2idHash.make(utf8(word), SALT, 7 << 10, 5, 1).toString());
  }

  /** The hash of everybody's password. */
  public static String hash() {
    return hash(GatedBroker.PASSWORD);
  }

  static byte[] utf8(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the file of users as if that had been some time ago. */
  public LoginFiles users(String text) throws IOException {
    return write(files().users(), text);
  }

  /** Writes the file of groups as if that had been some time ago. */
  public LoginFiles groups(String text) throws IOException {
    return write(files().groups(), text);
  }

  private LoginFiles write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
    return this;
  }

  AccountFiles files() {
    return new AccountFiles(
        folder.resolve("users.properties"),
        folder.resolve("groups.properties"),
        "activemq-webconsole");
  }

  /** The module's options. */
  public Map<String, String> options(String... more) {
    Map<String, String> options = new HashMap<>();
    options.put(AccountFiles.USERS, files().users().toString());
    options.put(AccountFiles.GROUPS, files().groups().toString());
    for (int i = 0; i < more.length; i += 2) {
      options.put(more[i], more[i + 1]);
    }
    return options;
  }

  /** A configuration of this one module, whatever it is asked for. */
  public Configuration configuration() {
    return configuration(
        new AppConfigurationEntry(
            PasswordLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options()));
  }

  /** ActiveMQ's own module, with the file of users in this folder. */
  public static AppConfigurationEntry properties(Path folder) {
    return new AppConfigurationEntry(
        PropertiesLoginModule.class.getName(),
        LoginModuleControlFlag.REQUIRED,
        Map.of(
            "org.apache.activemq.jaas.properties.user",
            "users.properties",
            "baseDir",
            folder.toString()));
  }

  /** A configuration of these modules, whatever it is asked for. */
  public static Configuration configuration(AppConfigurationEntry... entries) {
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return entries;
      }
    };
  }
}
