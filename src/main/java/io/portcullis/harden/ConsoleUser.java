package io.portcullis.harden;

import io.portcullis.harden.text.PropertiesText;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.login.AccountRules;
import io.portcullis.policy.Groups;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gives the web console a user of the system group that can log in. The console takes its name and
 * password from {@code credentials.properties}.
 */
final class ConsoleUser implements Step {

  static final String FILE = "credentials.properties";

  private static final String RULE = "refuse-default-credentials";
  private static final String NAME = "activemq.username";
  private static final String PASSWORD = "activemq.password";
  private static final String OTHER_NAME = "webconsole";

  @Override
  public boolean apply(Work work) throws IOException {
    LoginDraft logins = new LoginDraft(work);
    if (!isImported(work.draft()) || logins.ofBroker().isEmpty()) {
      return false;
    }
    String entry = logins.ofBroker().iterator().next();
    Optional<LoginDraft.Files> files = logins.files(entry);
    PropertiesText credentials =
        work.draft().has(FILE) ? work.properties(FILE) : PropertiesText.of("", "\n");
    if (files.isEmpty() || isUnknown(credentials)) {
      work.decide(
          RULE,
          ("the web console logs in by %s and %s of %s; make that a user of group %s in login"
                  + " configuration \"%s\"")
              .formatted(NAME, PASSWORD, FILE, work.checked().policy().groups().system(), entry));
      return false;
    }
    AccountDraft accounts = AccountDraft.of(work, files.get().users(), files.get().groups());
    return mend(work, accounts, credentials);
  }

  private static boolean isImported(Draft draft) throws IOException {
    return draft.first(node -> isConsole(node) || isJetty(node)).isPresent();
  }

  private static boolean isConsole(XmlNode node) {
    return node.localName().equals("import")
        && node.attribute("resource").filter(file -> file.contains("jetty")).isPresent();
  }

  private static boolean isJetty(XmlNode node) {
    return node.attribute("class")
        .filter(type -> type.startsWith("org.eclipse.jetty."))
        .isPresent();
  }

  /** Another program may replace or decrypt what stands there. */
  private static boolean isUnknown(PropertiesText credentials) {
    String both = credentials.value(NAME).orElse("") + credentials.value(PASSWORD).orElse("");
    return both.contains("${") || both.contains("ENC(");
  }

  private static boolean mend(Work work, AccountDraft accounts, PropertiesText credentials)
      throws IOException {
    Optional<String> named = credentials.value(NAME).filter(AccountRules::allowsName);
    String name = named.isPresent() ? named.get() : freeName(work);
    String password = credentials.value(PASSWORD).orElse("");
    boolean accepted = accounts.accepts(name, password);
    boolean exists = accounts.users().contains(name);
    boolean trusted = isTrusted(work, accounts, name);
    if (exists && (!trusted || (!accepted && !accounts.isNew(name)))) {
      name = freeName(work);
    }
    if (!accounts.users().contains(name)) {
      accounts.put(name, exists && !trusted ? Optional.empty() : Optional.of(password));
      accepted = accounts.accepts(name, password);
    }
    if (!accepted) {
      credentials.set(PASSWORD, accounts.newPassword(name));
    }
    if (!credentials.value(NAME).equals(Optional.of(name))) {
      credentials.set(NAME, name);
    }
    if (accounts.allowConsole(name, work.checked().policy().groups().system())) {
      work.decideOnce(
          RULE,
          ("user \"%s\" of %s has the mark that lets the web console log in. The console has the rights"
                  + " of the system group")
              .formatted(name, accounts.usersFile()));
    }
    boolean saved = accounts.save(RULE);
    boolean written = work.save(FILE, RULE, credentials);
    return written || saved;
  }

  /** Tells whether the mark gives a user nothing that it has not. */
  private static boolean isTrusted(Work work, AccountDraft accounts, String name) {
    Groups groups = work.checked().policy().groups();
    return accounts.isMarked(name)
        || accounts.isIn(name, groups.system())
        || accounts.isIn(name, groups.administrators());
  }

  /**
   * Returns a name that stands in no file of the folder. A user or a group of that name may be
   * anywhere: in another module's files, in the authorization map, or in a certificate's file.
   */
  private static String freeName(Work work) {
    String texts = String.join("\n", work.draft().texts());
    String name = OTHER_NAME;
    for (int i = 2; isNamed(texts, name); i++) {
      name = OTHER_NAME + i;
    }
    return name;
  }

  private static boolean isNamed(String texts, String name) {
    return Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w.-])")
        .matcher(texts)
        .find();
  }
}
