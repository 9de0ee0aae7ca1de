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

  @Test
  void aLinkStaysOneAndItsTargetIsReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    OutputFile.write(link, "after");

    assertThat(link).isSymbolicLink();
    assertThat(file).content().isEqualTo("after");
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
