package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A message whose number does not follow the last one of its producer.
 *
 * <p>Asked by {@code broker.connector.UserCommands}.
 *
 * @param connector the connector that it came through
 * @param remoteAddress the sender's address
 * @param number the number in the message
 */
public record SequenceFacts(String connector, String remoteAddress, long number) implements Judged {

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
