package io.portcullis.broker.connector;

import io.portcullis.enforce.Refusal;
import org.apache.activemq.command.BaseCommand;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.Response;
import org.apache.activemq.state.CommandVisitor;

/**
 * What the broker hears instead of a command that was refused. It fails there with the reason, so
 * that the client is answered as after any other refusal, whatever it speaks.
 */
final class RefusedCommand extends BaseCommand {

  private final String why;

  RefusedCommand(Command refused, String why) {
    this.why = why;
    setCommandId(refused.getCommandId());
    setResponseRequired(refused.isResponseRequired());
  }

  @Override
  public Response visit(CommandVisitor broker) {
    throw Refusal.of(why);
  }

  /** None of ActiveMQ's. */
  @Override
  public byte getDataStructureType() {
    return 0;
  }

  @Override
  public String toString() {
    return "refused: " + why;
  }
}
