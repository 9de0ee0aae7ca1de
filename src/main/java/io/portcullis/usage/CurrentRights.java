package io.portcullis.usage;

import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.WrittenEntry;
import java.util.List;
import java.util.Optional;

/**
 * The authorization map that the broker had when it was observed.
 *
 * @param source whose map it is
 * @param entries its entries, the one for temporary destinations under {@code temp-queue://>};
 *     empty if they cannot be listed
 * @param groups the groups of the gate's default map
 * @param bridges the group of bridges
 * @param createdByClients whether this version of ActiveMQ creates advisory topics in the name of
 *     the client that causes them
 */
public record CurrentRights(
    Source source,
    Optional<List<WrittenEntry>> entries,
    Groups groups,
    String bridges,
    boolean createdByClients) {

  /** Copies the list. */
  public CurrentRights {
    entries = entries.map(List::copyOf);
  }
}
