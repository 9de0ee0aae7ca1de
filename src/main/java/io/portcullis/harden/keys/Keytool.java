package io.portcullis.harden.keys;

import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's keytool, run in a folder of its own. Passwords go through its environment, since other
 * users of the host can read the arguments of a process.
 *
 * <p>Source: <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/keytool.html">the
 * manual of keytool</a>, "Common Command Options".
 */
final class Keytool {

  private static final Path PROGRAM = Path.of(System.getProperty("java.home"), "bin", "keytool");
  private static final String PASSWORD = "PORTCULLIS_STORE_PASSWORD";
  private static final int SECONDS = 60;
  private static final int MOST_BYTES = 64 * 1024;

  private final Path folder;

  Keytool(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs it on a PKCS #12 store.
   *
   * @param store the name of the store in the folder
   * @throws IOException if it is not there, does not end, or fails; the message has what it said
   */
  void run(String command, String store, String password, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(PROGRAM.toString(), "-J-Xmx64m", command));
    words.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass:env", PASSWORD));
    words.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "keytool", ".txt");
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "LANG", "TMPDIR"));
    builder.environment().putAll(Map.of(PASSWORD, password));
    builder
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(output.toFile());
    Process process = KeytoolProcesses.start(builder);
    try {
      require(process, command, output);
    } finally {
      KeytoolProcesses.forget(process);
    }
  }

  private static void require(Process process, String command, Path output) throws IOException {
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("keytool %s did not end".formatted(command));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("keytool %s was interrupted".formatted(command), e);
    }
    if (process.exitValue() != 0) {
      String said =
          new String(RegularFile.read(output, MOST_BYTES).bytes(), StandardCharsets.ISO_8859_1)
              .strip();
      throw new IOException("keytool %s failed: %s".formatted(command, said));
    }
    Files.delete(output);
  }
}
