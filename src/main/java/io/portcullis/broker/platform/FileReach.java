package io.portcullis.broker.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Limits which of the files that a configuration names are read.
 *
 * @param folder the folder that they must be in, links followed; empty if all are read
 */
public record FileReach(Optional<Path> folder) {

  /** No configuration, key store or file of users is larger. */
  public static final long MOST_BYTES = 8 << 20;

  /** No limit: files of the broker's own configuration are read wherever they are. */
  public static final FileReach EVERYWHERE = new FileReach(Optional.empty());

  /** Limits reading to a folder and the folders below it. */
  public static FileReach inside(Path folder) throws IOException {
    return new FileReach(Optional.of(folder.toRealPath()));
  }

  /**
   * Tells whether a file is read. It must exist and not be huge or endless, and no link may lead
   * out of the folder. The reader reports a missing file.
   */
  public boolean allows(Path file) {
    if (folder.isEmpty()) {
      return true;
    }
    try {
      Path real = file.toRealPath();
      return real.startsWith(folder.get())
          && Files.isRegularFile(real)
          && Files.size(real) <= MOST_BYTES;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
