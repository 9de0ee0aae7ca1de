package io.portcullis.cli;

import io.portcullis.login.AccountRules;
import io.portcullis.login.PasswordLine;
import io.portcullis.report.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Hashes a password for {@code users.properties}. */
@Command(
    name = "hash",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Reads a password, twice from a terminal or one line from standard input, and prints its hash:"
          + " what stands behind the equals sign of a user's line in users.properties.",
      "",
      "A password has 12 to 250 printable ASCII characters, at least four different ones, and none"
          + " of comma, colon and equals sign, as on Amazon MQ."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the hash is printed",
      "1:the password is refused, and every reason told on standard error",
      "2:no password can be read, or the arguments are wrong"
    },
    footerHeading = "%nHash:%n",
    footer = {
      "  Argon2id with 19 MiB of memory, two passes and one lane, the first choice",
      "  of OWASP's Password Storage Cheat Sheet, and 16 random bytes of salt; or",
      "  bcrypt with cost 12, which reads 72 bytes of a password and no more, so",
      "  that longer ones are refused.",
      "",
      "  java -jar activemq-portcullis-1.0.0.jar hash --user alice",
      "",
      "  Where the output goes into a file, a password that is typed is shown."
    })
final class HashCommand implements Callable<Integer> {

  static final int HASHED = 0;
  static final int REFUSED = 1;
  static final int UNREADABLE = 2;

  private final PasswordInput input;

  @Spec private CommandSpec spec;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Print the whole line of this user, NAME=hash")
  private String user;

  @Option(
      names = "--console-access",
      description = "Mark the user for the web console: the mark stands behind the hash")
  private boolean consoleAccess;

  @Option(names = "--bcrypt", description = "Use bcrypt instead of Argon2id")
  private boolean bcrypt;

  HashCommand(PasswordInput input) {
    this.input = input;
  }

  @Override
  public Integer call() {
    if (spec.commandLine().getParseResult().hasMatchedOption("--user")
        && !AccountRules.allowsName(user)) {
      throw new ParameterException(
          spec.commandLine(), "--user \"%s\" is not %s".formatted(user, AccountRules.NAME));
    }
    char[] password;
    try {
      password = input.read();
    } catch (IOException e) {
      complain(e.getMessage());
      return UNREADABLE;
    }
    try {
      return hash(password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private int hash(char[] password) {
    PasswordLine line =
        new PasswordLine(
            user.isEmpty() ? Optional.empty() : Optional.of(user), bcrypt, consoleAccess);
    List<String> broken = line.brokenBy(password);
    if (!broken.isEmpty()) {
      broken.forEach(rule -> complain("the password is refused: " + rule));
      return REFUSED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(line.of(password));
    if (out.checkError()) {
      complain("the result could not be written");
      return UNREADABLE;
    }
    return HASHED;
  }

  private void complain(String what) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + Printable.of(what));
  }
}
