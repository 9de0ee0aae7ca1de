package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.security.auth.login.Configuration;

/** The {@code login.config} beside a broker's file. The JDK parses it. */
final class LoginConfigFile {

  private static final String PLACEHOLDER = "${";

  /** The placeholder that the JDK replaces by this host's separator, whoever wrote it. */
  private static final String SEPARATOR = "${/}";

  private final Path file;

  LoginConfigFile(Path file) {
    this.file = file;
  }

  /**
   * Reads it as a login does.
   *
   * @throws IOException if it is not a login configuration, is a pipe or a device, or does not
   *     respond
   */
  Configuration configuration() throws IOException {
    text();
    return parsed(file.toUri());
  }

  /**
   * Reads it as data: no system property of this JVM replaces a placeholder in it.
   *
   * @throws IOException if it is not a login configuration, is a pipe or a device, or does not
   *     respond
   */
  Configuration configurationAsData() throws IOException {
    String text = text();
    Path copy = Files.createTempFile("login", ".config");
    try {
      Files.writeString(copy, text.replace(PLACEHOLDER, "?{"));
      return parsed(copy.toUri());
    } catch (IOException e) {
      throw new IOException(e.getMessage().replace(copy.toString(), file.toString()), e);
    } finally {
      Files.delete(copy);
    }
  }

  /** Returns the placeholders that are not replaced and that a login needs. */
  List<Omission> leftOut() throws IOException {
    List<Omission> found = new ArrayList<>();
    List<String> lines = text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(PLACEHOLDER)) {
        found.add(leftOut("a placeholder in login.config is not replaced", i + 1));
      }
    }
    return found;
  }

  /** Returns the whole file as one omission. */
  Omission unread() {
    return leftOut("login.config is not read: it is not a file of the folder", 1);
  }

  /** A module's users and groups, as left out where the module is first named. */
  Omission withoutFiles(String module) throws IOException {
    String what =
        "users or groups of %s are not read: they are not files of the folder".formatted(module);
    return new Omission(what, file, lineOf(module), DependentRules.PASSWORDS.rules(), false);
  }

  private int lineOf(String module) throws IOException {
    List<String> lines = text().lines().toList();
    int index =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).contains(module))
            .findFirst()
            .orElse(0);
    return index + 1;
  }

  /** Where it stands. */
  Path folder() {
    return file.getParent();
  }

  private Omission leftOut(String what, int line) {
    return new Omission(what, file, line, DependentRules.LOGINS.rules(), true);
  }

  private String text() throws IOException {
    try {
      byte[] bytes = RegularFile.read(file, (int) FileReach.MOST_BYTES).bytes();
      return new String(bytes, StandardCharsets.UTF_8).replace(SEPARATOR, "/");
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, RegularFile.reason(e)), e);
    }
  }

  private Configuration parsed(URI uri) throws IOException {
    try {
      return Configuration.getInstance("JavaLoginConfig", new URIParameter(uri));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
