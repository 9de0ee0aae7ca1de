package io.portcullis.login;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a password: from memory if it can, and otherwise with one hash at a time for each user. So
 * many connections of one user cost one hash. A guesser waits in line for that user.
 */
final class PasswordCheck {

  /** For files without users; what {@code hash} makes. */
  private static final PasswordHash NOBODY =
      Argon2idHash.of(
          "$argon2id$v=19$m=19456,t=2,p=1$bm90IGFueWJvZHkncw$"
              + "bm90IHRoZSBoYXNoIG9mIGFueSBwYXNzd29yZA",
          Argon2idHash.MOST_MEMORY_KIB);

  private final RememberedPasswords remembered;
  private final HashWork work;
  private final KeyedSemaphore<String> users;
  private final Duration longestWait;

  /**
   * Remembers and hashes with these.
   *
   * @param users one at a time of each user
   * @param longestWait of a login that has not waited yet
   */
  PasswordCheck(
      RememberedPasswords remembered,
      HashWork work,
      KeyedSemaphore<String> users,
      Duration longestWait) {
    this.remembered = remembered;
    this.work = work;
    this.users = users;
    this.longestWait = longestWait;
  }

  /**
   * The user's account, if there is one and the password is right. A user who does not exist costs
   * as much as one who does.
   *
   * @param password in UTF-8
   * @throws LoginsBusyException if too many others have to be judged first
   */
  Optional<Account> account(AccountBook book, String user, byte[] password)
      throws LoginsBusyException {
    Optional<Account> account = book.account(user);
    Account tried = tried(book, user);
    byte[] digest = remembered.digest(tried, password);
    if (remembered.knows(tried, digest)) {
      return account;
    }
    LoginTimeout patience = LoginTimeout.presentOr(longestWait);
    takeTurn(user, patience);
    try {
      if (remembered.knows(tried, digest)) {
        return account;
      }
      boolean right =
          work.run(tried.hash().memoryKib(), patience.left(), () -> tried.hash().matches(password));
      if (!right || account.isEmpty()) {
        return Optional.empty();
      }
      remembered.remember(tried, digest);
      return account;
    } finally {
      users.give(user);
    }
  }

  /** What a password is held against; somebody who does not exist has a hash too. */
  private static Account tried(AccountBook book, String user) {
    return book.account(user)
        .orElseGet(
            () -> {
              PasswordHash decoy = book.decoy(user.hashCode()).orElse(NOBODY);
              return new Account(user, decoy, Set.of());
            });
  }

  /**
   * The user's account, if this is known already to be the password. Costs no hash.
   *
   * @param password in UTF-8
   */
  Optional<Account> known(AccountBook book, String user, byte[] password) {
    Account tried = tried(book, user);
    return remembered.knows(tried, remembered.digest(tried, password))
        ? book.account(user)
        : Optional.empty();
  }

  private void takeTurn(String user, LoginTimeout patience) throws LoginsBusyException {
    try {
      if (!users.take(user, patience.left())) {
        throw new LoginsBusyException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoginsBusyException();
    }
  }

  void forgetAllBut(AccountBook book) {
    remembered.forgetAllBut(book);
  }
}
