package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * The limit on the number of destinations of a kind.
 *
 * @param destinations the destinations, qualified, such as {@code queue://ORDERS.>}
 * @param policyEntry what sets the bound, such as {@code <policyEntry queue="ORDERS.>">}
 * @param bounded whether there is a bound
 * @param place where it is written, or has to be
 */
public record DestinationLimit(
    String destinations, String policyEntry, boolean bounded, Place place) implements Judged {

  private static final String BOUND = "maxDestinations=\"1000\"";

  /** What the configuration has. */
  public enum Place {
    /** The entry. */
    ENTRY("set " + BOUND + " on %1$s"),
    /** A default entry, which is for all destinations that have no other. */
    DEFAULT_ENTRY("set " + BOUND + " on the <policyEntry> in <defaultEntry>"),
    /** Entries, but not this one. */
    ENTRIES("put %2$s into <policyEntries>"),
    /** No entries. */
    NOTHING(
        "put <destinationPolicy><policyMap><policyEntries>"
            + "<policyEntry queue=\">\" "
            + BOUND
            + "/><policyEntry topic=\">\" "
            + BOUND
            + "/><policyEntry tempQueue=\"true\" "
            + BOUND
            + "/><policyEntry tempTopic=\"true\" "
            + BOUND
            + "/></policyEntries></policyMap></destinationPolicy> into <broker>, once for all");

    private final String remedy;

    Place(String remedy) {
      this.remedy = remedy;
    }

    /** Says how to bound it. */
    String bounding(DestinationLimit limit) {
      return remedy.formatted(
          limit.policyEntry, limit.policyEntry.replaceFirst(">$", " " + BOUND + "/>"));
    }
  }

  /** Creates the limit of an entry that is written. */
  public DestinationLimit(String destinations, String policyEntry, boolean bounded) {
    this(destinations, policyEntry, bounded, Place.ENTRY);
  }

  @Override
  public Resource about() {
    return Resource.of(Kind.DESTINATION, destinations);
  }

  @Override
  public String where() {
    return destinations;
  }
}
