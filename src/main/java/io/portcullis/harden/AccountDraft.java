package io.portcullis.harden;

import io.portcullis.harden.text.PropertiesText;
import io.portcullis.harden.text.PropertiesText.Entry;
import io.portcullis.login.AccountFiles;
import io.portcullis.login.AccountRules;
import io.portcullis.login.PasswordLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of users and groups of a login module, as {@code PasswordLoginModule} is to read them.
 * Nobody is in a group who was not in it before, and nobody gets a group's rights by a correction.
 */
final class AccountDraft {

  private static final String RULE = "require-authentication";
  private static final PasswordLine LINE = new PasswordLine(Optional.empty(), false, false);

  private final Work work;
  private final String usersFile;
  private final String groupsFile;
  private final PropertiesText users;
  private final PropertiesText groups;
  private final Set<Decision> decisions = new LinkedHashSet<>();

  /** The passwords by the users whose hashes are still to be made, all at once. */
  private final Map<String, String> unhashed = new LinkedHashMap<>();

  private AccountDraft(
      Work work, String usersFile, String groupsFile, PropertiesText users, PropertiesText groups) {
    this.work = work;
    this.usersFile = usersFile;
    this.groupsFile = groupsFile;
    this.users = users;
    this.groups = groups;
  }

  /**
   * Reads the files. One that the folder lacks is empty.
   *
   * @param usersFile the name of the file of users
   * @param groupsFile the name of the file of groups
   * @throws IOException if one cannot be read; the message says which, and the line
   */
  static AccountDraft of(Work work, String usersFile, String groupsFile) throws IOException {
    return new AccountDraft(
        work, usersFile, groupsFile, read(work, usersFile), read(work, groupsFile));
  }

  private static PropertiesText read(Work work, String file) throws IOException {
    return work.draft().has(file) ? work.properties(file) : PropertiesText.of("", "\n");
  }

  /** Returns the names of the users. */
  List<String> users() {
    return users.entries().stream().map(Entry::key).toList();
  }

  /** Tells whether a user is there and has a password. */
  boolean accepts(String user, String password) {
    if (unhashed.containsKey(user)) {
      return unhashed.get(user).equals(password);
    }
    return users
        .value(user)
        .filter(hash -> PasswordLine.isHashOf(hash, password.toCharArray()))
        .isPresent();
  }

  /** Tells whether a user is in a group. */
  boolean isIn(String user, String group) {
    return groups.value(group).filter(members -> split(members).contains(user)).isPresent();
  }

  /** Tells whether a user has the mark for the web console. */
  boolean isMarked(String user) {
    return users.value(user).filter(PasswordLine::hasConsoleAccess).isPresent();
  }

  /**
   * Marks a user for the web console, unless it is in the system group already.
   *
   * @return whether it had no mark
   */
  boolean allowConsole(String user, String systemGroup) throws IOException {
    makeHashes();
    if (isIn(user, systemGroup) || isMarked(user)) {
      return false;
    }
    users.set(user, PasswordLine.withConsoleAccess(users.value(user).orElseThrow()));
    return true;
  }

  /** Returns the name of the file of users. */
  String usersFile() {
    return usersFile;
  }

  /** Turns plain passwords into hashes, and leaves out what the module does not read. */
  void hash() throws IOException {
    users.entries().forEach(entry -> work.passwords().hide(entry.value()));
    for (String user : users.removeRepeated()) {
      decide(
          "%s had user \"%s\" in several lines; the last counted, and is kept"
              .formatted(usersFile, user));
    }
    Map<String, String> leftOut = UserHashes.of(passwordsOfBadNames(), work.progress());
    for (Entry entry : users.entries()) {
      if (!AccountRules.allowsName(entry.key())) {
        leaveOut(entry, leftOut);
      } else if (!PasswordLine.isHash(entry.value())) {
        put(entry.key(), Optional.of(entry.value()));
      }
    }
    makeHashes();
    for (String group : groups.removeRepeated()) {
      decide(
          "%s had group \"%s\" in several lines; the last counted, and is kept"
              .formatted(groupsFile, group));
    }
    groups.entries().forEach(this::readable);
  }

  /** Puts the hashes into the lines of the users that wait for them. */
  private void makeHashes() throws IOException {
    UserHashes.of(unhashed, work.progress()).forEach(users::set);
    unhashed.clear();
  }

  private static List<String> brokenBy(String password) {
    return LINE.brokenBy(password.toCharArray());
  }

  /** Returns a password if it may be used, and a new one otherwise. */
  private String usable(String user, Optional<String> password) {
    List<String> broken = password.map(AccountDraft::brokenBy).orElse(List.of());
    if (password.isPresent() && broken.isEmpty()) {
      return password.get();
    }
    if (password.filter(word -> !ShippedPasswords.has(user, word)).isPresent()) {
      decide(
          ("user \"%s\" of %s has a new password, in passwords.txt, since the old one may not be"
                  + " used: %s; give its clients the new one")
              .formatted(user, usersFile, String.join(", and ", broken)));
    }
    return newPassword(user);
  }

