package io.portcullis.broker.platform;

import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The contents of files as digests, to find later changes. Times and sizes are not enough: mounted
 * files are swapped by a link, and theirs may stay the same.
 *
 * @param digests for each file its SHA-256 in hexadecimal, or why it cannot be read
 */
public record FileContents(Map<Path, String> digests) {

  /** A size that no configuration or key store exceeds. */
  private static final int MOST_BYTES = 64 << 20;

  /** Copies the map. */
  public FileContents {
    digests = Map.copyOf(digests);
  }

  /** Reads the current contents. It skips folders and missing files. */
  public static FileContents of(Collection<Path> files) {
    Map<Path, String> digests = new TreeMap<>();
    for (Path file : files) {
      digest(file).ifPresent(digest -> digests.put(file.toAbsolutePath(), digest));
    }
    return new FileContents(digests);
  }

  private static Optional<String> digest(Path file) {
    try {
      byte[] bytes = RegularFile.read(file, MOST_BYTES).bytes();
      return Optional.of(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (RegularFile.NotRegularException e) {
      return e.isFolder() ? Optional.empty() : Optional.of(e.getMessage());
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the contents of these files, and of no others. */
  public FileContents only(Collection<Path> files) {
    Map<Path, String> those = new TreeMap<>();
    for (Path file : files) {
      Path absolute = file.toAbsolutePath();
      if (digests.containsKey(absolute)) {
        those.put(absolute, digests.get(absolute));
      }
    }
    return new FileContents(those);
  }

  /** Returns these contents, and others in place of those of the same files. */
  public FileContents or(FileContents others) {
    Map<Path, String> both = new TreeMap<>(digests);
    both.putAll(others.digests);
    return new FileContents(both);
  }

  /** Returns the names of files that are new, gone or changed since then. */
  public List<Path> changedSince(FileContents before) {
    Set<Path> all = new TreeSet<>(digests.keySet());
    all.addAll(before.digests.keySet());
    all.removeIf(
        file -> digests.getOrDefault(file, "").equals(before.digests.getOrDefault(file, "")));
    return List.copyOf(all);
  }
}
