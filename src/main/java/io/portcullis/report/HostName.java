package io.portcullis.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the name of this host. It asks nobody over the network. */
final class HostName {

  private static final Path OF_LINUX = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** Returns the name; {@code this host} if there is none. */
  static String get() {
    return Stream.of(ofKernel(), environment("HOSTNAME"), environment("COMPUTERNAME"))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("this host");
  }

  private static Optional<String> ofKernel() {
    try {
      return Optional.of(Files.readString(OF_LINUX).strip()).filter(name -> !name.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> environment(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(name -> !name.isBlank());
  }
}
