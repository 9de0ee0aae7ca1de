package io.portcullis.login;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files of JAAS login modules are, unless their names are absolute: ActiveMQ's modules
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
