package io.portcullis.broker;

import io.portcullis.rule.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;

/**
 * The entries of a map that match a destination, where the map has entries that can be listed, as
 * ActiveMQ's own does. For people only: what counts is what the map answers.
 */
final class MapEntries {

  /**
   * One entry.
   *
   * @param name the destinations it is for, in words
   * @param principals who has the right by it, in ActiveMQ's terms
   */
  record Entry(String name, Set<?> principals) {

    @Override
    public String toString() {
      return "%s: %s".formatted(name, AskedRights.grant(principals));
    }
  }

  private MapEntries() {}

  /** Those that match; empty if the map's entries cannot be listed. */
  static Optional<List<Entry>> matching(
      AuthorizationMap map, Operation operation, ActiveMQDestination destination) {
    if (!(map instanceof DefaultAuthorizationMap listed)) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    if (destination.isTemporary()) {
      if (listed.getTempDestinationAuthorizationEntry() != null) {
        entries.add(
            entry(
                "temporary destinations",
                operation,
                listed.getTempDestinationAuthorizationEntry()));
      }
      return Optional.of(entries);
    }
    for (Object found : listed.get(destination)) {
      if (found instanceof AuthorizationEntry entry) {
        entries.add(entry(entry.getDestination().getQualifiedName(), operation, entry));
      }
    }
    if (listed.getDefaultEntry() != null) {
      entries.add(entry("default entry", operation, listed.getDefaultEntry()));
    }
    entries.sort((one, other) -> other.name().compareTo(one.name()));
    return Optional.of(entries);
  }

  private static Entry entry(String name, Operation operation, AuthorizationEntry entry) {
    return new Entry(
        name,
        switch (operation) {
          case READ -> entry.getReadACLs();
          case WRITE -> entry.getWriteACLs();
          case ADMIN -> entry.getAdminACLs();
        });
  }
}
