package io.portcullis.benchmark;

import io.portcullis.login.AccountFiles;
import io.portcullis.login.PasswordLine;
import io.portcullis.login.PasswordLoginModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.jaas.JassCredentialCallbackHandler;
import org.apache.activemq.jaas.PropertiesLoginModule;

/** Users of one group with one password, in files with it in plain text and with its hash. */
final class ManyUsers implements AutoCloseable {

  private static final String PASSWORD = "correct-horse-battery";
  private static final String GROUPS = "groups.properties";

  private final Path folder;
  private final Configuration plainText;
  private final Configuration hashes;

  ManyUsers(int number) throws IOException {
    String hash = new PasswordLine(Optional.empty(), false, false).of(PASSWORD.toCharArray());
    StringBuilder passwords = new StringBuilder();
    StringBuilder hashed = new StringBuilder();
    StringBuilder group = new StringBuilder("users=");
    for (int user = 0; user < number; user++) {
      passwords.append("user-").append(user).append('=').append(PASSWORD).append('\n');
      hashed.append("user-").append(user).append('=').append(hash).append('\n');
      group.append("user-").append(user).append(',');
    }
    folder = Files.createTempDirectory("portcullis-users");
    Files.writeString(folder.resolve("plain.properties"), passwords);
    Files.writeString(folder.resolve("hashed.properties"), hashed);
    Files.writeString(folder.resolve(GROUPS), group);
    plainText = configuration(PropertiesLoginModule.class, "plain.properties");
    hashes = configuration(PasswordLoginModule.class, "hashed.properties");
  }

  private Configuration configuration(Class<? extends LoginModule> module, String users) {
    Map<String, String> options = new HashMap<>();
    options.put(AccountFiles.USERS, users);
    options.put(AccountFiles.GROUPS, GROUPS);
    options.put("baseDir", folder.toString());
    options.put("reload", "true");
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {
          new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
      }
    };
  }

  Subject logInWithPlainText(int user) throws LoginException {
    return logIn(user, plainText);
  }

  Subject logInWithHashes(int user) throws LoginException {
    return logIn(user, hashes);
  }

  private static Subject logIn(int user, Configuration configuration) throws LoginException {
    LoginContext context =
        new LoginContext(
            "activemq",
            null,
            new JassCredentialCallbackHandler("user-" + user, PASSWORD),
            configuration);
    context.login();
    return context.getSubject();
  }

  @Override
  public void close() throws IOException {
    for (String name : List.of("plain.properties", "hashed.properties", GROUPS)) {
      Files.delete(folder.resolve(name));
    }
    Files.delete(folder);
  }
}
