package io.portcullis.rule;

import java.util.List;

/**
 * The management interfaces of the broker's own process.
 *
 * @param entrances its JMX and Jolokia interfaces
 * @param notChecked what exists and cannot be checked, in words
 */
public record ProcessEntrances(List<EntranceFacts> entrances, List<String> notChecked) {

  /** Copies the lists. */
  public ProcessEntrances {
    entrances = List.copyOf(entrances);
    notChecked = List.copyOf(notChecked);
  }
}
