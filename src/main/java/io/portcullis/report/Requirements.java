package io.portcullis.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * The points that each rule helps with. Helping is not complying: a point usually asks for more
 * than one rule can judge. The data is {@code requirements.txt}, which says how it is written.
 */
final class Requirements {

  private static final String RESOURCE = "requirements.txt";

  private static final Requirements ALL = read();

  private final Map<Catalogue, Map<String, Requirement>> points = new EnumMap<>(Catalogue.class);
  private final Map<String, List<Requirement>> byRule = new LinkedHashMap<>();

  private Requirements() {
    for (Catalogue catalogue : Catalogue.values()) {
      points.put(catalogue, new LinkedHashMap<>());
    }
  }

  /** Returns what a rule helps with, by catalogue; empty if the data does not name the rule. */
  static List<Requirement> of(String rule) {
    return ALL.byRule.getOrDefault(rule, List.of());
  }

  /** Returns the points of a catalogue, in its order, whether a rule helps with them or not. */
  static List<Requirement> of(Catalogue catalogue) {
    return List.copyOf(ALL.points.get(catalogue).values());
  }

  /** Returns the ids of the rules that the data names. */
  static Set<String> rules() {
    return ALL.byRule.keySet();
  }

  private static Requirements read() {
    try (InputStream in = Requirements.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is not in the jar");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      Requirements all = new Requirements();
      String section = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          section = line.substring(1, line.indexOf(']'));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          all.add(section, line);
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String section, String line) {
    Optional<Catalogue> catalogue = Catalogue.of(section);
    if (catalogue.isPresent()) {
      int blank = line.indexOf(' ');
      String point = line.substring(0, blank);
      points
          .get(catalogue.get())
          .put(point, new Requirement(catalogue.get(), point, line.substring(blank + 1)));
      return;
    }
    List<Requirement> served = byRule.computeIfAbsent(section, rule -> new ArrayList<>());
    List<String> words = List.of(line.split(" "));
    for (String point : words.subList(1, words.size())) {
      served.add(known(words.get(0), point));
    }
  }

  private Requirement known(String catalogue, String point) {
    return Catalogue.of(catalogue)
        .map(points::get)
        .map(known -> known.get(point))
        .orElseThrow(
            () -> new NoSuchElementException("%s: no %s %s".formatted(RESOURCE, catalogue, point)));
  }
}
