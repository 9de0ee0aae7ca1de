package io.portcullis.login;

import static io.portcullis.login.LoginFiles.hash;
import static io.portcullis.login.LoginFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.SetClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts follow their files. */
class AccountsTest {

  @TempDir private Path folder;

  private final SetClock time = new SetClock();
  private LoginFiles files;
  private Accounts accounts;

  @BeforeEach
  void alice() throws Exception {
    files = new LoginFiles(folder).users("alice=" + hash()).groups("users=alice");
    accounts = accounts();
  }

  private Accounts accounts() {
    return new Accounts(files.files(), time, HashWork.SHARED);
  }

  @Test
  void theSameBookForAsLongAsNothingChanges() throws Exception {
    AccountBook before = accounts.current();
    later();
    assertThat(accounts.current()).isSameAs(before);
    files.users("# only a comment\nalice=" + hash());
    later();

    assertThat(accounts.current()).isSameAs(before);
  }

  @Test
  void aChangeIsSeenAfterAQuarterOfASecond() throws Exception {
    AccountBook before = accounts.current();
    files.groups("users=alice\nadmins=alice");
    time.pass(Accounts.INTERVAL.minusMillis(1));
    assertThat(accounts.current()).isSameAs(before);
    time.pass(Duration.ofMillis(1));

    assertThat(accounts.current().groups("alice")).hasValue(Set.of("users", "admins"));
  }

  @Test
  void aFileOfTheSameSizeAndTimeIsReadAgain() throws Exception {
    FileTime before = Files.getLastModifiedTime(files.files().groups());
    files.groups("other=alice");
    Files.setLastModifiedTime(files.files().groups(), before);
    later();
    assertThat(accounts.current().groups("alice")).hasValue(Set.of("other"));

    files.groups("thing=alice");
    Files.setLastModifiedTime(files.files().groups(), before);
    later();
    assertThat(accounts.current().groups("alice")).hasValue(Set.of("thing"));
  }

  @Test
  void aFileThatIsSwappedByALinkIsReadAgain() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..first"));
    Path second = Files.createDirectory(folder.resolve("..second"));
    for (Path version : new Path[] {first, second}) {
      new LoginFiles(version)
          .users("alice=" + hash())
          .groups("g-%s=alice".formatted(version.getFileName()));
    }
    Path link = Files.createSymbolicLink(folder.resolve("..data"), first);
    files = new LoginFiles(link);
    accounts = accounts();
    assertThat(accounts.current().groups("alice")).hasValue(Set.of("g-..first"));

    Path newLink = Files.createSymbolicLink(folder.resolve("..new"), second);
    Files.move(newLink, link, StandardCopyOption.ATOMIC_MOVE);
    later();

