package io.portcullis.broker.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedContentsTest {

  private final SetClock clock = new SetClock();

  @TempDir private Path folder;
  private Path file;
  private WatchedContents watched;
  private int reads;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("broker.p12"), "1");
    watched = new WatchedContents(List.of(file), clock, this::read);
  }

  private String read(Path one) throws IOException {
    reads++;
    return FileContents.sha256(one);
  }

  private void look() {
    assertThat(watched.now()).isEqualTo(FileContents.of(List.of(file)));
  }

  private void rename(String text) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Path fresh = Files.writeString(folder.resolve("new"), text);
    Files.setLastModifiedTime(fresh, time);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aFileThatStaysIsReadOnceAMinute() {
    clock.pass(Duration.ofSeconds(10));
    look();
    clock.pass(Duration.ofMinutes(1).minusMillis(1));
    look();
    assertThat(reads).isOne();

    clock.pass(Duration.ofMillis(1));
    look();
    look();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void aFileThatIsNewIsReadUntilItsTimeCannotBeThatOfAnotherChange() {
    look();
    look();
    assertThat(reads).isEqualTo(2);

    clock.pass(Duration.ofSeconds(4));
    look();
    look();
    assertThat(reads).isEqualTo(3);
  }

  @Test
  void aChangeAtTheSameTimeAndOfTheSameSizeIsSeen() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    for (int i = 0; i < 10; i++) {
      Files.writeString(file, Integer.toString(i));
      Files.setLastModifiedTime(file, time);
      look();
    }
  }

  @Test
  void anotherFileOfTheSameTimeAndSizeIsSeen() throws IOException {
    clock.pass(Duration.ofHours(1));
    for (int i = 0; i < 10; i++) {
      rename(Integer.toString(i));
      look();
      look();
    }
    assertThat(reads).isEqualTo(10);
  }

  @Test
  void aLinkThatIsSwappedIsSeen() throws IOException {
    clock.pass(Duration.ofHours(1));
    Path other = Files.writeString(folder.resolve("other"), "2");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    watched = new WatchedContents(List.of(link), clock, this::read);
    FileContents before = watched.now();

    Files.delete(link);
    Files.createSymbolicLink(link, other);

    assertThat(watched.now().changedSince(before)).containsExactly(link);
  }

  @Test
  void aFileThatIsGoneOrNoFileIsSeenAndSoIsItsReturn() throws IOException {
    clock.pass(Duration.ofHours(1));
    look();
    Files.delete(file);
    look();
    assertThat(watched.now().digests()).isEmpty();
    Files.createDirectory(file);
    look();
    Files.delete(file);
    Files.writeString(file, "22");
    look();
    assertThat(watched.now().digests()).containsKey(file);
  }
}
