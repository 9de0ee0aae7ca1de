package io.portcullis.harden;

import io.portcullis.harden.text.LoginConfigText.Entry;
import io.portcullis.harden.text.LoginConfigText.Module;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the login modules with users in files {@code PasswordLoginModule}, and their passwords
 * hashes. It adds an entry of {@code login.config} that the broker needs and that is not there. It
 * leaves entries that neither the broker nor its console uses.
 */
final class HashLogins implements Step {

  private static final String RULE = "require-authentication";
  private static final String FIRST_USER = "admin";
  private static final String NAME = "[A-Za-z][A-Za-z0-9._-]*";

  private static final LoginDraft.Files FILES =
      new LoginDraft.Files("users.properties", "groups.properties");

  @Override
  public boolean apply(Work work) throws IOException {
    LoginDraft logins = new LoginDraft(work);
    Set<String> names = new LinkedHashSet<>(logins.ofBroker());
    boolean changed = false;
    for (String name : names) {
      if (logins.taken(name).isEmpty() && name.matches(NAME)) {
        changed |= logins.add(name, FILES);
      }
    }
    names.addAll(logins.ofConsole());
    for (String name : names) {
      int count = logins.taken(name).map(entry -> entry.modules().size()).orElse(0);
      for (int i = 0; i < count; i++) {
        changed |= hash(work, logins, logins.taken(name).orElseThrow(), i);
      }
    }
    return changed;
  }

  private static boolean hash(Work work, LoginDraft logins, Entry entry, int index)
      throws IOException {
    Module module = entry.modules().get(index);
    String type = module.type().text();
    if (!type.equals(LoginDraft.ACTIVEMQ_MODULE) && !type.equals(LoginDraft.MODULE)) {
      return false;
    }
    Optional<LoginDraft.Files> files = logins.files(module);
    if (files.isEmpty()) {
      work.decide(
          RULE,
          ("login configuration \"%s\" has users or groups outside the folder; move both files into"
                  + " it, name them in login.config, and run harden again")
              .formatted(entry.name()));
      return false;
    }
    AccountDraft accounts = AccountDraft.of(work, files.get().users(), files.get().groups());
    accounts.hash();
    if (accounts.users().isEmpty() && entry.modules().size() == 1) {
      accounts.put(FIRST_USER, Optional.empty());
      accounts.setGroups(FIRST_USER, List.of(work.checked().policy().groups().administrators()));
    }
    List<String> problems = accounts.problems(work.checked().policy().groups().system());
    if (!problems.isEmpty()) {
      problems.forEach(problem -> work.decide(RULE, problem));
      return false;
    }
    boolean used = logins.use(module, files.get());
    boolean saved = accounts.save(RULE);
    return saved || used;
  }
}
