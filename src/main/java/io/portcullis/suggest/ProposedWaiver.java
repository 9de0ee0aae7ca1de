package io.portcullis.suggest;

import io.portcullis.policy.DestinationName;
import io.portcullis.usage.BodyUse;
import java.time.LocalDate;
import java.util.List;

/**
 * A waiver for a destination to which somebody still sends bodies that are not encrypted as
 * demanded.
 *
 * @param destination the destination; all temporary ones of a kind are one
 * @param until the day at whose start it ends
 * @param senders who sends them
 */
record ProposedWaiver(DestinationName destination, LocalDate until, List<BodyUse> senders) {

  /** Copies the list. */
  ProposedWaiver {
    senders = List.copyOf(senders);
  }
}