    assertThat(accounts.current().groups("alice")).hasValue(Set.of("g-..second"));
  }

  @Test
  void aFileThatIsJustBeingWrittenIsNotTakenByHalf() throws Exception {
    AccountBook before = accounts.current();
    writeNow("# half of it\n");
    later();
    assertThat(accounts.current()).isSameAs(before);
    writeNow("# all of it\nbob=" + hash());
    later();
    assertThat(accounts.current()).isSameAs(before);
    later();

    assertThat(accounts.current().groups("bob")).isPresent();
    assertThat(accounts.current().groups("alice")).isEmpty();
  }

  @Test
  void aBrokenFileChangesNothingAndIsToldForAsLongAsItIs() throws Exception {
    AccountBook before = accounts.current();
    files.users("alice=plain-text-word");
    later();

    assertThat(accounts.current()).isSameAs(before);
    assertThat(accounts.logIn("alice", utf8(GatedBroker.PASSWORD))).isPresent();
    assertThat(accounts.logIn("alice", utf8("plain-text-word"))).isEmpty();
    assertThat(accounts.fault())
        .hasValue(
            """
            The files of users and groups cannot be used:
              %s line 1: user "alice": its password is not hashed; put what "java -jar \
            activemq-portcullis-1.0.0.jar hash" prints in its place
              Until then what was read before holds."""
                .formatted(files.files().users()));

    files.users("alice=" + hash());
    later();
    assertThat(accounts.current()).isSameAs(before);
    assertThat(accounts.fault()).isEmpty();
  }

  @Test
  void aPasswordThatActiveMqIsShippedWithIsSaidOnceWhenItComesLater() throws Exception {
    try (LoggedLines lines = LoggedLines.of(Accounts.class.getName())) {
      files.users("admin=%s\nuser=%s".formatted(hash("admin"), hash()));
      later();
      accounts.current();
      files.groups("users=admin");
      later();

      assertThat(accounts.current().groups("admin")).hasValue(Set.of("users"));
      assertThat(lines.lines())
          .filteredOn(line -> line.contains("shipped"))
          .containsExactly(
              ("io.portcullis.login.Accounts: [refuse-default-credentials] %1$s: user \"admin\" has a"
                      + " password that ActiveMQ is shipped with; write a line of the command hash for"
                      + " admin into %1$s; its clients use it too, such as those of"
                      + " credentials.properties; Portcullis would not let a broker start like this")
                  .formatted(files.files().users()));
    }
  }

  @Test
  void filesThatAreGoneChangeNothing() throws Exception {
    AccountBook before = accounts.current();
    Files.delete(files.files().users());
    Files.delete(files.files().groups());
    later();

    assertThat(accounts.current()).isSameAs(before);
    assertThat(accounts.fault())
        .hasValue(
            """
            The files of users and groups cannot be used:
              %s: there is no such file; create it
              %s: there is no such file; create it
              Until then what was read before holds."""
                .formatted(files.files().users(), files.files().groups()));
  }

  @Test
  void nobodyLogsInWithFilesThatAreBrokenFromTheStart() throws Exception {
    files.users("alice=" + GatedBroker.PASSWORD);
    accounts = accounts();

    assertThatThrownBy(() -> accounts.logIn("alice", utf8(GatedBroker.PASSWORD)))
        .isInstanceOf(NoAccountsException.class)
        .hasMessage(
            "the files of users and groups cannot be used, so nobody logs in; the broker's log"
                + " says why");
    assertThat(accounts.fault()).get().asString().endsWith("\n  Until then nobody logs in.");

    files.users("alice=" + hash());
    later();
    assertThat(accounts.logIn("alice", utf8(GatedBroker.PASSWORD))).isPresent();
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws Exception {
    files.users("#".repeat(WatchedFile.MOST_BYTES));
    assertThat(accounts().fault()).isEmpty();
    files.users("#".repeat(WatchedFile.MOST_BYTES + 1));

    assertThat(accounts().fault())
        .get()
        .asString()
        .contains("users.properties: it has more than 16777216 bytes; shorten it");
  }

  @Test
  void aUserWhoIsTakenOutIsGone() throws Exception {
    AccountPrincipal principal = new AccountPrincipal("alice", Set.of(), accounts);
    assertThat(principal.currentGroups()).hasValue(Set.of("users"));
    files.users("bob=" + hash());
    later();

    assertThat(principal.currentGroups()).isEmpty();
    assertThat(accounts.logIn("alice", utf8(GatedBroker.PASSWORD))).isEmpty();
  }

  @Test
  void aClockThatIsSetBackDoesNotStopTheReading() throws Exception {
    files.groups("other=alice");
    time.pass(Duration.ofHours(-1));

    accounts.current();
    time.pass(Accounts.INTERVAL);

    assertThat(accounts.current().groups("alice")).hasValue(Set.of("other"));
  }

  @Test
  void whoeverNamesTheSameFilesGetsTheSameAccounts() {
    Accounts shared = Accounts.of(files.files());
    AccountFiles otherGroup =
        new AccountFiles(files.files().users(), files.files().groups(), "other");

    assertThat(Accounts.of(new LoginFiles(folder.resolve(".")).files())).isSameAs(shared);
    assertThat(Accounts.of(otherGroup)).isNotSameAs(shared);
  }

  private void writeNow(String users) throws Exception {
    Files.writeString(files.files().users(), users);
    Files.setLastModifiedTime(
        files.files().users(), FileTime.from(Instant.now(time).plusSeconds(1)));
  }

  private void later() {
    time.pass(Accounts.INTERVAL);
  }
}
