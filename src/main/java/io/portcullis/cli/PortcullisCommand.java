package io.portcullis.cli;

import java.util.List;
import java.util.function.IntConsumer;
import org.apache.activemq.console.CommandContext;
import org.apache.activemq.console.command.Command;

/**
 * {@code bin/activemq portcullis COMMAND}: the same commands as those of the jar, with ActiveMQ's
 * libraries beside them. ActiveMQ finds it through {@code META-INF/services}.
 */
public final class PortcullisCommand implements Command {

  private final IntConsumer exit;

  /** Called by ActiveMQ. */
  public PortcullisCommand() {
    this(System::exit);
  }

  /** Ends with another status than 0 in this way: ActiveMQ knows no other. */
  PortcullisCommand(IntConsumer exit) {
    this.exit = exit;
  }

  @Override
  public String getName() {
    return "portcullis";
  }

  @Override
  public String getOneLineDescription() {
    return "Checks the broker's configuration, explains rights, names senders (portcullis --help)";
  }

  /** Not used: the commands write to standard output themselves. */
  @Override
  public void setCommandContext(CommandContext context) {}

  @Override
  public void execute(List<String> tokens) {
    int status = Main.run(tokens.toArray(new String[0]));
    if (status != 0) {
      System.out.flush();
      System.err.flush();
      exit.accept(status);
    }
  }
}
