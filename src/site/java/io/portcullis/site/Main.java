package io.portcullis.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes the site. {@code src/site/pom.xml} runs it. */
public final class Main {

  private Main() {}

  /**
   * Writes the site.
   *
   * @param args the top folder of the repository, the folder to write, and optionally the address
   *     at which files of the repository can be read
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    Optional<String> source = args.length > 2 ? nonBlank(args[2]) : Optional.empty();
    new Site(Path.of(args[0]).toRealPath(), Path.of(args[1]), source).write();
  }

  private static Optional<String> nonBlank(String text) {
    // exec-maven-plugin passes an empty argument on as null.
    return Optional.ofNullable(text).filter(address -> !address.isBlank());
  }
}
