package io.portcullis.rule;

import java.util.List;

/**
 * What the broker's own process is managed through.
 *
 * @param entrances where JMX and Jolokia listen
 * @param notChecked what is there and cannot be looked at, in words
 */
public record ProcessEntrances(List<EntranceFacts> entrances, List<String> notChecked) {

  /** Copies the lists. */
  public ProcessEntrances {
    entrances = List.copyOf(entrances);
    notChecked = List.copyOf(notChecked);
  }
}
