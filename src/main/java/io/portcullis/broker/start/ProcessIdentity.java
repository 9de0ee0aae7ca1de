package io.portcullis.broker.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The user and groups whose permissions a process has.
 *
 * @param userId the number of the effective user
 * @param groupIds the numbers of the effective group and of the supplementary ones
 */
record ProcessIdentity(int userId, Set<Integer> groupIds) {

  private static final Path STATUS = Path.of("/proc/self/status");

  /**
   * The index of the effective number among the four in a line: real, effective, saved, file
   * system.
   */
  private static final int EFFECTIVE = 1;

  ProcessIdentity {
    groupIds = Set.copyOf(groupIds);
  }

  /**
   * Returns the identity of this process; empty if the system does not have Linux's file for it.
   */
  static Optional<ProcessIdentity> ofThisProcess() {
    try {
      return Optional.of(of(Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the lines of <a
   * href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">{@code
   * /proc/self/status}</a>.
   *
   * @throws IllegalArgumentException if they do not contain it
   */
  static ProcessIdentity of(List<String> status) {
    Set<Integer> groups = new HashSet<>(numbers(status, "Groups:"));
    groups.add(effective(numbers(status, "Gid:")));
    return new ProcessIdentity(effective(numbers(status, "Uid:")), groups);
  }

  private static int effective(List<Integer> four) {
    if (four.size() <= EFFECTIVE) {
      throw new IllegalArgumentException("no effective id among " + four);
    }
    return four.get(EFFECTIVE);
  }

  private static List<Integer> numbers(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .flatMap(line -> Arrays.stream(line.substring(name.length()).strip().split("\\s+")))
        .filter(number -> !number.isEmpty())
        .map(Integer::parseUnsignedInt)
        .toList();
  }
}
