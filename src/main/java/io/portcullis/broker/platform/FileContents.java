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
    return of(files, FileContents::sha256);
  }

  /** Finds the digest of a file. */
  @FunctionalInterface
  interface Digest {
    /** Returns the SHA-256 in hexadecimal. */
    String of(Path file) throws IOException;
  }

  /** Returns the contents as a digest finds them. */
  static FileContents of(Collection<Path> files, Digest digest) {
    Map<Path, String> digests = new TreeMap<>();
    for (Path file : files) {
      shown(file, digest).ifPresent(shown -> digests.put(file.toAbsolutePath(), shown));
    }
    return new FileContents(digests);
  }

  private static Optional<String> shown(Path file, Digest digest) {
    try {
      return Optional.of(digest.of(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (RegularFile.NotRegularException e) {
      return e.isFolder() ? Optional.empty() : Optional.of(e.getMessage());
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName());
    }
  }

  /** Reads a file whole and returns its digest. */
  static String sha256(Path file) throws IOException {
    byte[] bytes = RegularFile.read(file, MOST_BYTES).bytes();
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
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
