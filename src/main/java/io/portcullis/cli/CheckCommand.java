package io.portcullis.cli;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import io.portcullis.report.Report;
import io.portcullis.report.ReportFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges an activemq.xml as a start would, without starting anything. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Judges an activemq.xml as a start would, without starting anything: nothing listens, nothing"
          + " is written but the report, and nothing but addresses of host names is asked for over"
          + " the network.",
      "",
      "The broker's own file, which is taken where none is named, is loaded as a start loads it. Any"
          + " other file may come from anybody and is read as data: no expression is evaluated,"
          + " nothing is made but what a broker consists of, and nothing outside its folder is read."
          + " What was left out is listed as not checked, with its line. --trust loads the file as a"
          + " start does, so what stands in it is run.",
      "",
      "A broker without Portcullis is judged as if it had it, with nothing else said. What depends on"
          + " the host, such as addresses, files and the user, is as this host has it.",
      "",
      "Needs ActiveMQ's libraries: run it as bin/activemq portcullis check. That prints some lines of"
          + " its own first, so use --output for every format but text."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing that was judged would be refused",
      "1:it would be refused; with --strict: there is a violation, or something was left out; or it"
          + " has no Portcullis",
      "2:the file cannot be read, the report cannot be written, or the arguments are wrong"
    },
    footerHeading = "%nFolders:%n",
    footer = {
      "  Where the JVM was not told of activemq.conf, activemq.base, activemq.home",
      "  and activemq.data, as bin/activemq does, they are assumed to be the",
      "  file's folder, the one above it, and data in that. The report says so.",
      "",
      "JSON:",
      "  One object:",
      "    file, broker, host, user, checkedAt, activemq (the version), portcullis,",
      "    releasesAsOf  the day of what is known of ActiveMQ's releases",
      "    gate          present, absent, or wrong if its properties are",
      "    mode          ENFORCE or REPORT_ONLY",
      "    wouldStart    whether nothing is refused",
      "    assumed       the folders that were, such as activemq.conf=/etc/activemq",
      "    findings      [{rule, code, kind, disposition, subject, where, found,",
      "                  remedy, file, line}], the worst first; disposition is refused, reported or",
      "                  waived; the rule configuration stands for wrong properties and",
      "                  missing keys",
      "    rules         [{rule, state, reasons, serves}]; state is refused, reported,",
      "                  waived, not-checked, not-required, nothing-to-judge or passed;",
      "                  reasons say what is not checked, or why nothing was judged;",
      "                  serves: [{catalogue, point, title}], which audit points it helps with",
      "    leftOut       how many things were left out of a file that was read as data",
      "    notChecked    [{rule, what}]; without a rule where it is no single one; what was",
      "                  left out has rules, file and line, too",
      "    connectors    [{name, location, addresses, tls, protocols, cipherSuites,",
      "                  demandsCertificate}]; without protocols: those of Java",
      "    certificates  [{connector, subject, serial, own, names, from, until, key,",
      "                  signature}]; not own: of an authority",
      "    accesses      [{destinations, group, read, write, admin}]",
      "    startChanges  {known, changesSomething, rights, tls, unusableLogins, guards};",
      "                  rights only if a start installs the default map: {enforced,",
      "                  today, after, users: [{user, groups, keeps, loses}], unknown};",
      "                  tls: [{enforced, connectors, protocols, cipherSuites, ended}];",
      "                  guards: [{rule, enforced, what}]; enforced says whether it happens now",
      "    waivers       [{rule, subject, reason, until, state, matched}]; state is",
      "                  active, ending or ended"
    })
final class CheckCommand implements Callable<Integer> {

  static final int WOULD_START = 0;
  static final int REFUSED = 1;
  static final int UNREADABLE = 2;

  private final Supplier<LineWrap> wrap;

  @Spec private CommandSpec spec;

  @Option(
      names = "--strict",
      description =
          "End with 1 for any violation, also for one that is only reported, and for what was left"
              + " out")
  private boolean strict;

  @Mixin private ConfigurationFile file;

  @Option(
      names = "--format",
      paramLabel = "text|json|sarif|html",
      defaultValue = "TEXT",
      description = {
        "text   for people (default)",
        "json   one object, see below",
        "sarif  SARIF 2.1.0, for code hosts",
        "html   one page"
      })
  private ReportFormat format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write there, whole or not at all; by default to standard output")
  private Optional<Path> output = Optional.empty();

  CheckCommand(Supplier<LineWrap> wrap) {
    this.wrap = wrap;
  }

  @Override
  public Integer call() {
    Path configuration = file.path();
    try {
      return check(configuration);
    } catch (IOException e) {
      return complain(configuration + ": " + e.getMessage());
    } catch (NoClassDefFoundError e) {
      return complain(missing(String.valueOf(e.getMessage()).replace('/', '.')));
    }
  }

  private int check(Path configuration) throws IOException {
    Clock clock = Clock.systemUTC();
    Optional<Path> trusted = file.trusted();
    CheckedBroker checked =
        trusted.isPresent()
            ? CheckedBroker.of(trusted.get(), clock)
            : CheckedBroker.asData(configuration, clock);
    Report report = Report.of(configuration.toString(), checked, Main.version());
    StringWriter text = new StringWriter();
    if (output.isPresent()) {
      format.print(report, Ansi.OFF, LineWrap.NONE, text);
    } else {
      format.print(report, spec.commandLine().getColorScheme().ansi(), wrap.get(), text);
    }
    if (!write(text.toString())) {
      return UNREADABLE;
    }
    boolean whole = !report.hasViolations() && report.leftOut().isEmpty();
    boolean passes = report.checked().wouldStart() && (whole || !strict);
    return passes ? WOULD_START : REFUSED;
  }

  private boolean write(String text) {
    if (output.isPresent()) {
      try {
        OutputFile.write(output.get(), text);
        return true;
      } catch (IOException e) {
        complain("%s: %s".formatted(output.get(), e.getMessage()));
        return false;
      }
    }
    spec.commandLine().getOut().print(text);
    if (spec.commandLine().getOut().checkError()) {
      complain("the result could not be written");
      return false;
    }
    return true;
  }

  private static String missing(String type) {
    return type.startsWith("org.apache.activemq.")
            || type.startsWith("org.apache.xbean.")
            || type.startsWith("org.springframework.")
        ? "ActiveMQ is not on the class path; run bin/activemq portcullis check"
        : "class %s is not on the class path; put its jar into lib/".formatted(type);
  }

  private int complain(String what) {
    List<String> lines = what.lines().map(Printable::of).toList();
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + String.join("\n  ", lines));
    return UNREADABLE;
  }
}
