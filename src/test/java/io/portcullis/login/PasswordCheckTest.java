package io.portcullis.login;

import static io.portcullis.login.LoginFiles.hash;
import static io.portcullis.login.LoginFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a login costs, told by what happens while nobody can hash. */
class PasswordCheckTest {

  private static final byte[] RIGHT = utf8("the-right-password");
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final byte[] WRONG = utf8("the-wrong-password");

  private final SetClock time = new SetClock();
  private final RememberedPasswords remembered = new RememberedPasswords(time);
  private final HashWork work = new HashWork(1, 1 << 20);
  private final KeyedSemaphore<String> users = new KeyedSemaphore<>(1);
  private final PasswordCheck check = new PasswordCheck(remembered, work, users, SHORT);
  private final AccountBook book = book("the-right-password", "users");
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch release = new CountDownLatch(1);

  private Future<Boolean> occupant = CompletableFuture.completedFuture(true);

  @AfterEach
  void end() throws Exception {
    release.countDown();
    occupant.get();
    threads.shutdown();
  }

  private static AccountBook book(String password, String group) {
    PasswordHash hash = PasswordHash.of(hash(password), Argon2idHash.MOST_MEMORY_KIB);
    return new AccountBook(Map.of("alice", new Account("alice", hash, Set.of(group))));
  }

  private Optional<Account> tried(String user, byte[] password) throws Exception {
    return check.account(book, user, password);
  }

  /** From now on, whoever has to hash finds no processor free. */
  private void occupyTheProcessor() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    occupant = threads.submit(() -> work.run(1, LONG, () -> hold(working, release)));
    working.await();
  }

  private static boolean hold(CountDownLatch started, CountDownLatch end) {
    started.countDown();
    return await(end);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRightPasswordCostsNoSecondHash() throws Exception {
    assertThat(tried("alice", RIGHT)).isPresent();
    occupyTheProcessor();

    assertThat(tried("alice", RIGHT)).isPresent();
    assertThatThrownBy(() -> tried("alice", WRONG)).isInstanceOf(LoginsBusyException.class);
  }

  @Test
  void whatIsKnownIsSaidWithoutAHash() throws Exception {
    assertThat(check.known(book, "alice", RIGHT)).isEmpty();
    assertThat(tried("alice", RIGHT)).isPresent();
    occupyTheProcessor();

    assertThat(check.known(book, "alice", RIGHT)).isEqualTo(book.account("alice"));
    assertThat(check.known(book, "alice", WRONG)).isEmpty();
    assertThat(check.known(book, "mallory", RIGHT)).isEmpty();
  }

  @Test
  void aWrongPasswordIsWrongHoweverOften() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(tried("alice", WRONG)).isEmpty();
    }

    assertThat(tried("alice", RIGHT)).isPresent();
    assertThat(tried("alice", WRONG)).isEmpty();
  }

  @Test
  void aUserWhoDoesNotExistCostsAHashAndIsNotRemembered() throws Exception {
    assertThat(tried("mallory", RIGHT)).isEmpty();
    assertThat(remembered.size()).isZero();
    occupyTheProcessor();

    assertThatThrownBy(() -> tried("mallory", RIGHT)).isInstanceOf(LoginsBusyException.class);
  }

  @Test
  void whereThereAreNoUsersNobodyIsLetInAndAHashIsPaid() throws Exception {
    assertThat(check.account(AccountBook.EMPTY, "alice", RIGHT)).isEmpty();
    occupyTheProcessor();

    assertThatThrownBy(() -> check.account(AccountBook.EMPTY, "alice", RIGHT))
        .isInstanceOf(LoginsBusyException.class)
        .hasMessage("too many logins at once, so this one was not judged; connect again");
  }

  @Test
  void aDayWithoutUseIsForgotten() throws Exception {
    tried("alice", RIGHT);
    time.pass(RememberedPasswords.REMEMBERED);
    occupyTheProcessor();
    assertThat(tried("alice", RIGHT)).isPresent();
    time.pass(RememberedPasswords.REMEMBERED);
    assertThat(tried("alice", RIGHT)).isPresent();
    time.pass(RememberedPasswords.REMEMBERED.plusMillis(1));

    assertThatThrownBy(() -> tried("alice", RIGHT)).isInstanceOf(LoginsBusyException.class);
    assertThat(remembered.size()).isZero();
  }

  @Test
  void aClockThatIsSetBackKeepsNoPasswordUntilItIsWhereItWas() throws Exception {
    tried("alice", RIGHT);
    check.forgetAllBut(book);
    assertThat(remembered.size()).isEqualTo(1);
    time.pass(Duration.ofDays(-365));
    check.forgetAllBut(book);

    assertThat(remembered.size()).isZero();
    tried("alice", RIGHT);
    time.pass(Duration.ofDays(-365));
    occupyTheProcessor();
    assertThatThrownBy(() -> tried("alice", RIGHT)).isInstanceOf(LoginsBusyException.class);
  }

  @Test
  void aPasswordIsForgottenWithTheAccountItWasFor() throws Exception {
    tried("alice", RIGHT);
    check.forgetAllBut(book);
    assertThat(remembered.size()).isEqualTo(1);
    check.forgetAllBut(book("another-password", "users"));

    assertThat(remembered.size()).isZero();
  }

  @Test
  void anotherHashOfTheSamePasswordIsPaidForAgain() throws Exception {
    tried("alice", RIGHT);
    PasswordHash other = Argon2idHash.make(RIGHT, utf8("another-salt-16b"), 7 << 10, 5, 1);
    AccountBook changed =
        new AccountBook(Map.of("alice", new Account("alice", other, Set.of("users"))));
    occupyTheProcessor();

    assertThatThrownBy(() -> check.account(changed, "alice", RIGHT))
        .isInstanceOf(LoginsBusyException.class);
  }

  @Test
  void groupsAreThoseOfTheFilesAndNotOfTheMemory() throws Exception {
    tried("alice", RIGHT);

    assertThat(check.account(book("the-right-password", "admins"), "alice", RIGHT))
        .hasValueSatisfying(account -> assertThat(account.groups()).containsExactly("admins"));
  }

  @Test
  void manyLoginsOfOneUserShareOneHash() throws Exception {
    int many = 50;
    CountDownLatch afterwards = new CountDownLatch(1);
    PasswordCheck patient = new PasswordCheck(remembered, work, users, LONG);
    occupyTheProcessor();
    List<Future<Optional<Account>>> logins = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      logins.add(threads.submit(() -> patient.account(book, "alice", RIGHT)));
    }
    Awaitility.await().until(() -> users.present("alice") == many && work.waiting() == 1);

    // Behind the first login, so that a second hash would find no processor free.
    Future<Boolean> next = threads.submit(() -> work.run(1, LONG, () -> await(afterwards)));
    Awaitility.await().until(() -> work.waiting() == 2);
    release.countDown();

    for (Future<Optional<Account>> login : logins) {
      assertThat(login.get(5, TimeUnit.SECONDS)).isPresent();
    }
    afterwards.countDown();
    assertThat(next.get()).isTrue();
  }

  @Test
  void whoeverHasWaitedForItsTurnDoesNotWaitAsLongAgain() throws Exception {
    PasswordCheck patient = new PasswordCheck(remembered, work, users, LONG);
    users.take("alice", SHORT);
    Future<Optional<Account>> login = threads.submit(() -> patient.account(book, "alice", RIGHT));
    Awaitility.await().until(() -> users.present("alice") == 2);
    users.give("alice");

    assertThat(login.get()).isPresent();
    assertThat(users.kinds()).isZero();
  }
}
