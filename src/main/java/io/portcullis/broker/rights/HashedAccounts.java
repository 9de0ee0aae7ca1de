package io.portcullis.broker.rights;

import io.portcullis.login.AccountBook;
import io.portcullis.login.AccountFiles;
import io.portcullis.login.Accounts;
import io.portcullis.login.LoginFolder;
import io.portcullis.policy.ConfigurationException;
import java.security.Principal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.UserPrincipal;

/** The users and groups of Portcullis' own login module. */
final class HashedAccounts implements AccountSource {

  private final Accounts accounts;

  /**
   * @param accounts the content of its files
   */
  HashedAccounts(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Reads the accounts of a module with these options, whose files are in this folder. */
  static AccountSource of(Map<String, ?> options, LoginFolder folder) {
    try {
      return new HashedAccounts(Accounts.of(AccountFiles.of(options, folder)));
    } catch (ConfigurationException e) {
      return user ->
          Optional.of(
              new Membership.Untold(
                  "PasswordLoginModule", "cannot be used: " + String.join("; ", e.problems())));
    }
  }

  /** Returns why a module with these options lets nobody in, in one line; empty if it does. */
  static Optional<String> fault(Map<String, ?> options, LoginFolder folder) {
    try {
      Accounts accounts = Accounts.of(AccountFiles.of(options, folder));
      accounts.current();
      return accounts.fault().map(HashedAccounts::oneLine);
    } catch (ConfigurationException e) {
      return Optional.of(String.join("; ", e.problems()));
    }
  }

  private static String oneLine(String fault) {
    return fault.replaceAll("\\s*\\n\\s*", " ");
  }

  @Override
  public Optional<Members> members() {
    AccountBook book = accounts.current();
    if (accounts.fault().isPresent()) {
      return Optional.empty();
    }
    Map<String, Set<String>> members = new HashMap<>();
    book.users().forEach(user -> members.put(user, book.groups(user).orElse(Set.of())));
    return Optional.of(new Members(accounts.files().groups().toString(), members));
  }

  @Override
  public Optional<Membership> of(String user) {
    AccountFiles files = accounts.files();
    Optional<Set<String>> groups = accounts.current().groups(user);
    if (groups.isPresent()) {
      Set<Principal> principals = new HashSet<>();
      principals.add(new UserPrincipal(user));
      groups.get().forEach(group -> principals.add(new GroupPrincipal(group)));
      return Optional.of(Membership.Known.of(files.groups().toString(), principals));
    }
    return Optional.of(
        accounts
            .fault()
            .<Membership>map(
                fault -> new Membership.Untold(files.users().toString(), oneLine(fault)))
            .orElseGet(() -> new Membership.NoSuchUser(files.users().toString())));
  }
}
