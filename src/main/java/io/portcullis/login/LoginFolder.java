package io.portcullis.login;

import io.portcullis.enforce.RegularFile;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of the files of JAAS login modules whose names are not absolute. ActiveMQ's modules
 * and the gate's own look in the same folder.
 *
 * @param besideConfiguration the folder of the file that the login configuration stands in; empty
 *     if it stands in none, or in one without a folder
 */
public record LoginFolder(Optional<Path> besideConfiguration) {

  /** The system property that names the file of the login configuration. */
  static final String LOGIN_CONFIGURATION = "java.security.auth.login.config";

  /** The option that names a folder. */
  static final String BASE_DIR = "baseDir";

  /** That of this JVM's login configuration. */
  public static LoginFolder ofThisJvm() {
    String parent = new File(System.getProperty(LOGIN_CONFIGURATION, "")).getParent();
    return new LoginFolder(Optional.ofNullable(parent).map(Path::of));
  }

  /**
   * Refuses a login configuration that is a pipe or a device, or hangs. What is not there, and what
   * is not a file of this machine, is for the JDK to tell.
   */
  public static void refuseEndlessConfiguration() throws IOException {
    String named = System.getProperty(LOGIN_CONFIGURATION, "").replaceFirst("^=", "");
    if (named.isEmpty()) {
      return;
    }
    try {
      RegularFile unused = RegularFile.read(path(named), WatchedFile.MOST_BYTES);
    } catch (NoSuchFileException | AccessDeniedException | IllegalArgumentException e) {
      // Told by the JDK.
    }
  }

  /** As the JDK takes it: a URL, and else a path. */
  private static Path path(String named) {
    return named.startsWith("file:") ? Path.of(URI.create(named)) : Path.of(named);
  }

  /**
   * The folder of a module; empty where that is the one that the JVM runs in.
   *
   * @param options the module's options
   * @throws java.nio.file.InvalidPathException if {@code baseDir} cannot be the name of one
   */
  public Optional<Path> of(Map<String, ?> options) {
    Object baseDir = options.get(BASE_DIR);
    return baseDir == null ? besideConfiguration : Optional.of(Path.of(baseDir.toString()));
  }
}
