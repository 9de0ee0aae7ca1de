package io.portcullis.enforce;

import java.time.Clock;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refused messages that could not be kept in quarantine. The senders get a refusal, so no
 * message is lost. Operators get the reason. Similar failures are throttled.
 */
public final class QuarantineFailures {

  private static final Logger LOG = LoggerFactory.getLogger(QuarantineFailures.class);

  private static final long LINES = 1_000;
  private static final int LONGEST = 500;

  /** The source and cause that make failures similar. */
  private record Kind(Subject.Source source, String cause) {}

  private final LogThrottle<Kind> alike;
  private final LogThrottle<Subject.Source> sameSource;
  private final LogThrottle<Boolean> all;

  /** Reads the time from {@code clock}. */
  public QuarantineFailures(Clock clock) {
    this.alike = new LogThrottle<>(clock, 1, Kind::source);
    this.sameSource = new LogThrottle<>(clock, 10);
    this.all = new LogThrottle<>(clock, LINES);
  }

  /**
   * Logs a failure.
   *
   * @param sender the sender; one sender's lines do not hide another's
   * @param cause the kind of failure: those of one kind are similar, whatever {@code why} says
   * @param why the failure of the quarantine, in words
   * @param remedy what to do
   */
  public void tell(Subject sender, String cause, String why, String remedy) {
    String cut = why.length() <= LONGEST ? why : why.substring(0, LONGEST) + "...";
    OptionalLong leftOut = alike.add(new Kind(sender.source(), cause));
    if (leftOut.isPresent()
        && sameSource.add(sender.source()).isPresent()
        && all.add(true).isPresent()) {
      LOG.warn(
          "A refused message is not kept in quarantine: {}; its sender gets an error; {} more"
              + " since the last line; {}",
          cut,
          leftOut.getAsLong(),
          remedy);
    }
  }
}
