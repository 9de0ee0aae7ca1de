package io.portcullis.login;

import io.portcullis.login.PropertyLines.Line;
import io.portcullis.policy.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads accounts from text: {@code name=hash} or {@code name=hash;consoleAccess}, and {@code
 * group=user,user}, a line each. It reports all errors at once.
 */
final class AccountBookReader {

  /** The word behind a hash that puts its user into the system group. */
  static final String CONSOLE_ACCESS = "consoleAccess";

  private static final Logger LOG = LoggerFactory.getLogger(AccountBookReader.class);

  private static final String HASH_IT =
      "put what \"java -jar activemq-portcullis-1.0.0.jar hash\" prints in its place";

  private final AccountFiles files;
  private final int mostMemoryKib;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, PasswordHash> hashes = new LinkedHashMap<>();
  private final Map<String, Set<String>> groups = new HashMap<>();
  private final Set<String> strangers = new TreeSet<>();

  private AccountBookReader(AccountFiles files, int mostMemoryKib) {
    this.files = files;
    this.mostMemoryKib = mostMemoryKib;
  }

  /**
   * Reads both.
   *
   * @param files what the files are called, and the system group
   * @param mostMemoryKib the most memory that a hash may take
   * @throws ConfigurationException with everything that is wrong, by file and line
   */
  static AccountBook read(AccountFiles files, String users, String groups, int mostMemoryKib)
      throws ConfigurationException {
    return new AccountBookReader(files, mostMemoryKib).read(users, groups);
  }

  private AccountBook read(String usersText, String groupsText) throws ConfigurationException {
    readUsers(usersText);
    readGroups(groupsText);
    if (!problems.isEmpty()) {
      throw new ConfigurationException("The files of users and groups cannot be used:", problems);
    }
    if (!strangers.isEmpty()) {
      LOG.warn(
          "{} names users who are not in {}: {}",
          files.groups(),
          files.users(),
          String.join(", ", strangers));
    }
    Map<String, Account> accounts = new HashMap<>();
    hashes.forEach(
        (name, hash) ->
            accounts.put(name, new Account(name, hash, groups.getOrDefault(name, Set.of()))));
    return new AccountBook(accounts);
  }

  private void readUsers(String text) {
    Set<String> names = new HashSet<>();
    for (Line line : lines(files.users().toString(), text)) {
      String where = "%s line %d: user \"%s\"".formatted(files.users(), line.number(), line.key());
      checkName(where, line.key());
      if (!names.add(line.key())) {
        problems.add(where + " stands in an earlier line too; keep one of them");
      }
      readUser(where, line);
    }
  }

  private void readUser(String where, Line line) {
    String[] words = line.value().split(";", -1);
    for (String mark : Arrays.asList(words).subList(1, words.length)) {
      if (!mark.strip().equals(CONSOLE_ACCESS)) {
        problems.add(
            "%s: what stands behind \";\" is not %s; correct or remove it"
                .formatted(where, CONSOLE_ACCESS));
        return;
      }
      add(where, files.systemGroup(), line.key());
    }
    try {
      hashes.put(line.key(), PasswordHash.of(words[0].strip(), mostMemoryKib));
    } catch (HeapTooSmallException e) {
      problems.add("%s: %s".formatted(where, e.getMessage()));
    } catch (IllegalArgumentException e) {
      problems.add("%s: %s; %s".formatted(where, e.getMessage(), HASH_IT));
    }
  }

  private void readGroups(String text) {
    Set<String> names = new HashSet<>();
    for (Line line : lines(files.groups().toString(), text)) {
      String where =
          "%s line %d: group \"%s\"".formatted(files.groups(), line.number(), line.key());
      checkName(where, line.key());
      if (!names.add(line.key())) {
        problems.add(where + " stands in an earlier line too; put all its users into one");
      }
      for (String word : line.value().split(",", -1)) {
        String user = word.strip().replaceAll("\\p{Cntrl}", "?");
        if (!user.isEmpty()) {
          readMember(where, line.key(), user);
        }
      }
    }
  }

  private void readMember(String where, String group, String user) {
    if (!AccountRules.allowsName(user)) {
      problems.add(
          "%s: its user \"%s\" is not %s; correct it".formatted(where, user, AccountRules.NAME));
      return;
    }
    if (!hashes.containsKey(user)) {
      strangers.add(user);
    }
    add(where, group, user);
  }

  private void add(String where, String group, String user) {
    Set<String> all = groups.computeIfAbsent(user, name -> new HashSet<>());
    if (all.add(group) && all.size() == AccountRules.MOST_GROUPS + 1) {
      problems.add(
          "%s: user \"%s\" would be in more than %d groups; take it out of some"
              .formatted(where, user, AccountRules.MOST_GROUPS));
    }
  }

  private List<Line> lines(String file, String text) {
    List<String> unreadable = new ArrayList<>();
    List<Line> lines = PropertyLines.of(text, unreadable);
    unreadable.forEach(problem -> problems.add(file + " " + problem));
    return lines;
  }

  private void checkName(String where, String name) {
    if (!AccountRules.allowsName(name)) {
      problems.add("%s: its name is not %s; rename it".formatted(where, AccountRules.NAME));
    }
  }
}
