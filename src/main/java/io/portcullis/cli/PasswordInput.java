package io.portcullis.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads a password from the terminal, or from standard input if there is none. */
final class PasswordInput {

  /** Asks for a password and does not show it. */
  interface Terminal {
    /** What was typed; empty at the end of the input. */
    Optional<char[]> ask(String prompt);
  }

  private static final int MOST_CHARACTERS = 1_024;

  /**
   * Not UTF-8: a byte that is not ASCII becomes a character that is not, and is refused as such.
   */
  private static final Charset ASCII = StandardCharsets.ISO_8859_1;

  private final Optional<Terminal> terminal;
  private final InputStream standardInput;

  PasswordInput(Optional<Terminal> terminal, InputStream standardInput) {
    this.terminal = terminal;
    this.standardInput = standardInput;
  }

  /** The terminal that this JVM was started from, unless input or output are redirected. */
  static Optional<Terminal> terminal() {
    return Optional.ofNullable(System.console())
        .filter(PasswordInput::isTerminal)
        .map(console -> prompt -> Optional.ofNullable(console.readPassword("%s", prompt)));
  }

  /** From Java 22 on there is a console without a terminal, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /**
   * Reads a password.
   *
   * @throws IOException if there is none; the message says why
   */
  char[] read() throws IOException {
    return terminal.isPresent() ? readTwice(terminal.get()) : line(standardInput, ASCII);
  }

  /**
   * Reads a password that exists already, so it is asked for once.
   *
   * @throws IOException if there is none; the message says why
   */
  char[] readOnce() throws IOException {
    return terminal.isPresent()
        ? ask(terminal.get(), "Password: ")
        : line(standardInput, StandardCharsets.UTF_8);
  }

  /**
   * Returns the first line of a file.
   *
   * @throws IOException if it is too long
   */
  static char[] firstLine(byte[] file) throws IOException {
    return line(new ByteArrayInputStream(file), StandardCharsets.UTF_8);
  }

  private static char[] readTwice(Terminal terminal) throws IOException {
    char[] first = ask(terminal, "Password: ");
    char[] second = ask(terminal, "Once more: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw new IOException("the two passwords are different");
    }
    return first;
  }

  private static char[] ask(Terminal terminal, String prompt) throws IOException {
    return terminal.ask(prompt).orElseThrow(() -> new IOException("no password was typed"));
  }

  private static char[] line(InputStream in, Charset charset) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset));
    char[] line = new char[MOST_CHARACTERS];
    int length = 0;
    for (int next = reader.read(); next != '\n' && next >= 0; next = reader.read()) {
      if (length == line.length) {
        throw new IOException("the line is longer than %d bytes".formatted(MOST_CHARACTERS));
      }
      line[length++] = (char) next;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    char[] password = Arrays.copyOf(line, length);
    Arrays.fill(line, '\0');
    return password;
  }
}
