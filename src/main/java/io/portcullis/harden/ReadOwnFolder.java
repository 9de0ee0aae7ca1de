package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a configuration read the files of its own folder wherever that is. A name such as {@code
 * ${activemq.base}/conf/jetty-realm.properties} leads from a copy back to the original, so it
 * becomes {@code ${activemq.conf}/jetty-realm.properties}. So does the original's absolute path.
 */
final class ReadOwnFolder implements Step {

  private static final String RULE = "configuration";
  private static final String CONF = "${activemq.conf}/";
  private static final String NAME = "/([^\\s,;?\"'<>&]+)";

  /** A part of a file to replace. */
  private record Part(int from, int to, String text) {}

  @Override
  public boolean apply(Work work) throws IOException {
    Draft draft = work.draft();
    Pattern outside = outside(draft.folder());
    Map<String, List<Part>> parts = new TreeMap<>();
    for (Spot spot : draft.all(node -> true)) {
      String text = draft.text(spot.file()).text();
      List<Part> its = parts.computeIfAbsent(spot.file(), file -> new ArrayList<>());
      XmlNode node = spot.node();
      node.attributes().stream()
          .flatMap(attribute -> node.place(attribute).stream())
          .forEach(place -> find(draft, outside, text, place.valueFrom(), place.valueTo(), its));
      if (node.children().isEmpty() && node.openTo() < node.closeFrom()) {
        find(draft, outside, text, node.openTo(), node.closeFrom(), its);
      }
    }
    boolean changed = false;
    for (Map.Entry<String, List<Part>> file : parts.entrySet()) {
      changed |= draft.edit(file.getKey(), RULE, text -> replaced(text, file.getValue()));
    }
    return changed;
  }

  /** Matches the names that a folder has from outside, where {@code bin/activemq} starts it. */
  private static Pattern outside(Path folder) {
    List<String> names = new ArrayList<>(List.of(Pattern.quote(folder.toString())));
    for (String property : List.of("activemq.base", "activemq.home")) {
      if (base(folder, property).resolve("conf").normalize().equals(folder)) {
        names.add(Pattern.quote("${" + property + "}/conf"));
      }
    }
    return Pattern.compile("(?<![\\w.}/-]|[\\w.}-]/)(?:" + String.join("|", names) + ")" + NAME);
  }

  /** Returns the folder of a property: this JVM's for its own configuration, and the one above. */
  private static Path base(Path folder, String property) {
    Path told = Path.of(System.getProperty("activemq.conf", "")).toAbsolutePath().normalize();
    Path above = folder.resolveSibling("");
    return told.equals(folder)
        ? Path.of(System.getProperty(property, above.toString())).toAbsolutePath()
        : above;
  }

  private static void find(
      Draft draft, Pattern outside, String text, int from, int to, List<Part> parts) {
    Matcher found = outside.matcher(text.substring(from, to));
    while (found.find()) {
      if (draft.has(found.group(1))) {
        parts.add(new Part(from + found.start(), from + found.end(), CONF + found.group(1)));
      }
    }
  }

  private static String replaced(String text, List<Part> parts) {
    StringBuilder replaced = new StringBuilder(text);
    parts.stream()
        .sorted(Comparator.comparingInt(Part::from).reversed())
        .forEach(part -> replaced.replace(part.from(), part.to(), part.text()));
    return replaced.toString();
  }
}
