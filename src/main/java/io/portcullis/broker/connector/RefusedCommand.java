package io.portcullis.broker.connector;

import io.portcullis.enforce.Refusal;
import org.apache.activemq.command.BaseCommand;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.Response;
import org.apache.activemq.state.CommandVisitor;

/**
 * The command that the broker gets in place of a refused one. It fails there with the reason. So
 * the client gets the same response as for any other refusal, in every protocol.
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

  /** Returns a type that none of ActiveMQ's commands has. */
  @Override
  public byte getDataStructureType() {
    return 0;
  }

  @Override
  public String toString() {
    return "refused: " + why;
  }
}
