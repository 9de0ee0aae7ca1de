package io.portcullis.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.management.openmbean.CompositeData;

/**
 * What one user sends to one destination that the rules do not allow.
 *
 * @param user the user name; empty if unknown
 * @param destination the destination, qualified
 * @param count the number of violations; a message can violate several rules
 * @param lastSeen when the last one came, UTC
 * @param rules the rules that they broke
 * @param protocols the protocols
 * @param addresses the last remote address of each client, without ports
 * @param clients the clients, without what libraries generate, and how many ids each has
 */
record SenderGroup(
    String user,
    String destination,
    long count,
    String lastSeen,
    List<String> rules,
    List<String> protocols,
    List<String> addresses,
    Map<String, Long> clients) {

  private static final Comparator<SenderGroup> MOST_RECENT_FIRST =
      Comparator.comparing(SenderGroup::lastSeen)
          .reversed()
          .thenComparing(SenderGroup::user)
          .thenComparing(SenderGroup::destination);

  /** The properties that identify a group. */
  private record Key(String user, String destination) {}

  /** Groups the rows of the MBean's table {@code Senders}, the most recent group first. */
  static List<SenderGroup> of(List<CompositeData> rows) {
    Map<Key, List<CompositeData>> grouped = new LinkedHashMap<>();
    for (CompositeData row : rows) {
      grouped
          .computeIfAbsent(
              new Key(text(row, "user"), text(row, "destination")), key -> new ArrayList<>())
          .add(row);
    }
    return grouped.entrySet().stream()
        .map(group -> of(group.getKey(), group.getValue()))
        .sorted(MOST_RECENT_FIRST)
        .toList();
  }

  private static SenderGroup of(Key key, List<CompositeData> rows) {
    return new SenderGroup(
        key.user,
        key.destination,
        rows.stream().mapToLong(SenderGroup::count).sum(),
        rows.stream().map(row -> text(row, "lastSeen")).max(Comparator.naturalOrder()).orElse(""),
        distinct(rows, row -> text(row, "rule")),
        distinct(rows, row -> text(row, "protocol")),
        distinct(rows, row -> text(row, "remoteAddress").replaceFirst("[:#]\\d+$", "")),
        clients(rows));
  }

  private static long count(CompositeData row) {
    return row.get("count") instanceof Number count ? count.longValue() : 0;
  }

  private static List<String> distinct(
      List<CompositeData> rows, Function<CompositeData, String> value) {
    return rows.stream().map(value).filter(text -> !text.isEmpty()).distinct().sorted().toList();
  }

  /** Counts the ids of each client. A client with one id has its whole id. */
  private static Map<String, Long> clients(List<CompositeData> rows) {
    Map<String, Set<String>> ids = new TreeMap<>();
    for (CompositeData row : rows) {
      String id = text(row, "clientId");
      String client = row.containsKey("client") ? text(row, "client") : id;
      ids.computeIfAbsent(client, same -> new LinkedHashSet<>()).add(id);
    }
    Map<String, Long> clients = new TreeMap<>();
    ids.forEach(
        (client, those) ->
            clients.put(those.size() == 1 ? those.iterator().next() : client, (long) those.size()));
    return clients;
  }

  private static String text(CompositeData row, String column) {
    return row.containsKey(column) && row.get(column) instanceof String text ? text : "";
  }
}
