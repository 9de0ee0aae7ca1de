package io.portcullis.login;

import io.portcullis.policy.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of accounts, and the group that a mark in them stands for.
 *
 * @param users the file of users, absolute
 * @param groups the file of groups, absolute
 * @param systemGroup the group of the users who are marked with {@code consoleAccess}
 */
public record AccountFiles(Path users, Path groups, String systemGroup) {

  /** The option that names the file of users; ActiveMQ's module calls it so too. */
  public static final String USERS = "org.apache.activemq.jaas.properties.user";

  /** The option that names the file of groups; ActiveMQ's module calls it so too. */
  public static final String GROUPS = "org.apache.activemq.jaas.properties.group";

  /** The option that names the group of the users who are marked with {@code consoleAccess}. */
  public static final String SYSTEM_GROUP = "systemGroup";

  /** The group that they are in if the option is not there. */
  public static final String DEFAULT_SYSTEM_GROUP = "activemq-webconsole";

  /**
   * {@code reload} and {@code debug} change nothing; they stand in files written for ActiveMQ's.
   */
  public static final Set<String> KNOWN =
      Set.of(USERS, GROUPS, LoginFolder.BASE_DIR, SYSTEM_GROUP, "reload", "debug");

  /** Makes the paths absolute. */
  public AccountFiles {
    users = users.toAbsolutePath().normalize();
    groups = groups.toAbsolutePath().normalize();
  }

  /**
   * Reads the module's options.
   *
   * @param folder where files are whose names are not absolute
   * @throws ConfigurationException with everything that is wrong with the options
   */
  public static AccountFiles of(Map<String, ?> options, LoginFolder folder)
      throws ConfigurationException {
    List<String> problems = new ArrayList<>();
    if (!KNOWN.containsAll(options.keySet())) {
      Set<String> unknown = new TreeSet<>(options.keySet());
      unknown.removeAll(KNOWN);
      for (String option : unknown) {
        problems.add(
            "option %s is not one of %s; remove it"
                .formatted(option, String.join(", ", new TreeSet<>(KNOWN))));
      }
    }
    Path users = file(options, USERS, folder, problems);
    Path groups = file(options, GROUPS, folder, problems);
    String systemGroup = text(options, SYSTEM_GROUP, DEFAULT_SYSTEM_GROUP);
    if (!AccountRules.allowsName(systemGroup)) {
      problems.add(
          "option %s=\"%s\" is not %s; name a group"
              .formatted(SYSTEM_GROUP, systemGroup, AccountRules.NAME));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "The options of %s cannot be used:".formatted(PasswordLoginModule.class.getName()),
          problems);
    }
    return new AccountFiles(users, groups, systemGroup);
  }

  /**
   * Judges texts that are to be the contents of the files.
   *
   * @return what keeps logins from using them, by file and line; empty if nothing does
   */
  public List<String> problems(String usersText, String groupsText) {
    try {
      AccountBook unused = AccountBookReader.read(this, usersText, groupsText, Integer.MAX_VALUE);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  private static Path file(
      Map<String, ?> options, String option, LoginFolder folder, List<String> problems) {
    String name = text(options, option, "");
    if (name.isBlank()) {
      problems.add("option %s is missing; name a file".formatted(option));
      return Path.of("");
    }
    try {
      return folder.of(options).orElse(Path.of("")).resolve(name);
    } catch (InvalidPathException e) {
      problems.add("option %s=\"%s\" is no file's name; name a file".formatted(option, name));
      return Path.of("");
    }
  }

  private static String text(Map<String, ?> options, String option, String otherwise) {
    Object value = options.get(option);
    return value == null ? otherwise : value.toString();
  }
}
