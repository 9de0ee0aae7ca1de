package io.portcullis.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A real file system of so many bytes, in the memory of this machine, for another JVM: it lives in
 * a mount namespace of that process and ends with it. So nothing is left behind, and no rights of
 * root are needed where Linux lets users make such namespaces.
 */
public final class SmallDisk {

  private static final String SCRIPT =
      "mount -t tmpfs -o size=%dm tmpfs '%s' || exit 77; exec timeout 120 \"$@\"";
  private static final int NO_DISK = 77;

  private SmallDisk() {}

  /**
   * Runs a class in a JVM that has one.
   *
   * @param mountPoint an empty folder, which is the class's one argument
   * @return what it wrote, standard errors too; empty where this machine does not let this user
   *     make such a disk
   */
  public static Optional<List<String>> run(int megabytes, Path mountPoint, Class<?> main)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "unshare",
            "-rm",
            "sh",
            "-c",
            SCRIPT.formatted(megabytes, mountPoint),
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            mountPoint.toString());
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      return Optional.empty();
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status == NO_DISK || (status != 0 && output.startsWith("unshare:"))) {
      return Optional.empty();
    }
    if (status != 0) {
      throw new IOException("ended with %d: %s".formatted(status, output));
    }
    return Optional.of(output.lines().toList());
  }

  /** In that JVM: gives the disk another size. */
  public static void resize(Path mountPoint, int megabytes) throws Exception {
    int status =
        new ProcessBuilder(
                "mount", "-o", "remount,size=%dm".formatted(megabytes), mountPoint.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("mount ended with " + status);
    }
  }
}
