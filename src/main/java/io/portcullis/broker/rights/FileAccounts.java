package io.portcullis.broker.rights;

import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.UserPrincipal;

/**
 * Users and groups in two files, in the format of ActiveMQ's login modules: {@code user=...} and
 * {@code group=user,user}.
 */
record FileAccounts(ModuleFiles files) implements AccountSource {

  @Override
  public Optional<Membership> of(String user) {
    try {
      if (!read(files.users()).containsKey(user)) {
        return Optional.of(new Membership.NoSuchUser(files.users().toString()));
      }
      Set<Principal> principals = new HashSet<>();
      principals.add(new UserPrincipal(user));
      Properties all = read(files.groups());
      for (String group : all.stringPropertyNames()) {
        if (Set.of(all.getProperty(group).split(",", -1)).contains(user)) {
          principals.add(new GroupPrincipal(group));
        }
      }
      return Optional.of(Membership.Known.of(files.groups().toString(), principals));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          new Membership.Untold(
              "%s and %s".formatted(files.users(), files.groups()),
              "cannot be read (%s)".formatted(e.getMessage())));
    }
  }

  @Override
  public Optional<Members> members() {
    try {
      Map<String, Set<String>> members = new HashMap<>();
      read(files.users()).stringPropertyNames().forEach(u -> members.put(u, new HashSet<>()));
      Properties all = read(files.groups());
      for (String group : all.stringPropertyNames()) {
        for (String user : all.getProperty(group).split(",", -1)) {
          Optional.ofNullable(members.get(user)).ifPresent(groups -> groups.add(group));
        }
      }
      return Optional.of(new Members(files.groups().toString(), members));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    properties.load(RegularFile.reader(file, StandardCharsets.ISO_8859_1));
    return properties;
  }
}
