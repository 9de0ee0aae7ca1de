package io.portcullis.cli;

import java.nio.file.Path;
import java.util.Optional;

/** The activemq.xml of the broker that {@code bin/activemq} belongs to. */
final class OwnConfiguration {

  private OwnConfiguration() {}

  /** The file: the script says where it is. */
  static Optional<Path> file() {
    return Optional.ofNullable(System.getProperty("activemq.conf"))
        .map(folder -> Path.of(folder, "activemq.xml"));
  }
}
