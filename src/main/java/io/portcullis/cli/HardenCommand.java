package io.portcullis.cli;

import io.portcullis.harden.HardenOptions;
import io.portcullis.harden.HardenedCopy;
import io.portcullis.harden.Hardening;
import io.portcullis.policy.Networks;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a copy of a broker's conf folder that starts in ENFORCE. */
@Command(
    name = "harden",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Writes a copy of a broker's conf folder that starts in ENFORCE. It applies every remedy of"
          + " check that needs no decision, and never touches the original.",
      "",
      "Files keep their comments, order, encoding, line ends and indentation. The command shows each"
          + " change as a unified diff. The head of a hunk names the rules that it is for. Then it"
          + " lists what is left to decide, such as the networks of the clients and who may write"
          + " where.",
      "",
      "New passwords are in DIR/passwords.txt, which its owner alone can read. On a terminal they are"
          + " shown, too.",
      "",
      "Needs ActiveMQ's libraries: run it as bin/activemq portcullis harden --to DIR."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the broker would start from the copy; decisions may be listed",
      "1:it would not; what is left is listed",
      "2:FILE cannot be read, DIR is not empty, or the arguments are wrong; nothing is written"
    },
    footerHeading = "%nTo start from the copy:%n",
    footer = {
      "  ACTIVEMQ_CONF=DIR bin/activemq console",
      "",
      "JSON:",
      "  One object:",
      "    file, folder   the original activemq.xml and the copy's folder",
      "    wouldStart     whether nothing is refused",
      "    changed        [{name, diff}]; diff is a list of lines",
      "    added, removed names of files",
      "    decisions      [{rule, what}]",
      "    left           [{rule, code, disposition, where, found, remedy}]"
    })
final class HardenCommand implements Callable<Integer> {

  static final int WOULD_START = 0;
  static final int REFUSED = 1;
  static final int UNREADABLE = 2;

  private static final int MOST_PASSWORD_BYTES = 4_096;

  /** The formats of the output. */
  enum Format {
    TEXT,
    JSON
  }

  private final Optional<PasswordInput.Terminal> terminal;
  private final Supplier<LineWrap> wrap;

  @Spec private CommandSpec spec;

  @Mixin private ConfigurationFile file;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the copy. It must be empty or not there")
  private Path target;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      split = ",",
      description =
          "The names and addresses that clients use for the broker, for its certificate; by default"
              + " the host's own name and localhost")
  private List<String> hosts = List.of();

  @Option(
      names = "--networks",
      paramLabel = "CIDR",
      split = ",",
      description = "The networks that clients come from, such as 10.0.0.0/8")
  private List<String> networks = List.of();

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "The broker's key store (PKCS12 or JKS); without it, keytool makes one")
  private Optional<Path> keyStore = Optional.empty();

  @Option(
      names = "--keystore-password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password of the key store")
  private Optional<Path> keyStorePasswordFile = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = "text for people (default), or json: one object, see below")
  private Format format;

  HardenCommand(Optional<PasswordInput.Terminal> terminal, Supplier<LineWrap> wrap) {
    this.terminal = terminal;
    this.wrap = wrap;
  }

  @Override
  public Integer call() {
    requireNetworks();
    Path configuration = file.path();
    try {
      HardenOptions options = options();
      Optional<Path> trusted = file.trusted();
      HardenedCopy copy =
          new Hardening(
                  trusted.orElse(configuration),
                  trusted.isPresent(),
                  target,
                  options,
                  Clock.systemUTC(),
                  new HashProgress(
                      spec.commandLine().getErr(), HashProgress::isErrorTerminal, System::nanoTime))
              .run();
      return print(configuration, copy);
    } catch (IOException e) {
      return complain(configuration + ": " + e.getMessage());
    } catch (NoClassDefFoundError e) {
      return complain("ActiveMQ is not on the class path; run bin/activemq portcullis harden");
    }
  }

  private void requireNetworks() {
    if (networks.isEmpty()) {
      return;
    }
    List<String> problems = new ArrayList<>();
    Networks.parse("--networks", String.join(",", networks), problems);
    if (!problems.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("; ", problems));
    }
  }

  private HardenOptions options() throws IOException {
    Optional<String> password = keyStorePassword();
    try {
      return new HardenOptions(hosts, networks, keyStore, password);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--host: " + e.getMessage(), e);
    }
  }

  private Optional<String> keyStorePassword() throws IOException {
    if (keyStore.isEmpty() != keyStorePasswordFile.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--keystore and --keystore-password-file belong together");
    }
    if (keyStorePasswordFile.isEmpty()) {
      return Optional.empty();
    }
    Path passwordFile = keyStorePasswordFile.get();
    if (!Files.isReadable(passwordFile) || Files.size(passwordFile) > MOST_PASSWORD_BYTES) {
      throw new IOException("%s cannot be read as a password".formatted(passwordFile));
    }
    Optional<String> password = firstLine(passwordFile).filter(line -> !line.isEmpty());
    if (password.isEmpty()) {
      throw new IOException("%s has no password in its first line".formatted(passwordFile));
    }
    return password;
  }

  private static Optional<String> firstLine(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).lines().findFirst();
    } catch (CharacterCodingException e) {
      throw new IOException("%s is no text in UTF-8".formatted(file), e);
    }
  }

  private int print(Path configuration, HardenedCopy copy) {
    HardenPrinter printer = new HardenPrinter(configuration.toString(), copy);
    String text =
        format == Format.JSON
            ? printer.json()
            : printer.text(
                new StyledLines(spec.commandLine().getColorScheme().ansi(), wrap.get()),
                terminal.isPresent());
    spec.commandLine().getOut().print(text);
    if (spec.commandLine().getOut().checkError()) {
      return complain("the result could not be written; the copy is in " + copy.folder());
    }
    return copy.starts() ? WOULD_START : REFUSED;
  }

  private int complain(String what) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + Printable.of(what));
    return UNREADABLE;
  }
}
