package io.portcullis.cli;

import io.portcullis.cli.BrokerJmx.Gate;
import io.portcullis.report.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.management.openmbean.CompositeData;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says who still sends what the rules do not allow. */
@Command(
    name = "senders",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = {
      "Says who still sends what the rules do not allow, by user and destination. It asks the running"
          + " broker, which has counted since it started, and changes nothing.",
      "",
      "Without --jmx it looks for the broker that this user runs on this host by bin/activemq. That"
          + " broker needs no JMX connector.",
      "",
      "It runs without ActiveMQ, too: java -jar activemq-portcullis-1.0.0.jar senders."
          + " bin/activemq prints some lines of its own first, so take the jar for json."
    },
    exitCodeOnExecutionException = Main.USAGE,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nobody sends what the rules do not allow",
      "1:somebody does",
      "2:the broker cannot be asked, or the arguments are wrong"
    },
    footerHeading = "%nJSON:%n",
    footer = {
      "  One object a line for each user and destination:",
      "    broker, mode, user, destination",
      "    count       violations since the broker started; a message may break",
      "                several rules",
      "    lastSeen    when the last one came, UTC",
      "    rules, protocols, addresses",
      "    clients     [{client, ids}]; of several ids that a library generates,",
      "                what they have in common, and how many they are",
      "",
      "Passwords:",
      "  A password is never an argument. It is read from --password-file, or asked",
      "  for on the terminal, or read from standard input."
    })
final class SendersCommand implements Callable<Integer> {

  static final int NOBODY = 0;
  static final int FOUND = 1;
  static final int UNREACHABLE = 2;

  @Spec private CommandSpec spec;

  @Mixin private final JmxAddress address;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "TEXT",
      description = {"text   for people (default)", "json   one object a line, see below"})
  private SendersFormat format;

  SendersCommand(PasswordInput input) {
    this.address = new JmxAddress(input);
  }

  @Override
  public Integer call() {
    try (BrokerJmx jmx = address.connect()) {
      return print(senders(jmx));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      return complain(e.getMessage());
    }
  }

  private static List<BrokerSenders> senders(BrokerJmx jmx) throws IOException {
    List<BrokerSenders> senders = new ArrayList<>();
    for (Gate gate : jmx.gates()) {
      List<CompositeData> rows = jmx.rows(gate, "Senders");
      senders.add(
          new BrokerSenders(
              gate.broker(), jmx.text(gate, "Mode"), rows.size(), SenderGroup.of(rows)));
    }
    return senders;
  }

  private int print(List<BrokerSenders> all) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (BrokerSenders senders : all) {
      format.print(senders, out);
    }
    if (out.checkError()) {
      return complain("the result could not be written");
    }
    return all.stream().allMatch(senders -> senders.groups().isEmpty()) ? NOBODY : FOUND;
  }

  private int complain(String what) {
    CommandLine command = spec.commandLine();
    command.getErr().println(spec.qualifiedName() + ": " + Printable.of(what));
    return UNREACHABLE;
  }
}
