package io.portcullis.broker.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentsTest {

  @TempDir private Path folder;

  @Test
  void aFileThatIsTouchedHasNotChanged() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "one");
    FileContents before = FileContents.of(List.of(file));

    Files.setLastModifiedTime(file, FileTime.fromMillis(0));

    assertThat(FileContents.of(List.of(file)).changedSince(before)).isEmpty();
  }

  @Test
  void aLinkThatIsSwappedIsAChangeThoughTimesAndSizesStay() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "1");
    Path two = Files.writeString(folder.resolve("two"), "2");
    Files.setLastModifiedTime(one, FileTime.fromMillis(0));
    Files.setLastModifiedTime(two, FileTime.fromMillis(0));
    Path link = Files.createSymbolicLink(folder.resolve("link"), one);
    FileContents before = FileContents.of(List.of(link));

    Files.delete(link);
    Files.createSymbolicLink(link, two);

    assertThat(FileContents.of(List.of(link)).changedSince(before)).containsExactly(link);
  }

  @Test
  void whatIsNewAndWhatIsGoneAreChanges() throws IOException {
    Path gone = Files.writeString(folder.resolve("gone"), "1");
    Path fresh = folder.resolve("new");
    FileContents before = FileContents.of(List.of(gone, fresh, folder));

    Files.delete(gone);
    Files.writeString(fresh, "1");

    assertThat(FileContents.of(List.of(gone, fresh, folder)).changedSince(before))
        .containsExactly(gone, fresh);
  }
}