  /** Returns the new password of a user. */
  String newPassword(String user) {
    return work.passwords().of(whatOpens(), user);
  }

  /** Tells whether a user has a password that this run made. */
  boolean isNew(String user) {
    return work.passwords().has(whatOpens(), user);
  }

  private String whatOpens() {
    return "the broker (%s)".formatted(usersFile);
  }

  private Map<String, String> passwordsOfBadNames() {
    Map<String, String> passwords = new LinkedHashMap<>();
    for (Entry entry : users.entries()) {
      boolean plain = !PasswordLine.isHash(entry.value()) && brokenBy(entry.value()).isEmpty();
      if (plain && !AccountRules.allowsName(entry.key())) {
        passwords.put(entry.key(), entry.value());
      }
    }
    return passwords;
  }

  private void leaveOut(Entry entry, Map<String, String> hashes) {
    String other = entry.value().startsWith("$") ? entry.value() : "";
    String hash = hashes.getOrDefault(entry.key(), other);
    String key = PropertiesText.escaped(entry.key(), true);
    users.comment(
        entry.key(),
        "Left out: the name of a user is " + AccountRules.NAME + ".",
        key + "=" + PropertiesText.escaped(hash, false));
    decide(
        ("user \"%s\" of %s cannot log in, since its name is not %s; rename it there and in %s, and"
                + " remove the # before it")
            .formatted(entry.key(), usersFile, AccountRules.NAME, groupsFile));
  }

  private void readable(Entry group) {
    String key = PropertiesText.escaped(group.key(), true);
    if (!AccountRules.allowsName(group.key())) {
      groups.comment(
          group.key(),
          "Left out: the name of a group is " + AccountRules.NAME + ".",
          key + "=" + PropertiesText.escaped(group.value(), false));
      decide(
          ("group \"%s\" of %s counts no more, since its name is not %s; rename it there and in the"
                  + " authorization map, and remove the # before it")
              .formatted(group.key(), groupsFile, AccountRules.NAME));
      return;
    }
    List<String> members = split(group.value());
    Set<String> kept =
        members.stream()
            .filter(AccountRules::allowsName)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<String> left =
        members.stream()
            .filter(name -> !name.isBlank())
            .filter(name -> !kept.contains(name))
            .toList();
    for (String member : left) {
      boolean blank = !member.equals(member.strip());
      decide(
          (blank
                  ? "group \"%s\" loses member \"%s\": ActiveMQ ignores it because of the blank. If"
                      + " it belongs there, add it without the blank"
                  : "group \"%s\" loses member \"%s\": that name is not allowed. Rename the user"
                      + " and add it again")
              .formatted(group.key(), member));
    }
    if (!left.isEmpty()) {
      groups.set(group.key(), String.join(",", kept));
    }
  }

  /** Splits as ActiveMQ does: a blank belongs to a name. */
  private static List<String> split(String members) {
    return List.of(members.split(",", -1));
  }

  /**
   * Adds a user, or gives one another password.
   *
   * @param password its password; a new one if it is empty or may not be used
   */
  void put(String user, Optional<String> password) {
    unhashed.put(user, usable(user, password));
    users.set(user, "");
  }

  /** Puts a user into these groups and no others. */
  void setGroups(String user, Collection<String> its) {
    for (Entry group : groups.entries()) {
      List<String> members = new ArrayList<>(split(group.value()));
      if (!its.contains(group.key()) && members.remove(user)) {
        groups.set(group.key(), String.join(",", members));
      }
    }
    for (String group : its) {
      if (!isIn(user, group)) {
        String members = groups.value(group).filter(value -> !value.isBlank()).orElse("");
        groups.set(group, members.isEmpty() ? user : members + "," + user);
      }
    }
  }

  /** Turns a user into a comment. */
  void retire(String user) {
    unhashed.remove(user);
    work.passwords().leaveOut(whatOpens(), user);
    users.comment(
        user,
        "Left out: nobody could log in as this user before.",
        PropertiesText.escaped(user, true) + "=");
  }

  /** Replaces the password of a user by a new one, and keeps its mark. */
  void renew(String user) throws IOException {
    boolean marked = isMarked(user);
    put(user, Optional.empty());
    makeHashes();
    if (marked) {
      users.set(user, PasswordLine.withConsoleAccess(users.value(user).orElseThrow()));
    }
  }

  /** Leaves something to the operator, once this is saved. */
  void decide(String what) {
    decisions.add(new Decision(RULE, what));
  }

  /** Returns what keeps {@code PasswordLoginModule} from reading the files. */
  List<String> problems(String systemGroup) throws IOException {
    makeHashes();
    return new AccountFiles(
            work.target().resolve(usersFile), work.target().resolve(groupsFile), systemGroup)
        .problems(users.text(), groups.text());
  }

  /** Writes the files, and tells whether they changed. */
  boolean save(String rule) throws IOException {
    makeHashes();
    decisions.forEach(decision -> work.decideOnce(decision.rule(), decision.what()));
    boolean changed = work.save(usersFile, rule, users);
    boolean groupsChanged = work.save(groupsFile, rule, groups);
    return changed || groupsChanged;
  }
}
