package io.portcullis.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The configuration of the broker that {@code bin/activemq} belongs to. */
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

  /** Whether a file is its activemq.xml, by whatever name. */
  static boolean is(Path file) {
    try {
      Optional<Path> own = file();
      return own.isPresent() && Files.isSameFile(own.get(), file);
    } catch (IOException e) {
      return false;
    }
  }
}
