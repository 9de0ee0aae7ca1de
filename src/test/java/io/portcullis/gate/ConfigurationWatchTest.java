package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.platform.FileContents;
import io.portcullis.testing.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationWatchTest {

  @TempDir private Path folder;
  private Path file;
  private int changes;
  private boolean taken = true;
  private Error error;
  private ConfigurationWatch watch;

  @BeforeEach
  void watch() throws IOException {
    file = Files.writeString(folder.resolve("activemq.xml"), "before");
    watch = watch(FileContents.of(List.of(file)));
  }

  private ConfigurationWatch watch(FileContents known) {
    return new ConfigurationWatch(
        "configuration", Duration.ofSeconds(1), List.of(file), known, this::take, new SetClock());
  }

  private boolean take() {
    changes++;
    if (error != null) {
      throw error;
    }
    return taken;
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      try {
        watch.look();
      } catch (Throwable e) {
        assertThat(error == null ? e : e.getCause()).isSameAs(error == null ? e : error);
      }
    }
  }

  @Test
  void aChangeThatCouldNotBeTakenIsTriedAgainLessAndLessOften() throws IOException {
    taken = false;
    Files.writeString(file, "after");
    look(301);
    assertThat(changes).isBetween(8, 15);

    taken = true;
    look(61);
    int tries = changes;
    look(300);
    assertThat(changes).isEqualTo(tries);
  }

  @Test
  void aChangeWhoseReadingFailsIsTriedAgain() throws IOException {
    error = new NoClassDefFoundError("missing");
    Files.writeString(file, "after");
    look(3);
    assertThat(changes).isPositive();
    error = null;
    int tries = changes;
    look(10);

    assertThat(changes).isEqualTo(tries + 1);
  }

  /** Whoever mends it does not wait. */
  @Test
  void anotherChangeIsTakenAtOnce() throws IOException {
    taken = false;
    Files.writeString(file, "after");
    look(200);
    taken = true;
    int tries = changes;
    Files.writeString(file, "mended");
    look(2);
    assertThat(changes).isEqualTo(tries + 1);

    Files.writeString(file, "before");
    look(2);
    Files.writeString(file, "after");
    look(2);
    assertThat(changes).isEqualTo(tries + 3);
  }

  @Test
  void whatDoesNotChangeIsNotReadAgain() {
    look(5);

    assertThat(changes).isZero();
  }

  @Test
  void aChangeIsReadOnceWhenItWasSeenTwiceAlike() throws IOException {
    Files.writeString(file, "after");
    look(1);
    assertThat(changes).isZero();

    look(5);
    assertThat(changes).isEqualTo(1);
  }

  /** The rest of the three seconds is for the reading. */
  @Test
  void keyStoresAreReadWithinASecondAfterTheyWereWritten() throws IOException {
    int looks = 0;
    Files.writeString(file, "after");
    while (changes == 0) {
      look(1);
      looks++;
    }

    assertThat(GateInstaller.KEYS_PAUSE.multipliedBy(looks))
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aFileThatIsStillBeingWrittenIsNotReadByHalf() throws IOException {
    for (String part : List.of("a", "af", "aft", "afte")) {
      Files.writeString(file, part);
      look(1);
    }

    assertThat(changes).isZero();
  }

  @Test
  void whatIsChangedAndChangedBackIsNotReadAgain() throws IOException {
    Files.writeString(file, "after");
    look(1);
    Files.writeString(file, "before");
    look(3);

    assertThat(changes).isZero();
  }

  @Test
  void aChangeWhileAStandbyWaitedIsSeenWhenItTakesOver() throws IOException {
    FileContents atItsStart = FileContents.of(List.of(file));
    Files.writeString(file, "after");
    watch = watch(atItsStart);
    look(2);

    assertThat(changes).isEqualTo(1);
  }

  /** A look that tries nothing is no success, which its task would say. */
  @Test
  void nothingSucceedsUntilTheChangeIsTaken() throws Exception {
    error = new NoClassDefFoundError("missing");
    Files.writeString(file, "after");
    look(2);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(watch::look).hasRootCause(error);
    }

    error = null;
    look(61);
    assertThatCode(watch::look).doesNotThrowAnyException();
  }

  @Test
  void whatIsAsBeforeAgainFailsNoMore() throws Exception {
    error = new NoClassDefFoundError("missing");
    Files.writeString(file, "after");
    look(2);
    Files.writeString(file, "before");

    assertThatCode(watch::look).doesNotThrowAnyException();
  }
}
