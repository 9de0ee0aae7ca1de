package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The properties files of the folder from which a configuration takes its placeholders.
 *
 * @param beans the elements that replace placeholders
 * @param files the names of the files, in the order in which the beans name them
 * @param values the values of all files; of several, the last
 */
record PropertyPlaceholders(List<Spot> beans, List<String> files, Map<String, String> values) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^${}:]+)(:[^${}]*)?}");
  private static final String CONTEXT = "http://www.springframework.org/schema/context";
  private static final int MOST_NESTED = 10;

  PropertyPlaceholders {
    beans = List.copyOf(beans);
    files = List.copyOf(files);
    values = Map.copyOf(values);
  }

  /** Reads the files that the configuration names. */
  static PropertyPlaceholders of(Work work) throws IOException {
    Draft draft = work.draft();
    List<Spot> beans = draft.all(PropertyPlaceholders::isReplacing);
    List<String> files = new ArrayList<>();
    for (Spot bean : beans) {
      for (String location : locations(draft, bean)) {
        draft.inFolder(bean.file(), location).filter(draft::has).ifPresent(files::add);
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String file : files) {
      work.properties(file).entries().forEach(entry -> values.put(entry.key(), entry.value()));
    }
    return new PropertyPlaceholders(beans, files, values);
  }

  private static boolean isReplacing(XmlNode node) {
    return node.localName().equals("bean")
        ? node.attribute("class").filter(type -> type.endsWith("PlaceholderConfigurer")).isPresent()
        : node.localName().equals("property-placeholder") && node.namespace().equals(CONTEXT);
  }

  /** Returns the locations that an element names, in attributes and in text. */
  private static List<String> locations(Draft draft, Spot bean) throws IOException {
    XmlText xml = draft.xml(bean.file());
    Stream<String> attributes =
        bean.node()
            .all()
            .flatMap(
                node ->
                    Stream.of("location", "value", "p:location", "p:locations")
                        .flatMap(name -> node.attribute(name).stream()));
    Stream<String> texts =
        bean.node()
            .all()
            .filter(node -> node.localName().equals("value"))
            .map(node -> xml.content(node).strip());
    return Stream.concat(attributes, texts)
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(String::strip)
        .filter(text -> text.endsWith(".properties"))
        .toList();
  }

  /**
   * Replaces the placeholders in a text.
   *
   * @return the text; empty if a placeholder has no value in a file of the folder
   */
  Optional<String> resolved(String text) {
    String replaced = text;
    for (int i = 0; i < MOST_NESTED && replaced.contains("${"); i++) {
      Matcher placeholder = PLACEHOLDER.matcher(replaced);
      replaced =
          placeholder.replaceAll(
              found ->
                  Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
    return replaced.contains("${") || replaced.contains("#{")
        ? Optional.empty()
        : Optional.of(replaced);
  }
}
