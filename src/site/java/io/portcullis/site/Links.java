package io.portcullis.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Turns the links of Markdown pages into links of the site, and collects the files they need. */
final class Links {

  private static final String COPIES = "source/";

  private final Path top;
  private final Path pages;
  private final Path resources;
  private final Optional<String> source;
  private final Set<Path> files = new TreeSet<>();

  /**
   * Links of one site.
   *
   * @param top the top folder of the repository
   * @param source the address at which files of the repository can be read; empty to copy them
   */
  Links(Path top, Optional<String> source) {
    this.top = top;
    this.pages = top.resolve("src/site/markdown");
    this.resources = top.resolve("src/site/resources");
    this.source = source;
  }

  /** Returns the name that a Markdown page has in the site. */
  static String html(String markdown) {
    return markdown.replaceFirst("\\.md$", ".html");
  }

  /** Returns where a file or folder of the repository is in the site, if the site has a copy. */
  String copy(Path file) {
    String path = COPIES + slashes(top.relativize(file));
    return Files.isDirectory(file) ? path + "/index.html" : path + ".html";
  }

  /** Returns the name of a file or folder, from the top folder of the repository. */
  String name(Path file) {
    return slashes(top.relativize(file));
  }

  /** Returns the files and folders of the repository that pages link to and the site must copy. */
  Set<Path> files() {
    return Set.copyOf(files);
  }

  /**
   * Returns what a page of the site links to. A link to nothing stays as it is, so that the test of
   * the links finds it.
   */
  String of(String link) {
    if (link.startsWith("#") || link.matches("[a-z]+:.*")) {
      return link;
    }
    int hash = link.indexOf('#');
    String fragment = hash < 0 ? "" : link.substring(hash);
    Path file = pages.resolve(hash < 0 ? link : link.substring(0, hash)).normalize();
    if (!Files.exists(file) || !file.startsWith(top)) {
      return link;
    }
    if (pages.equals(file.getParent())) {
      return html(slashes(pages.relativize(file))) + fragment;
    }
    if (file.startsWith(resources)) {
      return slashes(resources.relativize(file)) + fragment;
    }
    if (source.isPresent()) {
      return source.get() + name(file) + fragment;
    }
    files.add(file);
    return copy(file) + fragment;
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
