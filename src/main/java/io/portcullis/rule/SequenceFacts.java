package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A message whose number does not follow those of its producer.
 *
 * @param connector the connector it came through
 * @param remoteAddress where its sender is
 * @param number the number, as the message has it
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
