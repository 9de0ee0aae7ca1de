package io.portcullis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL of a test's own, where Debian's package is installed: a cluster in a folder that
 * goes with it, on a free port of loopback. It does not run as root, so root lends it the user
 * {@code postgres} that the package makes.
 */
public final class PostgreSql implements AutoCloseable {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String USER = "postgres";
  private static final String PASSWORD = "only-for-a-test";
  private static final long PATIENCE_SECONDS = 90;

  private final Path bin;
  private final Path folder;
  private final int port;
  private int databases;

  private PostgreSql(Path bin, Path folder, int port) {
    this.bin = bin;
    this.folder = folder;
    this.port = port;
  }

  /** Whether there is one to start. */
  public static boolean isInstalled() {
    return bin().isPresent();
  }

  private static Optional<Path> bin() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a cluster and starts it. */
  public static PostgreSql started() throws Exception {
    Path folder = Files.createTempDirectory("portcullis-postgresql");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      for (Path owned : List.of(folder, password)) {
        Files.setOwner(
            owned,
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
      }
    }
    PostgreSql server = new PostgreSql(bin().orElseThrow(), folder, FreePorts.next());
    server.run(
        "initdb",
        "--pgdata=" + server.cluster(),
        "--username=" + USER,
        "--auth=scram-sha-256",
        "--pwfile=" + password,
        "--encoding=UTF8",
        "--no-sync");
    server.run(
        "pg_ctl",
        "start",
        "--pgdata=" + server.cluster(),
        "--wait",
        "--log=" + folder.resolve("log"),
        "--options=-p %d -k %s -c listen_addresses=127.0.0.1".formatted(server.port, folder));
    return server;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private Path cluster() {
    return folder.resolve("cluster");
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", USER, "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    Path output = Files.createTempFile("portcullis-postgresql", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!ended(process) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("%s: %s".formatted(program, Files.readString(output)));
    }
    Files.delete(output);
  }

  private static boolean ended(Process process) throws IOException {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** A database that nothing was in. */
  public DataSource newDatabase() throws SQLException {
    databases++;
    String name = "test" + databases;
    try (Connection connection = database(USER).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return database(name);
  }

  private DataSource database(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(name);
    source.setUser(USER);
    source.setPassword(PASSWORD);
    return source;
  }

  @Override
  public void close() throws IOException {
    run("pg_ctl", "stop", "--pgdata=" + cluster(), "--mode=immediate", "--wait");
    FileSystemUtils.deleteRecursively(folder);
  }
}
