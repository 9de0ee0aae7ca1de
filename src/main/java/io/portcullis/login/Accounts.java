package io.portcullis.login;

import io.portcullis.enforce.LruMap;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.rule.KnownLogin;
import io.portcullis.rule.RefuseDefaultCredentials;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the accounts of a pair of files up to date while the broker runs. If a file breaks, the
 * last good accounts stay, and the fault is reported once. If a file was broken from the start,
 * there are no accounts and nobody logs in.
 */
public final class Accounts {

  /** How long files are not looked at again. */
  static final Duration INTERVAL = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

  private static final RefuseDefaultCredentials DEFAULTS = new RefuseDefaultCredentials();

  private static final int MOST_SHARED = 64;

  private static final Map<AccountFiles, Shared> SHARED = new LruMap<>(MOST_SHARED);

  /** The accounts as last read, and the time of the last look. */
  private record Looked(AccountBook book, Instant at) {}

  private final AccountFiles files;
  private final Clock clock;
  private final PasswordCheck check;
  private final WatchedFile users;
  private final WatchedFile groups;
  private final FaultLog faults = new FaultLog();
  private final ReentrantLock looking = new ReentrantLock();
  private List<String> judged = List.of();
  private volatile Looked last;

  Accounts(AccountFiles files, Clock clock, HashWork work) {
    this.files = files;
    this.clock = clock;
    this.check =
        new PasswordCheck(
            new RememberedPasswords(clock),
            work,
            new KeyedSemaphore<>(1),
            LoginTimeout.LONGEST_WAIT);
    this.users = new WatchedFile(files.users(), clock);
    this.groups = new WatchedFile(files.groups(), clock);
    this.last = new Looked(lookOrKeep(AccountBook.EMPTY), clock.instant());
  }

  /** The accounts of one pair of files. Only those who ask for these files wait for the disk. */
  private static final class Shared {

    private final AccountFiles files;
    private Accounts accountsOrNull;

    Shared(AccountFiles files) {
      this.files = files;
    }

    synchronized Accounts accounts() {
      if (accountsOrNull == null) {
        accountsOrNull = new Accounts(files, Clock.systemUTC(), HashWork.SHARED);
      }
      return accountsOrNull;
    }
  }

  /** The accounts of these files, shared by all who ask in this JVM. */
  public static Accounts of(AccountFiles files) {
    Shared shared;
    synchronized (SHARED) {
      shared = SHARED.computeIfAbsent(files, Shared::new);
    }
    return shared.accounts();
  }

  /**
   * The accounts as the files have them, read again if they were not looked at in the last quarter
   * of a second. The same object as before if nothing changed. Whatever changes is seen within half
   * a second by somebody who keeps asking.
   */
  public AccountBook current() {
    Looked before = last;
    Duration since = Duration.between(before.at, clock.instant());
    boolean fresh = !since.isNegative() && since.compareTo(INTERVAL) < 0;
    if (fresh || !looking.tryLock()) {
      return before.book;
    }
    try {
      last = new Looked(lookOrKeep(last.book), clock.instant());
      return last.book;
    } finally {
      looking.unlock();
    }
  }

  /** What is wrong with the files, for as long as it is. */
  public Optional<String> fault() {
    return faults.current();
  }

  /** The files. */
  public AccountFiles files() {
    return files;
  }

  /**
   * The user's account, if this is known already to be the password.
   *
   * @param password in UTF-8
   */
  Optional<Account> known(String user, byte[] password) {
    return check.known(current(), user, password);
  }

  /**
   * The user's account, if the password is right.
   *
   * @param password in UTF-8
   * @throws LoginsBusyException if too many others have to be judged first
   * @throws NoAccountsException if there are no accounts because of a fault
   */
  Optional<Account> logIn(String user, byte[] password)
      throws LoginsBusyException, NoAccountsException {
    AccountBook book = current();
    if (book.size() == 0 && fault().isPresent()) {
      throw new NoAccountsException(
          "the files of users and groups cannot be used, so nobody logs in; the broker's log says"
              + " why");
    }
    return check.account(book, user, password);
  }

  /** Whatever goes wrong, whoever asks gets what was read before, and the next one looks again. */
  private AccountBook lookOrKeep(AccountBook before) {
    try {
      return look(before);
    } catch (RuntimeException | Error e) {
      judged = List.of();
      report(
          new ConfigurationException(
              "The files of users and groups cannot be used:", List.of(e.toString())),
          before);
      return before;
    }
  }

  private AccountBook look(AccountBook before) {
    List<String> problems = new ArrayList<>();
    List<String> texts = List.of(read(users, problems), read(groups, problems));
    if (!problems.isEmpty()) {
      judged = List.of();
      report(
          new ConfigurationException("The files of users and groups cannot be used:", problems),
          before);
      return before;
    }
    if (texts.equals(judged)) {
      return before;
    }
    judged = texts;
    try {
      return adopt(
          AccountBookReader.read(files, texts.get(0), texts.get(1), HashWork.MEMORY_KIB), before);
    } catch (ConfigurationException e) {
      report(e, before);
      return before;
    }
  }

  private AccountBook adopt(AccountBook now, AccountBook before) {
    faults.clear();
    if (now.isSameAs(before)) {
      return before;
    }
    check.forgetAllBut(now);
    LOG.info("{} holds {} users", files.users(), now.size());
    if (before.size() > 0) {
      warnOfDefaults(now, before);
    }
    return now;
  }

  /** What stands there at the start is judged by the gate, which can refuse to start. */
  private void warnOfDefaults(AccountBook now, AccountBook before) {
    KnownLogin changed =
        new KnownLogin(files.users().toString(), now.changedSince(before), true, now::accepts);
    for (Violation violation : DEFAULTS.judge(changed)) {
      LOG.warn("{}; Portcullis would not let a broker start like this", violation.line());
    }
  }

  private void report(ConfigurationException e, AccountBook before) {
    faults.report(
        e.getMessage()
            + (before.size() == 0
                ? "\n  Until then nobody logs in."
                : "\n  Until then what was read before holds."));
  }

  private static String read(WatchedFile file, List<String> problems) {
    try {
      return new String(file.bytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      problems.add(e.getMessage());
      return "";
    }
  }
}
