package io.portcullis.rule;

/**
 * A message whose number does not follow those of its producer.
 *
 * @param connector the connector it came through
 * @param remoteAddress where its sender is
 * @param number the number, as the message has it
 */
public record SequenceFacts(String connector, String remoteAddress, long number) implements Judged {

  @Override
  public String subject() {
    return connector;
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
