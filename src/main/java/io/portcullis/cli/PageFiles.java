package io.portcullis.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of the operators' page, in the jar and in {@code webapps/portcullis/}. Everybody may
 * read them there: they hold no data, and the broker's user may be another than the one who puts
 * them.
 */
final class PageFiles {

  /** Tells that a file of somebody else stands in the page's place. */
  static final class NotOurs extends IOException {

    private static final long serialVersionUID = 1L;

    NotOurs(String message) {
      super(message);
    }
  }

  /** The page itself, and the modules that page.js imports. */
  private static final List<String> NAMES =
      List.of(
          "index.html",
          "page.css",
          "page.js",
          "answers.js",
          "broker.js",
          "certificates.js",
          "connections.js",
          "connectors.js",
          "elements.js",
          "format.js",
          "header.js",
          "jolokia.js",
          "logins.js",
          "mode.js",
          "rights.js",
          "rounds.js",
          "rules.js",
          "senders.js",
          "show.js",
          "state.js",
          "tables.js",
          "traffic.js",
          "trouble.js",
          "uses.js",
          "verdict.js",
          "violations.js",
          "waivers.js");

  /** Stands at the start of each of them, of every version: whoever has it may be replaced. */
  private static final String MARK = "The operators' page of Portcullis";

  private static final int MARK_WITHIN_BYTES = 200;

  private final Path webapps;

  /** The page's files in this folder of web applications. */
  PageFiles(Path webapps) {
    this.webapps = webapps;
  }

  /** Where they are. */
  Path folder() {
    return webapps.resolve("portcullis");
  }

  /**
   * Makes them what the jar has.
   *
   * @return whether anything had to be changed
   * @throws NotOurs if something else is in the place of one; then nothing is changed
   * @throws IOException if one cannot be written
   */
  boolean put() throws IOException {
    if (!Files.isDirectory(webapps)) {
      throw new IOException(webapps + ": there is no such folder, so no web server to show a page");
    }
    refuseOthers();
    try {
      if (!Files.exists(folder())) {
        Files.createDirectory(folder());
        permit(folder(), "rwxr-xr-x");
      }
      boolean changed = false;
      for (String name : NAMES) {
        changed |= put(folder().resolve(name), content(name));
      }
      return changed;
    } catch (FileSystemException e) {
      throw why(e);
    }
  }

  /** Whole or not at all, so that nobody is shown half of one. */
  private static boolean put(Path file, byte[] content) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
      return false;
    }
    Path beside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
    try {
      Files.write(beside, content);
      permit(beside, "rw-r--r--");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
    return true;
  }

  private static void permit(Path file, String permissions) throws IOException {
    PosixFileAttributeView posix =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (posix != null) {
      posix.setPermissions(PosixFilePermissions.fromString(permissions));
    }
  }

  /**
   * Deletes them, and their folder if nothing else is in it.
   *
   * @return whether there were any
   * @throws NotOurs if something else is in the place of one; then nothing is changed
   * @throws IOException if one cannot be deleted
   */
  boolean remove() throws IOException {
    refuseOthers();
    try {
      boolean removed = false;
      for (String name : NAMES) {
        removed |= Files.deleteIfExists(folder().resolve(name));
      }
      if (Files.isDirectory(folder()) && isEmpty(folder())) {
        Files.delete(folder());
      }
      return removed;
    } catch (FileSystemException e) {
      throw why(e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** A link may lead out of the installation, so it is none of ours. */
  private void refuseOthers() throws IOException {
    if (Files.exists(folder(), LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(folder(), LinkOption.NOFOLLOW_LINKS)) {
      throw new NotOurs(folder() + ": this is no folder; move it away");
    }
    for (String name : NAMES) {
      Path file = folder().resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOurs(file)) {
        throw new NotOurs(file + ": this is not a file of Portcullis; move it away");
      }
    }
  }

  private static boolean isOurs(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MARK_WITHIN_BYTES), StandardCharsets.UTF_8).contains(MARK);
    } catch (FileSystemException e) {
      throw why(e);
    }
  }

  private static byte[] content(String name) throws IOException {
    try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IOException(name + " is not in the jar");
      }
      return in.readAllBytes();
    }
  }

  private static IOException why(FileSystemException e) {
    String reason =
        e instanceof AccessDeniedException
            ? "permission denied"
            : Optional.ofNullable(e.getReason()).orElse("cannot be written");
    return new IOException(e.getFile() + ": " + reason, e);
  }
}
