package io.portcullis.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * The groups of the menu, in its order.
 *
 * @param groups the groups
 */
record Menu(List<Group> groups) {

  Menu {
    groups = List.copyOf(groups);
  }

  /**
   * Pages for one task.
   *
   * @param name the task
   * @param entries its pages
   */
  record Group(String name, List<Entry> entries) {

    Group {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A page in the menu.
   *
   * @param name what the menu calls it
   * @param path where it is, from the top of the site
   */
  record Entry(String name, String path) {}

  /** Reads a list of groups, each with a list of links to pages. */
  static Menu parse(String markdown) {
    String html = HtmlRenderer.builder().build().render(Parser.builder().build().parse(markdown));
    List<Group> groups = new ArrayList<>();
    for (Element group : Jsoup.parseBodyFragment(html).select("body > ul > li")) {
      groups.add(
          new Group(group.ownText().strip(), group.select("a").stream().map(Menu::entry).toList()));
    }
    return new Menu(groups);
  }

  private static Entry entry(Element link) {
    return new Entry(link.text(), Links.html(link.attr("href")));
  }

  /** Returns all pages in the order of the menu. */
  List<Entry> entries() {
    return groups.stream().flatMap(group -> group.entries().stream()).toList();
  }

  /** Compares pages by their place in the menu; those that it does not have come last. */
  Comparator<Page> order() {
    List<String> paths = entries().stream().map(Entry::path).toList();
    return Comparator.comparingInt(
            (Page page) -> paths.contains(page.path()) ? paths.indexOf(page.path()) : paths.size())
        .thenComparing(Page::path);
  }
}
