package io.portcullis.broker.platform;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or folder that the broker depends on.
 *
 * @param what what it is, in words
 * @param path where it is, links not followed yet
 * @param secret whether whoever reads it learns a secret
 */
public record NamedFile(String what, Path path, boolean secret) {

  /** Names a file that contains a secret. */
  public static NamedFile secret(String what, Path path) {
    return new NamedFile(what, path, true);
  }

  /**
   * Converts a path or a file URL. The JDK accepts both for {@code
   * java.security.auth.login.config}.
   */
  public static Optional<Path> path(String text) {
    String path = text.startsWith("=") ? text.substring(1) : text;
    if (path.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(path.startsWith("file:") ? ofUrl(path) : Path.of(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Converts a URL, also one that contains spaces. */
  private static Path ofUrl(String url) {
    try {
      return Path.of(URI.create(url));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Path.of(url.replaceFirst("^file:(//)?", ""));
    }
  }
}
