package io.portcullis.gate;

import io.portcullis.broker.platform.FileContents;
import io.portcullis.broker.platform.NamedFile;
import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Finds key stores that changed after a connector was bound and that the gate does not take, such
 * as Jetty's. The connector does not use the new content.
 */
final class ChangedKeyStores {

  private static final Set<String> KEYS = Set.of("key store", "trust store");

  private static final int MOST_BYTES = 64 << 20;

  private final List<Path> stores;
  private final FileContents bound;

  /** Selects the key stores and trust stores among these files. They are about to be read. */
  public ChangedKeyStores(List<NamedFile> files) {
    this.stores =
        files.stream().filter(file -> KEYS.contains(file.what())).map(NamedFile::path).toList();
    this.bound = FileContents.of(stores);
  }

  /** Returns the contents when they were about to be read. */
  public FileContents bound() {
    return bound;
  }

  /**
   * Finds those that have changed since or cannot be read any more, a line each.
   *
   * @param taken files that are taken when they change
   */
  public List<String> changed(List<Path> taken) {
    return FileContents.of(stores).changedSince(bound).stream()
        .filter(file -> !taken.contains(file))
        .map(ChangedKeyStores::line)
        .toList();
  }

  private static boolean isReadable(Path file) {
    try {
      RegularFile unused = RegularFile.read(file, MOST_BYTES);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String line(Path file) {
    return isReadable(file)
        ? "%s has changed since the connectors were bound, which waits for a restart"
            .formatted(file)
        : ("%s cannot be read any more; connectors go on with what they have read, and the broker"
                + " does not start again without it")
            .formatted(file);
  }
}
