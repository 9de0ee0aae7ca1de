package io.portcullis.login;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Marks a login of {@link PasswordLoginModule}, and leads from it to the current groups. The other
 * principals name the groups of the moment of the login.
 */
public final class AccountPrincipal implements Principal {

  private final String user;
  private final Set<String> groups;
  private final Accounts accounts;

  AccountPrincipal(String user, Set<String> groups, Accounts accounts) {
    this.user = user;
    this.groups = Set.copyOf(groups);
    this.accounts = accounts;
  }

  /** The user's name. */
  @Override
  public String getName() {
    return user;
  }

  /** The groups that the login gave, which by now may be others. */
  public Set<String> groupsOfLogin() {
    return groups;
  }

  /** The groups that the user is in now; empty if there is no such user any more. */
  public Optional<Set<String>> currentGroups() {
    return accounts.current().groups(user);
  }

  /** Where the user's account is; its {@link Accounts#current} changes when anything does. */
  public Accounts accounts() {
    return accounts;
  }

  /** The same user of the same files. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AccountPrincipal that
        && user.equals(that.user)
        && accounts.files().equals(that.accounts.files());
  }

  @Override
  public int hashCode() {
    return user.hashCode();
  }

  @Override
  public String toString() {
    return user;
  }
}
