package io.portcullis.login;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All accounts of a pair of files at one moment. Immutable. {@link Accounts#current} returns the
 * same object for as long as nothing changes.
 */
public final class AccountBook {

  static final AccountBook EMPTY = new AccountBook(Map.of());

  private final Map<String, Account> accounts;
  private final List<Account> all;

  AccountBook(Map<String, Account> accounts) {
    this.accounts = Map.copyOf(accounts);
    this.all = List.copyOf(this.accounts.values());
  }

  /** The groups of a user; empty if there is no such user any more. */
  public Optional<Set<String>> groups(String user) {
    return account(user).map(Account::groups);
  }

  /** The names of all users. */
  public Set<String> users() {
    return accounts.keySet();
  }

  /** Whether a user has a password. Costs a hash. */
  public boolean accepts(String user, String password) {
    return account(user)
        .filter(account -> account.hash().matches(password.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  Optional<Account> account(String user) {
    return Optional.ofNullable(accounts.get(user));
  }

  boolean holds(Account account) {
    return account.equals(accounts.get(account.name()));
  }

  boolean isSameAs(AccountBook other) {
    return accounts.equals(other.accounts);
  }

  /** The users who are new here, or have another hash than before. */
  List<String> changedSince(AccountBook before) {
    return all.stream()
        .filter(
            now -> !before.account(now.name()).map(Account::hash).equals(Optional.of(now.hash())))
        .map(Account::name)
        .sorted()
        .toList();
  }

  /** How many users there are. */
  public int size() {
    return all.size();
  }

  /**
   * Somebody's hash, for a user who does not exist to cost as much as one who does; the same for
   * the same number.
   */
  Optional<PasswordHash> decoy(int number) {
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.get(Math.floorMod(number, all.size())).hash());
  }
}
