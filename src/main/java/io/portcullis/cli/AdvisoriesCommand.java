package io.portcullis.cli;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.release.KnownReleases;
import io.portcullis.release.Release;
import io.portcullis.release.ReleaseLine;
import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which published vulnerabilities a release of ActiveMQ has. */
@Command(
    name = "advisories",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Says which published holes are open in a release of ActiveMQ: what each does, who can use it,"
          + " which releases mend it, what of Portcullis stands in its way, and which settings open"
          + " it again in a mended release. The worst come first.",
      "",
      "It asks nobody: it knows what was published on the day that it prints.",
      "",
      "It runs without ActiveMQ, too: java -jar activemq-portcullis-1.0.0.jar advisories 6.1.8."
          + " bin/activemq prints some lines of its own first, so take the jar for json."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:no published hole is open in it",
      "1:at least one is",
      "2:the release is not known, or the arguments are wrong"
    },
    footerHeading = "%nJSON:%n",
    footer = {
      "  One object:",
      "    version     the release",
      "    asOf        the day of what is known",
      "    line        {line, state, first, newest, ended, note, source}; state is",
      "                supported, deprecated or ended; ended and note only if there",
      "    updateTo    the release to update to at least; only if a hole is open",
      "    gateRan     whether Portcullis was ever run on it; if not, gate is empty",
      "    holes       [{id, published, does, effect, access, through, exploited,",
      "                mendedIn, mendedInLine, gate, reopenedBy, note, source}];",
      "                mendedInLine only if a release of its line mends it",
      "      effect    code, rights, interception, denial, disclosure or scripting",
      "      access    before-login, after-login, browser or administrator",
      "      gate      [{rule, stops, how, test}]; stops is all, strangers (who have no",
      "                login) or some",
      "    sources     where it comes from"
    })
final class AdvisoriesCommand implements Callable<Integer> {

  static final int NONE_OPEN = 0;
  static final int OPEN = 1;
  static final int UNKNOWN = 2;

  private final Supplier<LineWrap> wrap;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Such as 6.1.8; by default that of the ActiveMQ that it runs in")
  private Optional<String> version = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = {"text   for people (default)", "json   one object, see below"})
  private AdvisoriesFormat format;

  AdvisoriesCommand(Supplier<LineWrap> wrap) {
    this.wrap = wrap;
  }

  @Override
  public Integer call() throws IOException {
    String asked;
    try {
      asked = version.orElseGet(BrokerVersion::number);
    } catch (NoClassDefFoundError e) {
      return complain("ActiveMQ is not on the class path; name a version, such as 6.1.8");
    }
    KnownReleases known = KnownReleases.bundled();
    Optional<Release> release = Release.of(asked);
    if (release.isEmpty()) {
      return complain(
          "\"%s\" is not one of ActiveMQ's own releases, such as 6.1.8".formatted(asked));
    }
    Optional<ReleaseLine> line = known.lineOf(release.get());
    if (line.isEmpty()) {
      return complain(
          "line %s is not known (as of %s); the newest is %s"
              .formatted(
                  release.get().line(),
                  known.asOf(),
                  known.lines().get(known.lines().size() - 1).line()));
    }
    if (!known.knows(release.get())) {
      return complain(
          "release %s is not known (as of %s); the newest of line %s is %s"
              .formatted(release.get(), known.asOf(), line.get().line(), line.get().newest()));
    }
    return print(new ReleaseAdvisories(known, release.get(), line.get()));
  }

  private int print(ReleaseAdvisories advisories) throws IOException {
    CommandLine command = spec.commandLine();
    PrintWriter out = command.getOut();
    format.print(advisories, new StyledLines(command.getColorScheme().ansi(), wrap.get()), out);
    if (out.checkError()) {
      return complain("the result could not be written");
    }
    return advisories.open().isEmpty() ? NONE_OPEN : OPEN;
  }

  private int complain(String what) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + Printable.of(what));
    return UNKNOWN;
  }
}
