package io.portcullis.site;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.webjars.WebJarVersionLocator;

/** Copies what pages load: style, scripts, libraries and pictures. */
final class Assets {

  private static final List<Library> LIBRARIES =
      List.of(
          new Library("lunr", "lunr.min.js", "lunr.js"),
          new Library("lunr", "LICENSE", "lunr-license.txt"),
          new Library("highlightjs", "highlight.min.js", "highlight.js"),
          new Library("highlightjs", "styles/a11y-light.min.css", "highlight-light.css"),
          new Library("highlightjs", "styles/a11y-dark.min.css", "highlight-dark.css"),
          new Library("mermaid", "dist/mermaid.min.js", "mermaid.js"),
          new Library("mermaid", "LICENSE", "mermaid-license.txt"));

  private final WebJarVersionLocator webjars = new WebJarVersionLocator();
  private final Path manual;
  private final Path output;

  private record Library(String webjar, String file, String name) {}

  Assets(Path manual, Path output) {
    this.manual = manual;
    this.output = output;
  }

  void write() throws IOException {
    Path assets = Files.createDirectories(output.resolve("assets"));
    for (String file : List.of("site.css", "site.js", "search.js")) {
      Files.copy(manual.resolve("template").resolve(file), assets.resolve(file));
    }
    for (Library library : LIBRARIES) {
      copy(library, assets.resolve(library.name()));
    }
    copyTree(manual.resolve("resources"));
  }

  private void copy(Library library, Path target) throws IOException {
    String path = webjars.fullPath(library.webjar(), library.file());
    try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      Files.copy(in, target);
    }
  }

  private void copyTree(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        Path target = output.resolve(folder.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
