package io.portcullis.cli;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.observation.UsageWatch;
import io.portcullis.cli.BrokerJmx.Gate;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import io.portcullis.suggest.Suggestion;
import io.portcullis.suggest.SuggestionFormat;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageFile;
import io.portcullis.usage.UsageJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proposes an authorization map and policies from what clients used. */
@Command(
    name = "suggest",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Proposes an authorization map, body policies, waivers, client ids, protocols and networks, from"
          + " what clients used while the broker ran with Portcullis. Only what went through is"
          + " proposed. It changes nothing.",
      "",
      "Without --from and --jmx it reads the file in the data folder of the broker that bin/activemq"
          + " belongs to, whether the broker runs or not. The broker writes that file once a minute.",
      "",
      "With --from or --jmx it runs without ActiveMQ, too: java -jar activemq-portcullis-1.0.0.jar"
          + " suggest. bin/activemq prints some lines of its own first, so use --output there."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the proposal is printed",
      "2:what was observed cannot be read, the broker cannot be asked, the proposal cannot be"
          + " written, or the arguments are wrong"
    },
    footerHeading = "%nJSON:%n",
    footer = {
      "  One object:",
      "    broker, version, since, until",
      "    minutes       for how many minutes of that time the broker was observed",
      "    dropped       how many rows each table dropped: {uses, refused, keys,",
      "                  bodies, clients}",
      "    entries       [{kind, name, read, write, admin, standsFor, uses}]; read,",
      "                  write and admin are groups; standsFor is what a wildcard",
      "                  gathers; uses is where it comes from; temporary-queue > is",
      "                  for all temporary destinations",
      "    unproposed    uses that went through, with cause and reason; cause is",
      "                  all-rights, no-group, group-name or destination-name",
      "    newlyRefused  other uses that went through and that the map refuses",
      "    notPermittedToday, refused  uses",
      "    unused        {days, known, why, rights: [{kind, name, operation, group}]}",
      "    rights        {today, proposed}; today is left out if it is not known",
      "    bodyPolicies  [{kind, name, keys, destinationKey, commitment, seen}]",
      "    waivers       [{kind, name, until, senders: [{user, messages, first, last,",
      "                  minutes}]}]",
      "    clientIds     [{user, pattern}]",
      "    protocols, allowedNetworks  as Portcullis' properties have them",
      "    notices, gateNotices  what to look at, and what is not proposed",
      "  A use is {user, groups, operation, kind, name, first, last, minutes}.",
      "",
      "Passwords:",
      "  A password is never an argument. It is read from --password-file, or asked",
      "  for on the terminal, or read from standard input."
    })
final class SuggestCommand implements Callable<Integer> {

  static final int PRINTED = 0;
  static final int UNREADABLE = 2;

  private static final int MOST_DAYS = 3_650;

  private final Supplier<LineWrap> wrap;

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Read what was observed from this file: a copy of portcullis-usage.json")
  private Optional<Path> from = Optional.empty();

  @Mixin private final JmxAddress address;

  @Option(
      names = "--format",
      paramLabel = "xml|text|json|cbom",
      defaultValue = "XML",
      description = {
        "xml    an <authorizationPlugin> to paste; the rest in comments (default)",
        "text   for people",
        "json   one object, see below",
        "cbom   keys and algorithms, as CycloneDX 1.6"
      })
  private SuggestionFormat format;

  @Option(
      names = "--unused-days",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "Call a right unused if nobody used it for so many days (default: 30)")
  private int unusedDays;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write there, whole or not at all; by default to standard output")
  private Optional<Path> output = Optional.empty();

  SuggestCommand(PasswordInput input, Supplier<LineWrap> wrap) {
    this.address = new JmxAddress(input);
    this.wrap = wrap;
  }

  @Override
  public Integer call() {
    if (unusedDays < 1 || unusedDays > MOST_DAYS) {
      throw new ParameterException(
          spec.commandLine(),
          "--unused-days %d is not from 1 to %d".formatted(unusedDays, MOST_DAYS));
    }
    if (from.isPresent() && address.isNamed()) {
      throw new ParameterException(spec.commandLine(), "--from and --jmx exclude each other");
    }
    try {
      return print(Suggestion.of(observation(), unusedDays));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      return complain(e.getMessage());
    } catch (NoClassDefFoundError e) {
      return complain(
          "ActiveMQ is not on the class path; run bin/activemq portcullis suggest, or name --from"
              + " or --jmx");
    }
  }

  private Observation observation() throws IOException {
    if (address.isNamed()) {
      return running();
    }
    address.refuseLogin();
    return from.isPresent() ? read(from.get()) : own();
  }

  private static Observation read(Path file) throws IOException {
    try {
      return UsageFile.read(file);
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Observation running() throws IOException {
    try (BrokerJmx jmx = address.connect()) {
      List<Gate> gates = jmx.gates();
      if (gates.size() > 1) {
        throw new IOException(
            "several brokers are there (%s); name the file of one, in its data folder: --from .../%s"
                .formatted(
                    String.join(", ", gates.stream().map(Gate::broker).toList()), UsageFile.NAME));
      }
      return UsageJson.read(
          new ByteArrayInputStream(
              jmx.invoke(gates.get(0), "usage").getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static Observation own() throws IOException {
    Path configuration =
        OwnConfiguration.file()
            .orElseThrow(
                () ->
                    new IOException(
                        "no broker was found; run bin/activemq portcullis suggest, or name --from"
                            + " FILE or --jmx HOST:PORT"));
    UsageFile file =
        UsageWatch.file(BrokerFile.read(configuration, Map.of()).service())
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: this broker keeps nothing on disk; %s"
                            .formatted(configuration, otherwise())));
    if (file.read().isEmpty()) {
      throw new IOException(
          "%s is not there; the broker writes it from the first minute after a start with Portcullis"
                  .formatted(file.path())
              + ", unless observe is false; "
              + otherwise());
    }
    return read(file.path());
  }

  private static String otherwise() {
    return "ask the running broker: bin/activemq portcullis suggest --jmx localhost:1099";
  }

  private int print(Suggestion suggestion) throws IOException {
    StringWriter text = new StringWriter();
    LineWrap lines = output.isPresent() ? LineWrap.NONE : wrap.get();
    format.print(suggestion, lines, new PrintWriter(text));
    if (output.isPresent()) {
      try {
        OutputFile.write(output.get(), text.toString());
      } catch (IOException e) {
        throw new IOException("%s: %s".formatted(output.get(), e.getMessage()), e);
      }
      return PRINTED;
    }
    spec.commandLine().getOut().print(text);
    return spec.commandLine().getOut().checkError()
        ? complain("the result could not be written")
        : PRINTED;
  }

  private int complain(String what) {
    List<String> lines = String.valueOf(what).lines().map(Printable::of).toList();
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + String.join("\n  ", lines));
    return UNREADABLE;
  }
}
