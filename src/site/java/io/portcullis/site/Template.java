package io.portcullis.site;

import com.samskivert.mustache.Mustache;
import io.portcullis.site.Page.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all pages have in common: head, menu, contents, and the way to the next page. */
final class Template {

  private final com.samskivert.mustache.Template page;
  private final Menu menu;

  private Template(com.samskivert.mustache.Template page, Menu menu) {
    this.page = page;
    this.menu = menu;
  }

  /** Reads a template in Mustache's language. */
  static Template read(Path file, Menu menu) throws IOException {
    return new Template(Mustache.compiler().compile(Files.readString(file)), menu);
  }

  void write(Page page, Path output) throws IOException {
    Path file = output.resolve(page.path());
    Files.createDirectories(file.getParent());
    Files.writeString(file, this.page.execute(facts(page)));
  }

  private Map<String, Object> facts(Page page) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("root", page.root());
    facts.put("title", page.title());
    facts.put("summary", page.summary());
    facts.put("body", page.body());
    facts.put("drawn", page.drawn());
    facts.put("groups", menu.groups().stream().map(group -> group(group, page)).toList());
    List<Section> contents =
        page.sections().stream().filter(s -> s.level() == 2 || s.level() == 3).toList();
    facts.put("contents", contents.stream().map(Template::content).toList());
    facts.put("hasContents", contents.size() > 1);
    List<Menu.Entry> entries = menu.entries();
    int place = entries.stream().map(Menu.Entry::path).toList().indexOf(page.path());
    facts.put("previous", neighbour(entries, place < 0 ? -1 : place - 1));
    facts.put("next", neighbour(entries, place < 0 ? -1 : place + 1));
    return facts;
  }

  private static List<Map<String, Object>> neighbour(List<Menu.Entry> entries, int place) {
    boolean there = place >= 0 && place < entries.size();
    return there ? List.of(entry(entries.get(place), false)) : List.of();
  }

  private static Map<String, Object> content(Section section) {
    return Map.of(
        "anchor", section.anchor(), "title", section.title(), "deeper", section.level() > 2);
  }

  private static Map<String, Object> group(Menu.Group group, Page page) {
    return Map.of(
        "name",
        group.name(),
        "entries",
        group.entries().stream().map(e -> entry(e, e.path().equals(page.path()))).toList());
  }

  private static Map<String, Object> entry(Menu.Entry entry, boolean current) {
    return Map.of("name", entry.name(), "path", entry.path(), "current", current);
  }
}
