package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.LoginDraft.Files;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.login.AccountRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Moves the users of {@code simpleAuthenticationPlugin} into files of hashes, and puts {@code
 * jaasAuthenticationPlugin} in its place.
 */
final class MoveSimpleUsers implements Step {

  private static final String RULE = "require-authentication";
  private static final String PLUGIN = "simpleAuthenticationPlugin";
  private static final String OWN_ENTRY = "activemq-users";

  private static final Set<String> ATTRIBUTES =
      Set.of("id", "xmlns", "anonymousAccessAllowed", "anonymousUser", "anonymousGroup");

  /** A user of the plugin, as written. */
  private record SimpleUser(String name, String password, String groups) {}

  @Override
  public boolean apply(Work work) throws IOException {
    for (Spot plugin : work.draft().all(Draft.broker(PLUGIN))) {
      if (new LoginDraft(work).ofBroker().isEmpty() && isPlain(plugin.node())) {
        move(work, plugin);
        return true;
      }
      work.decide(
          RULE,
          "%s of %s has more than a list of users; write its users into users.properties by hand, and put"
                  .formatted(PLUGIN, plugin.file())
              + " <jaasAuthenticationPlugin configuration=\"activemq\"/> in its place");
    }
    return false;
  }

  private static boolean isPlain(XmlNode plugin) {
    return ATTRIBUTES.containsAll(plugin.attributeNames())
        && plugin.children().stream()
            .allMatch(
                child ->
                    child.localName().equals("users")
                        && child.children().stream().allMatch(MoveSimpleUsers::isUser));
  }

  private static boolean isUser(XmlNode node) {
    return node.localName().equals("authenticationUser")
        && node.attribute("username").isPresent()
        && node.attribute("password").isPresent();
  }

  private static List<SimpleUser> users(XmlNode plugin) {
    return plugin
        .all()
        .filter(MoveSimpleUsers::isUser)
        .map(
            node ->
                new SimpleUser(
                    node.attribute("username").orElseThrow(),
                    node.attribute("password").orElseThrow(),
                    node.attribute("groups").orElse("")))
        .toList();
  }

  private static void move(Work work, Spot plugin) throws IOException {
    LoginDraft logins = new LoginDraft(work);
    String entry = entry(logins);
    Files files = logins.files(entry).orElse(freeFiles(entry));
    AccountDraft accounts = AccountDraft.of(work, files.users(), files.groups());
    accounts.hash();
    List<String> before = accounts.users();
    PropertyPlaceholders placeholders = PropertyPlaceholders.of(work);
    List<String> moved = new ArrayList<>();
    for (SimpleUser user : users(plugin.node())) {
      move(accounts, placeholders, user).ifPresent(moved::add);
    }
    if (!logins.ofConsole().contains(entry)) {
      before.stream().filter(user -> !moved.contains(user)).forEach(user -> retire(accounts, user));
    }
    if (plugin.node().attribute("anonymousAccessAllowed").filter("true"::equals).isPresent()) {
      accounts.decide(
          "%s let clients in without a login; add a user to %s for each of them"
              .formatted(PLUGIN, files.users()));
    }
    accounts.save(RULE);
    if (logins.config().entry(entry).isEmpty()) {
      logins.add(entry, files);
    }
    String instead =
        "<%sjaasAuthenticationPlugin configuration=\"%s\"/>"
            .formatted(plugin.node().prefix(), entry);
    work.draft().edit(plugin, RULE, (xml, node) -> xml.replaced(node, instead));
  }

  /** Returns ActiveMQ's own entry if its users are in files or it is free, and else another. */
  private static String entry(LoginDraft logins) throws IOException {
    boolean free = logins.config().entry(LoginDraft.DEFAULT_ENTRY).isEmpty();
    boolean files =
        !free
            && logins.config().entry(LoginDraft.DEFAULT_ENTRY).orElseThrow().modules().size() == 1
            && logins.files(LoginDraft.DEFAULT_ENTRY).isPresent();
    return free || files ? LoginDraft.DEFAULT_ENTRY : OWN_ENTRY;
  }

  /** Returns files that the operator's other logins do not use. */
  private static Files freeFiles(String entry) {
    return entry.equals(LoginDraft.DEFAULT_ENTRY)
        ? new Files("users.properties", "groups.properties")
        : new Files(entry + ".properties", entry + "-groups.properties");
  }

  private static Optional<String> move(
      AccountDraft accounts, PropertyPlaceholders placeholders, SimpleUser user) {
    Optional<String> name = placeholders.resolved(user.name()).filter(AccountRules::allowsName);
    if (name.isEmpty()) {
      accounts.decide(
          ("user \"%s\" of %s cannot log in any more, since its name is not %s; add a user of another"
                  + " name")
              .formatted(user.name(), PLUGIN, AccountRules.NAME));
      return Optional.empty();
    }
    Optional<String> password = placeholders.resolved(user.password());
    if (password.isEmpty()) {
      accounts.decide(
          ("user \"%s\" has a new password, in passwords.txt, since the old one stands in no file"
                  + " of the folder; give its clients the new one")
              .formatted(name.get()));
    }
    accounts.put(name.get(), password);
    accounts.setGroups(name.get(), groups(accounts, placeholders, user));
    return name;
  }

  private static List<String> groups(
      AccountDraft accounts, PropertyPlaceholders placeholders, SimpleUser user) {
    Optional<String> groups = placeholders.resolved(user.groups());
    List<String> all =
        Stream.of(groups.orElse(user.groups()).split(",", -1))
            .map(String::strip)
            .filter(group -> !group.isEmpty())
            .distinct()
            .toList();
    List<String> fit = all.stream().filter(AccountRules::allowsName).toList();
    if (fit.size() < all.size()) {
      accounts.decide(
          ("user \"%s\" is in fewer groups than before, since the name of a group is %s: %s; rename"
                  + " the others in the authorization map, and add the user")
              .formatted(user.name(), AccountRules.NAME, String.join(", ", all)));
    }
    return fit;
  }

  private static void retire(AccountDraft accounts, String user) {
    accounts.retire(user);
    accounts.setGroups(user, List.of());
    accounts.decide(
        "user \"%s\" of %s was not used. Its line is a comment now"
            .formatted(user, accounts.usersFile()));
  }
}
