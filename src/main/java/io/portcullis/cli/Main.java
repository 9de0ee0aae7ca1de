package io.portcullis.cli;

import io.portcullis.cli.inspect.InspectCommand;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/**
 * Runs the commands, as {@code java -jar activemq-portcullis-1.0.0.jar COMMAND}. Wrong arguments
 * end with status {@value #USAGE}, as in every command.
 */
@Command(
    name = "portcullis",
    description = "The commands of Portcullis for ActiveMQ Classic.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "'COMMAND --help' tells everything about a command."})
public final class Main {

  /** The status for arguments that make no sense, and for whatever could not be done. */
  static final int USAGE = 2;

  private Main() {}

  /** Runs a command and ends the JVM with its status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs a command and returns its status. */
  public static int run(String... arguments) {
    return commandLine(System.in, InputFiles.mostBytes(), PasswordInput.terminal(), Screen::wrap)
        .setOut(outputThatTellsOfErrors())
        .execute(arguments);
  }

  /** Unlike picocli's own writer, this one's checkError sees what System.out keeps to itself. */
  private static PrintWriter outputThatTellsOfErrors() {
    String encoding = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return new PrintWriter(System.out, true, Charset.forName(encoding));
  }

  /**
   * The commands, over this standard input.
   *
   * @param maxBytes how large a file may be at most
   * @param terminal where a password is asked for, if anywhere
   * @param wrap how lines for people are broken
   */
  static CommandLine commandLine(
      InputStream standardInput,
      int maxBytes,
      Optional<PasswordInput.Terminal> terminal,
      Supplier<LineWrap> wrap) {
    return new CommandLine(new Main())
        .addSubcommand(new CheckCommand(wrap))
        .addSubcommand(new HardenCommand(terminal, wrap))
        .addSubcommand(new ExplainCommand(wrap))
        .addSubcommand(inspect(new InputFiles(standardInput, maxBytes), wrap))
        .addSubcommand(new SendersCommand(new PasswordInput(terminal, standardInput)))
        .addSubcommand(new SuggestCommand(new PasswordInput(terminal, standardInput), wrap))
        .addSubcommand(new AdvisoriesCommand(wrap))
        .addSubcommand(new PageCommand())
        .addSubcommand(new HashCommand(new PasswordInput(terminal, standardInput)))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setColorScheme(HelpColours.of(Screen.ansi(System.getenv())))
        .setParameterExceptionHandler((wrong, arguments) -> refuseArguments(wrong));
  }

  private static CommandLine inspect(InputFiles input, Supplier<LineWrap> wrap) {
    CommandLine command = new CommandLine(new InspectCommand(input::read, wrap));
    command.getCommandSpec().versionProvider(new Version());
    return command;
  }

  private static int refuseArguments(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + Printable.of(wrong.getMessage()));
    command.getErr().println("Try '" + name + " --help'.");
    return USAGE;
  }

  /** The version that the jar's manifest holds. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not from a jar)");
  }

  /** Tells the version. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"activemq-portcullis " + version()};
    }
  }
}
