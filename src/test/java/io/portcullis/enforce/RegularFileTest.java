package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.EndlessFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RegularFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("file"), "four");
  }

  @Test
  void aFileIsReadAsItIs() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    RegularFile read = RegularFile.read(link, 4);

    assertThat(read.bytes()).asString().isEqualTo("four");
    assertThat(read.modified()).isEqualTo(Files.getLastModifiedTime(file).toInstant());
  }

  @ParameterizedTest
  @EnumSource(EndlessFile.class)
  void whatIsNoFileOrTooLargeIsNotRead(EndlessFile kind) throws IOException {
    kind.replace(file);

    assertThatThrownBy(() -> RegularFile.read(file, 1_000)).isInstanceOf(IOException.class);
  }

  @Test
  void whatHasOneByteTooManyIsNotRead() {
    assertThatThrownBy(() -> RegularFile.read(file, 3))
        .isInstanceOf(RegularFile.TooLargeException.class)
        .hasMessage("it has more than 3 bytes");
  }

  @Test
  void whatIsNotThereIsToldAsItIs() {
    assertThatThrownBy(() -> RegularFile.read(folder.resolve("none"), 3))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** A mount that hangs, and a pipe that takes a file's place after it was looked at. */
  @Test
  void aCallThatHangsIsLeftAndTheNextFailsAtOnceUntilItReturns() throws Exception {
    TimedCalls calls = new TimedCalls("tests");
    CountDownLatch mounted = new CountDownLatch(1);
    Duration patience = Duration.ofMillis(100);

    assertThatThrownBy(
            () ->
                calls.call(
                    "hangs",
                    patience,
                    () -> {
                      while (mounted.getCount() > 0) {
                        try {
                          mounted.await();
                        } catch (InterruptedException e) {
                          // As a system call that cannot be interrupted.
                        }
                      }
                      return 1;
                    }))
        .isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> calls.call("hangs", Duration.ofHours(1), () -> 2))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("it has not answered yet");
    assertThat(calls.call("other", Duration.ofSeconds(30), () -> 3)).isEqualTo(3);

    mounted.countDown();
    await()
        .ignoreExceptions()
        .until(() -> calls.call("hangs", Duration.ofSeconds(30), () -> 4) == 4);
  }
}
