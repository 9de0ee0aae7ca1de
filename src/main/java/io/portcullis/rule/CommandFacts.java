package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A command of a logged-in client that carries another connection's id, or does what no client
 * does.
 *
 * <p>Asked by {@code broker.connector.UserCommands}.
 *
 * @param connector the connector that it came through
 * @param remoteAddress the client's address
 * @param command the command's name
 * @param owner the connection id that it carries, if that belongs to another connection; else empty
 */
public record CommandFacts(String connector, String remoteAddress, String command, String owner)
    implements Judged {

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
