package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Adds groups to the entries of the operator's authorization map. */
final class AuthorizationEntries {

  private static final String ENTRY = "authorizationEntry";

  private final Draft draft;
  private final String rule;

  /**
   * @param rule the id of the rule that needs the changes
   */
  AuthorizationEntries(Draft draft, String rule) {
    this.draft = draft;
    this.rule = rule;
  }

  /** Tells whether the map stands in the files, so that entries can be added. */
  boolean isThere() throws IOException {
    return place().isPresent();
  }

  private Optional<Spot> place() throws IOException {
    Optional<Spot> entries = draft.first(Draft.broker("authorizationEntries"));
    return entries.isPresent() ? entries : draft.first(Draft.broker("authorizationMap"));
  }

  /**
   * Lets groups have a right on destinations, by the entry for exactly these or by a new one.
   *
   * @param kind {@code queue} or {@code topic}
   * @param names the name of the destination; several with commas
   * @param right {@code read}, {@code write} or {@code admin}
   */
  boolean allow(String kind, String names, String right, Collection<String> groups)
      throws IOException {
    Optional<Spot> entry = draft.first(isEntry(kind, names));
    if (entry.isPresent()) {
      return add(entry.get(), right, groups);
    }
    Optional<Spot> place = place();
    if (place.isEmpty()) {
      return false;
    }
    String prefix = place.get().node().prefix();
    String added =
        "<%s%s %s=\"%s\" %s=\"%s\"/>"
            .formatted(
                prefix,
                ENTRY,
                kind,
                XmlText.escaped(names),
                right,
                XmlText.escaped(String.join(",", groups)));
    boolean inEntries = place.get().node().localName().equals("authorizationEntries");
    String fragment =
        inEntries
            ? added
            : "<%1$sauthorizationEntries>\n  %2$s\n</%1$sauthorizationEntries>"
                .formatted(prefix, added);
    return draft.edit(
        place.get(),
        rule,
        (xml, node) -> inEntries ? xml.last(node, fragment) : xml.first(node, fragment));
  }

  private static Predicate<XmlNode> isEntry(String kind, String names) {
    return Draft.broker(ENTRY).and(node -> node.attribute(kind).filter(names::equals).isPresent());
  }

  /** Adds groups to a right of an entry. */
  boolean add(Spot entry, String right, Collection<String> groups) throws IOException {
    Set<String> all = new LinkedHashSet<>(listed(entry.node(), right));
    if (!all.addAll(groups)) {
      return false;
    }
    String before = entry.node().attribute(right).orElse("");
    List<String> missing = new ArrayList<>(all);
    missing.removeAll(listed(entry.node(), right));
    String separator = before.isBlank() ? "" : ",";
    String after = before + separator + String.join(",", missing);
    return draft.edit(entry, rule, (xml, node) -> xml.withAttribute(node, right, after));
  }

  /** Lets groups use temporary destinations. */
  boolean allowTemporary(Collection<String> rights, Collection<String> groups) throws IOException {
    boolean changed = false;
    for (String right : rights) {
      // Each change moves the entry.
      Optional<Spot> entry = draft.first(AuthorizationEntries::isTemporaryEntry);
      changed |= entry.isPresent() && add(entry.get(), right, groups);
    }
    if (draft.first(AuthorizationEntries::isTemporaryEntry).isPresent()) {
      return changed;
    }
    Optional<Spot> map = draft.first(Draft.broker("authorizationMap"));
    if (map.isEmpty()) {
      return false;
    }
    String prefix = map.get().node().prefix();
    String all = XmlText.escaped(String.join(",", groups));
    String fragment =
        """
        <%1$stempDestinationAuthorizationEntry>
          <%1$stempDestinationAuthorizationEntry read="%2$s" write="%2$s" admin="%2$s"/>
        </%1$stempDestinationAuthorizationEntry>
        """
            .formatted(prefix, all);
    return draft.edit(map.get(), rule, (xml, node) -> xml.last(node, fragment));
  }

  /** Matches the entry itself, which has the name of the property around it. */
  private static boolean isTemporaryEntry(XmlNode node) {
    String name = "tempDestinationAuthorizationEntry";
    return Draft.broker(name).test(node) && node.child(name).isEmpty();
  }

  /** Returns the groups that the entries of the map name, in their order. */
  Set<String> groups() throws IOException {
    Set<String> groups = new LinkedHashSet<>();
    for (Spot entry : draft.all(Draft.broker(ENTRY))) {
      for (String right : List.of("read", "write", "admin")) {
        groups.addAll(listed(entry.node(), right));
      }
    }
    return groups;
  }

  private static List<String> listed(XmlNode entry, String right) {
    return entry
        .attribute(right)
        .map(
            groups ->
                Arrays.stream(groups.split(","))
                    .map(String::strip)
                    .filter(group -> !group.isEmpty())
                    .toList())
        .orElse(List.of());
  }
}
