package io.portcullis.cli;

import io.portcullis.report.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts the operators' page into ActiveMQ's web server, or takes it away. */
@Command(
    name = "page",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Puts the operators' page into webapps/portcullis/, from where ActiveMQ's web server shows it"
          + " at /portcullis/; after an upgrade, the new one in place of the old one.",
      "",
      "The page holds no data: it asks the broker's MBean for it, through the Jolokia of ActiveMQ's"
          + " web server, with the login of whoever looks at it. Nothing else is changed, and files"
          + " that are not the page's are left alone.",
      "",
      "Run it as bin/activemq portcullis page."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the page is there; with --remove, it is not",
      "1:there is a file in its place that is not the page's, and nothing was changed",
      "2:there is no installation, its files cannot be written, or the arguments are wrong"
    })
final class PageCommand implements Callable<Integer> {

  static final int DONE = 0;
  static final int NOT_OURS = 1;
  static final int IMPOSSIBLE = 2;

  @Spec private CommandSpec spec;

  @Option(names = "--remove", description = "Take the page away")
  private boolean remove;

  @Override
  public Integer call() {
    Path home =
        Optional.ofNullable(System.getProperty("activemq.home"))
            .map(Path::of)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "no installation was found; run bin/activemq portcullis page"));
    PageFiles page = new PageFiles(home.resolve("webapps"));
    try {
      return remove ? remove(page) : put(page);
    } catch (PageFiles.NotOurs e) {
      return complain(e.getMessage(), NOT_OURS);
    } catch (IOException e) {
      return complain(e.getMessage(), IMPOSSIBLE);
    }
  }

  private int put(PageFiles page) throws IOException {
    say(
        page.put()
            ? page.folder()
                + ": the page is there now; ActiveMQ's web server shows it at /portcullis/"
            : page.folder() + ": the page was there already");
    ContentPolicies.thatForbidAsking(OwnConfiguration.folder()).forEach(this::warn);
    return DONE;
  }

  private void warn(Path file) {
    say(
        file
            + ": its Content-Security-Policy lets no page ask for data, this one neither; let it,"
            + " for /portcullis/*, with connect-src 'self'");
  }

  private int remove(PageFiles page) throws IOException {
    say(
        page.remove()
            ? page.folder() + ": the page is gone"
            : page.folder() + ": there is no page");
    return DONE;
  }

  private void say(String what) {
    spec.commandLine().getOut().println(Printable.of(what));
  }

  private int complain(String what, int status) {
    CommandLine command = spec.commandLine();
    command.getErr().println(spec.qualifiedName() + ": " + Printable.of(what));
    return status;
  }
}
