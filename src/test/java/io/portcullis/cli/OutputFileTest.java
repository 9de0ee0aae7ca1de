package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  @TempDir private Path folder;

  @Test
  void aFileIsReplacedAndItsOwnersAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "before, and longer");

    OutputFile.write(file, "after");

    assertThat(file).content().isEqualTo("after");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** Somebody's checkout may have a link where the report goes. */
  @Test
  void aLinkIsReplacedAndNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("a.txt"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    OutputFile.write(link, "after");

    assertThat(link).isRegularFile().content().isEqualTo("after");
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(elsewhere).content().isEqualTo("before");
  }

  @Test
  void aLinkToNothingIsReplacedAndNotFollowed() throws Exception {
    Path elsewhere = folder.resolve("none.txt");
    Path link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);

    OutputFile.write(link, "after");

    assertThat(link).content().isEqualTo("after");
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLinkToADeviceIsReplacedToo() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));

    OutputFile.write(link, "after");

    assertThat(link).content().isEqualTo("after");
  }

  @Test
  void aLinkInThePlaceOfAFolderIsRefused() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createDirectory(elsewhere.resolve("deep"));
    Path link = Files.createSymbolicLink(folder.resolve("target"), elsewhere);

    assertThatThrownBy(() -> OutputFile.write(link.resolve("deep/report.txt"), "text"))
        .hasMessage(link + " is a link; name the folder itself");
    assertThat(elsewhere.resolve("deep")).isEmptyDirectory();
  }

  @Test
  void nothingElseIsLeft() throws Exception {
    OutputFile.write(folder.resolve("a.txt"), "text");

    assertThat(folder).isDirectoryContaining("glob:**/a.txt");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceIsWrittenToAndNotReplaced() throws Exception {
    OutputFile.write(Path.of("/dev/null"), "text");

    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatIsFullIsSaid() {
    assertThatThrownBy(() -> OutputFile.write(Path.of("/dev/full"), "text"))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> OutputFile.write(folder, "text")).hasMessage("it is a folder");
  }
}
