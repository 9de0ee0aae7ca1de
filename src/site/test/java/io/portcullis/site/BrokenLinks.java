package io.portcullis.site;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Finds links of a site's pages that lead to no file of the site, or to no id of its page. */
final class BrokenLinks {

  private final Path site;
  private final Map<Path, Set<String>> ids = new HashMap<>();

  private BrokenLinks(Path site) {
    this.site = site;
  }

  /** Returns a line for each broken link: the page, the link, and what is missing. */
  static List<String> in(Path site) throws IOException {
    return new BrokenLinks(site.toRealPath()).find();
  }

  private List<String> find() throws IOException {
    Map<Path, Document> pages = new HashMap<>();
    for (Path page : pages()) {
      Document document = Jsoup.parse(page);
      pages.put(page, document);
      ids.put(page, document.select("[id]").stream().map(Element::id).collect(Collectors.toSet()));
    }
    List<String> broken = new ArrayList<>();
    pages.forEach((page, document) -> links(document).forEach(link -> check(page, link, broken)));
    return broken.stream().sorted().toList();
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> found = Files.walk(site)) {
      return found.filter(file -> file.toString().endsWith(".html")).toList();
    }
  }

  private static List<String> links(Document page) {
    return Stream.of("href", "src", "srcset")
        .flatMap(name -> page.select("[" + name + "]").stream().map(e -> e.attr(name)))
        .distinct()
        .toList();
  }

  private void check(Path page, String link, List<String> broken) {
    URI address = URI.create(link);
    if (address.isAbsolute()) {
      return;
    }
    Path target =
        address.getPath().isEmpty() ? page : page.resolveSibling(address.getPath()).normalize();
    String where = site.relativize(page) + ": " + link;
    if (!target.startsWith(site) || !Files.isRegularFile(target)) {
      broken.add(where + ": no such file");
    } else if (address.getFragment() != null
        && !ids.getOrDefault(target, Set.of()).contains(address.getFragment())) {
      broken.add(where + ": no such anchor");
    }
  }
}
