package io.portcullis.enforce;

import java.time.Clock;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refused messages that should have been kept in quarantine and were not. Their senders are
 * refused, so nothing is lost; operators are told why, of many alike once in a while.
 */
public final class UnkeptMessages {

  private static final Logger LOG = LoggerFactory.getLogger(UnkeptMessages.class);

  private final Fold<String> alike;

  /** Reads the time from {@code clock}. */
  public UnkeptMessages(Clock clock) {
    this.alike = new Fold<>(clock, 1);
  }

  /**
   * Tells of one.
   *
   * @param why what is the matter with the quarantine; those that differ in numbers alone are
   *     alike, since a client chooses some of them
   * @param remedy what to do
   */
  public void tell(String why, String remedy) {
    OptionalLong leftOut = alike.add(why.replaceAll("-?[0-9]+", "0"));
    if (leftOut.isPresent()) {
      LOG.warn(
          "A refused message is not kept in quarantine: {}; its sender is refused, like {} before"
              + " it without a line; {}",
          why,
          leftOut.getAsLong(),
          remedy);
    }
  }
}
