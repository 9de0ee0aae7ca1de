package io.portcullis.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the configuration of the broker that {@code bin/activemq} belongs to. */
final class OwnConfiguration {

  private OwnConfiguration() {}

  /** Its folder: the script says where it is. */
  static Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty("activemq.conf")).map(Path::of);
  }

  /** Its activemq.xml. */
  static Optional<Path> file() {
    return folder().map(folder -> folder.resolve("activemq.xml"));
  }

  /**
   * Its activemq.xml by its own name, if a file is that one; empty if it is another. What a link
   * elsewhere leads to is its own, and what lies beside the link is not.
   */
  static Optional<Path> same(Path file) {
    try {
      Optional<Path> own = file();
      return own.isPresent() && Files.isSameFile(own.get(), file) ? own : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
