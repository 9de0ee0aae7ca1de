package io.portcullis.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The manual's site: its pages, the files that they link to, and what they run. */
final class Site {

  private final Path manual;
  private final Path output;
  private final Links links;
  private final Template template;
  private final Menu menu;

  /**
   * Reads the menu and the template.
   *
   * @param top the top folder of the repository
   * @param output the folder to write
   * @param source the address at which files of the repository can be read; empty to copy them
   */
  Site(Path top, Path output, Optional<String> source) throws IOException {
    this.manual = top.resolve("src/site");
    this.output = output;
    this.links = new Links(top, source);
    this.menu = Menu.parse(Files.readString(manual.resolve("menu.md")));
    this.template = Template.read(manual.resolve("template/page.html"), menu);
  }

  void write() throws IOException {
    Files.createDirectories(output);
    new Assets(manual, output).write();
    List<Page> pages = pages();
    for (Page page : pages) {
      template.write(page, output);
    }
    SearchIndex.write(pages, output.resolve("assets/search-index.js"));
    for (Page page : new SourceFiles(links).pages()) {
      template.write(page, output);
    }
  }

  private List<Page> pages() throws IOException {
    Markdown markdown = new Markdown(links);
    List<Path> files;
    try (Stream<Path> found = Files.list(manual.resolve("markdown"))) {
      files = found.filter(file -> file.toString().endsWith(".md")).toList();
    }
    // Search lists equal hits in the menu's order.
    return files.stream()
        .map(file -> markdown.page(Links.html(file.getFileName().toString()), read(file)))
        .sorted(menu.order())
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
