package io.portcullis.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Pages that show the files of the repository to which the manual links. */
final class SourceFiles {

  private final Links links;

  SourceFiles(Links links) {
    this.links = links;
  }

  /** Returns a page for each file, for each folder, and for each file in such a folder. */
  List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path linked : links.files()) {
      if (Files.isDirectory(linked)) {
        List<Path> files = filesIn(linked);
        pages.add(folder(linked, files));
        for (Path file : files) {
          pages.add(file(file));
        }
      } else {
        pages.add(file(linked));
      }
    }
    return pages;
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Page folder(Path folder, List<Path> files) {
    Element list = new Element("ul");
    for (Path file : files) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      list.appendElement("li").appendElement("a").attr("href", name + ".html").text(name);
    }
    return page(folder, list);
  }

  private Page file(Path file) throws IOException {
    Element text = new Element("pre").attr("tabindex", "0");
    text.appendElement("code").addClass("language-" + language(file)).text(Files.readString(file));
    return page(file, text);
  }

  private Page page(Path file, Element content) {
    String name = links.name(file);
    String summary = name + " of the repository.";
    Element body = new Element("div");
    body.appendElement("h1").text(name);
    body.appendChild(content);
    return new Page(links.copy(file), name, summary, html(body), List.of(), false);
  }

  private static String html(Element body) {
    Document document = Document.createShell("");
    document.outputSettings().prettyPrint(false);
    return document.body().appendChild(body).html();
  }

  private static String language(Path file) {
    String name = file.toString();
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return extension.matches("[a-z]+") ? extension : "text";
  }
}
