package io.portcullis.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A refusal is made in one place, of what was recorded. */
class RefusalsTest {

  private static final Path MAIN = Path.of("src/main/java/io/portcullis");

  @Test
  void oneClassMakesTheException() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(
                      file ->
                          read(file).matches("(?s).*new\\s+(java\\.lang\\.)?SecurityException.*")))
          .containsExactly(MAIN.resolve("enforce/Refusal.java"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
