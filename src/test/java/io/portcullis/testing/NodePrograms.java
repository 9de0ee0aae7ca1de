package io.portcullis.testing;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The programs that the page for Node.js shows, in a folder of a test's with what the page installs
 * from the npm registry.
 */
public final class NodePrograms {

  private static final Path PAGE = Path.of("src", "site", "markdown", "nodejs.md");
  private static final Pattern PROGRAM =
      Pattern.compile(
          "^`(\\w+\\.mjs)`[^\\n]*:\\n\\n```js\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INSTALL = Pattern.compile("^npm install (.*)$", Pattern.MULTILINE);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Map<String, String> environment;

  private NodePrograms(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Whether Node.js and npm are on this machine. */
  public static boolean canRun() {
    return List.of("node", "npm").stream()
        .allMatch(
            program ->
                Pattern.compile(File.pathSeparator)
                    .splitAsStream(System.getenv("PATH"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
  }

  /**
   * Writes the page's programs and installs what they need, as the page says.
   *
   * @param environment what the page says that the programs take from there
   */
  public static NodePrograms installed(Path folder, Map<String, String> environment)
      throws Exception {
    String page = Files.readString(PAGE);
    for (MatchResult program : PROGRAM.matcher(page).results().toList()) {
      Files.writeString(folder.resolve(program.group(1)), program.group(2));
    }
    NodePrograms programs = new NodePrograms(folder, environment);
    List<String> command = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
    for (MatchResult install : INSTALL.matcher(page).results().toList()) {
      command.addAll(List.of(install.group(1).split(" ")));
    }
    Program npm = programs.run(command);
    if (npm.status() != 0) {
      throw new IllegalStateException(npm.said());
    }
    return programs;
  }

  /** The same programs, with another value in their environment. */
  public NodePrograms with(String name, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(name, value);
    return new NodePrograms(folder, changed);
  }

  /** Starts one of the programs. */
  public Program start(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", program));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Program run(List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "said", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return new Program(
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
  }

  /** One run of a program, ended when it is closed. */
  public record Program(Process process, Path output) implements AutoCloseable {

    /** Waits until it has said something. */
    public Program hasSaid(String text) {
      await().atMost(PATIENCE).until(() -> said().contains(text) || !process.isAlive());
      if (!said().contains(text)) {
        throw new IllegalStateException("it ended without \"%s\": %s".formatted(text, said()));
      }
      return this;
    }

    /** The status with which it ends by itself. */
    public int status() throws InterruptedException {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        close();
        throw new IllegalStateException("it did not end: " + said());
      }
      return process.exitValue();
    }

    /** What it has said so far. */
    public String said() {
      try {
        return Files.readString(output, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
