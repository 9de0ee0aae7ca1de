package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.report.LineWrap;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashCommandTest {

  private static final String ARGON2ID =
      "\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<PasswordInput.Terminal> terminal = Optional.empty();

  private int run(String standardInput, String... arguments) {
    String[] all = Stream.concat(Stream.of("hash"), Stream.of(arguments)).toArray(String[]::new);
    return Main.commandLine(
            new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)),
            1,
            terminal,
            () -> LineWrap.NONE)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-password-1234", "a-password-1234\n", "a-password-1234\r\nmore\n"})
  void printsTheHashOfALine(String line) {
    assertThat(run(line)).isZero();

    assertThat(out.toString().lines()).singleElement().asString().matches(ARGON2ID);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void twiceTheSamePasswordHasTwoHashes() {
    run("a-password-1234");
    run("a-password-1234");

    assertThat(out.toString().lines().distinct()).hasSize(2);
  }

  @Test
  void printsTheLineOfAUserWithTheMark() {
    assertThat(run("a-password-1234", "--user", "alice", "--console-access")).isZero();

    assertThat(out.toString().strip()).matches("alice=" + ARGON2ID + ";consoleAccess");
  }

  @Test
  void makesBcryptToo() {
    assertThat(run("a-password-1234", "--bcrypt")).isZero();

    assertThat(out.toString().strip()).startsWith("$2b$12$");
    assertThat(OpenBSDBCrypt.checkPassword(out.toString().strip(), "a-password-1234".toCharArray()))
        .isTrue();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("", List.of(), "it has 0 characters; 12 to 250 are allowed"),
        Arguments.of("short-word1", List.of(), "it has 11 characters; 12 to 250 are allowed"),
        Arguments.of(
            "p\u00e4ssw\u00f6rter-1", List.of(), "it has a character that is not printable ASCII"),
        Arguments.of("a:password-12", List.of(), "it has a comma, a colon or an equals sign"),
        Arguments.of(
            "aaaaaaaaaaabc", List.of(), "it has 3 different characters; at least 4 are needed"),
        Arguments.of(
            "abcd".repeat(18) + "e",
            List.of("--bcrypt"),
            "it has 73 characters, of which bcrypt would read 72"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String password, List<String> arguments, String rule) {
    assertThat(run(password, arguments.toArray(String[]::new))).isEqualTo(1);

    assertThat(err.toString().lines())
        .contains("portcullis hash: the password is refused: " + rule);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void bcryptTakesAllThatItReads() {
    assertThat(run("abcd".repeat(18), "--bcrypt")).isZero();
  }

  @Test
  void aLineWithoutEndIsNotReadToItsEnd() {
    assertThat(run("x".repeat(1_025))).isEqualTo(2);

    assertThat(err.toString().strip())
        .isEqualTo("portcullis hash: the line is longer than 1024 bytes");
  }

  @Test
  void aTerminalIsAskedTwice() {
    Deque<String> typed = answering("a-password-1234", "a-password-1234");

    assertThat(run("")).isZero();
    assertThat(typed).isEmpty();
    assertThat(out.toString().strip()).matches(ARGON2ID);
  }

  @Test
  void aSlipOfTheFingerIsTold() {
    answering("a-password-1234", "a-password-1243");

    assertThat(run("")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo("portcullis hash: the two passwords are different");
  }

  @Test
  void theEndOfATerminalsInputIsNoPassword() {
    terminal = Optional.of(prompt -> Optional.empty());

    assertThat(run("")).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("portcullis hash: no password was typed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "al ice", ""})
  void aUserWhoCouldNotLogInIsNone(String user) {
    assertThat(run("a-password-1234", "--user", user)).isEqualTo(2);

    assertThat(err.toString())
        .startsWith(
            "portcullis hash: --user \"%s\" is not 2 to 100 characters of A-Z a-z 0-9 - . _ ~"
                .formatted(user));
  }

  @Test
  void aResultThatCannotBeWrittenIsAFault() {
    int status =
        Main.commandLine(
                new ByteArrayInputStream("a-password-1234".getBytes(StandardCharsets.US_ASCII)),
                1,
                terminal,
                () -> LineWrap.NONE)
            .setOut(new PrintWriter(new FullOutput()))
            .setErr(new PrintWriter(err, true))
            .execute("hash");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo("portcullis hash: the result could not be written");
  }

  private Deque<String> answering(String... words) {
    Deque<String> typed = new ArrayDeque<>(List.of(words));
    terminal = Optional.of(prompt -> Optional.of(typed.remove().toCharArray()));
    return typed;
  }
}
