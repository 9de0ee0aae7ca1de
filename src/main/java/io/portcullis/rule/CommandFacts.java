package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A command of somebody who is logged in, which carries what is not its own or does what no client
 * does.
 *
 * @param connector the connector it came through
 * @param remoteAddress where it is
 * @param command the command's name
 * @param owner the connection id that it carries, where that belongs to another connection; else
 *     empty
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
