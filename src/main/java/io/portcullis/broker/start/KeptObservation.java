package io.portcullis.broker.start;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.observation.UsageWatch;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.NotChecked;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageFile;
import java.io.IOException;
import java.util.Optional;

/**
 * What the data folder of a broker holds of its clients' uses.
 *
 * @param observed what was observed; empty if there is nothing, or it cannot be read
 * @param unread why it cannot be read; empty if it can
 */
record KeptObservation(Optional<Observation> observed, Optional<NotChecked> unread) {

  private static final String REMEDY =
      "check as the broker's user, or let its next start put the file aside";

  private static final KeptObservation NOTHING =
      new KeptObservation(Optional.empty(), Optional.empty());

  /** Reads it. For a file that is read as data, nothing outside its folder is read. */
  static KeptObservation of(BrokerFile file) {
    return file.reach().folder().isPresent()
        ? NOTHING
        : UsageWatch.file(file.service()).map(KeptObservation::read).orElse(NOTHING);
  }

  private static KeptObservation read(UsageFile file) {
    try {
      return new KeptObservation(file.read(), Optional.empty());
    } catch (IOException e) {
      return new KeptObservation(
          Optional.empty(),
          Optional.of(
              NotChecked.of(
                  "observations: %s cannot be read: %s; %s"
                      .formatted(file.path(), RegularFile.reason(e), REMEDY))));
    }
  }
}
