package io.portcullis.cli;

import io.portcullis.broker.rights.Explanation;
import io.portcullis.broker.start.FileExplainer;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Explains why a user has a right on a destination, or has not. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Says why a user may do something with a destination, or may not: which groups it has, which"
          + " entries match, which of them decide, and what is missing.",
      "",
      "Nothing is started and nobody is asked over the network: what a directory decides is told as"
          + " unknown. The MBean's operation of the same name asks the running broker.",
      "",
      "The broker's own file, which is taken where none is named, is loaded as a start loads it. Any"
          + " other file may come from anybody and is read as data, as check does it.",
      "",
      "Needs ActiveMQ's libraries: run it as bin/activemq portcullis explain."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the user has the right",
      "1:the user has not",
      "2:it cannot be told, the file cannot be read, or the arguments are wrong"
    })
final class ExplainCommand implements Callable<Integer> {

  static final int HELD = 0;
  static final int NOT_HELD = 1;
  static final int UNKNOWN = 2;

  private final Supplier<LineWrap> wrap;

  @Spec private CommandSpec spec;

  @Option(
      names = "--user",
      required = true,
      paramLabel = "USER",
      description = "The name that it logs in with")
  private String user;

  @Option(
      names = "--operation",
      required = true,
      paramLabel = "read|write|admin",
      description = {"read: consume and browse", "write: send", "admin: create and remove"})
  private String operation;

  @Option(
      names = "--destination",
      required = true,
      paramLabel = "NAME",
      description = "Such as queue://ORDERS or topic://PRICES.>")
  private String destination;

  @Mixin private ConfigurationFile file;

  ExplainCommand(Supplier<LineWrap> wrap) {
    this.wrap = wrap;
  }

  @Override
  public Integer call() {
    Path configuration = file.path();
    try {
      return explain(configuration);
    } catch (IOException e) {
      return complain(configuration + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (NoClassDefFoundError e) {
      return complain("ActiveMQ is not on the class path; run bin/activemq portcullis explain");
    }
  }

  private int explain(Path configuration) throws IOException {
    Optional<Path> trusted = file.trusted();
    FileExplainer explainer =
        trusted.isPresent() ? FileExplainer.of(trusted.get()) : FileExplainer.asData(configuration);
    Explanation explanation = explainer.explain(user, operation, destination);
    CommandLine command = spec.commandLine();
    LineWrap lines = wrap.get();
    explanation.lines().stream()
        .flatMap(line -> lines.lines(Printable.of(line), 0, indentOf(line) + 2).stream())
        .forEach(command.getOut()::println);
    if (command.getOut().checkError()) {
      return complain("the result could not be written");
    }
    return switch (explanation.verdict()) {
      case HELD -> HELD;
      case NOT_HELD -> NOT_HELD;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static int indentOf(String line) {
    return line.length() - line.stripLeading().length();
  }

  private int complain(String what) {
    List<String> lines = what.lines().map(Printable::of).toList();
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + String.join("\n  ", lines));
    return UNKNOWN;
  }
}
