package io.portcullis.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.ManualPage;
import io.portcullis.testing.Prose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links of the manual lead to files and headings, and lead from its first page to each other. */
class ManualLinksTest {

  private static final Path FIRST = ManualPage.FOLDER.resolve("index.md");
  private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z0-9+.-]*:");
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N}_ -]");

  static List<ManualPage> pages() {
    return ManualPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFilesAndHeadings(ManualPage page) {
    List<String> dead = new ArrayList<>();
    for (String link : links(page)) {
      Path file = target(page, link);
      String anchor = link.contains("#") ? link.substring(link.indexOf('#') + 1) : "";
      if (!Files.exists(file)) {
        dead.add(link + ": there is no " + file);
      } else if (!anchor.isEmpty() && !anchors(ManualPage.read(file)).contains(anchor)) {
        dead.add(link + ": no heading of " + file + " has this anchor");
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void theFirstPageLeadsToEveryPage() {
    assertThat(FIRST).exists();
    Set<Path> reached = new TreeSet<>(Set.of(FIRST));
    Deque<Path> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      ManualPage page = ManualPage.read(next.remove());
      for (String link : links(page)) {
        Path target = target(page, link);
        if (isOfTheManual(target) && reached.add(target)) {
          next.add(target);
        }
      }
    }

    assertThat(reached)
        .containsAll(
            pages().stream().map(ManualPage::file).filter(ManualLinksTest::isOfTheManual).toList());
  }

  @Test
  void anchorsAreGitHubs() {
    ManualPage page =
        ManualPage.of(
            Path.of("page.md"),
            """
            # Whose file, it is?
            ## `check`: Two - Three
            ### Limits
            ## Limits
            """);

    assertThat(anchors(page))
        .containsExactly("whose-file-it-is", "check-two---three", "limits", "limits-1");
  }

  private static boolean isOfTheManual(Path file) {
    return file.startsWith(ManualPage.FOLDER)
        && file.toString().endsWith(".md")
        && Files.exists(file);
  }

  private static Path target(ManualPage page, String link) {
    String path = link.contains("#") ? link.substring(0, link.indexOf('#')) : link;
    return path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
  }

  /** The relative ones, and those of pictures. */
  private static List<String> links(ManualPage page) {
    List<String> links = new ArrayList<>();
    page.document()
        .accept(
            new AbstractVisitor() {

              @Override
              public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
              }

              @Override
              public void visit(Image image) {
                links.add(image.getDestination());
              }
            });
    links.removeIf(link -> SCHEME.matcher(link).find());
    return links;
  }

  private static List<String> anchors(ManualPage page) {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    page.document()
        .accept(
            new AbstractVisitor() {

              @Override
              public void visit(Heading heading) {
                String text = Prose.of(heading).toLowerCase(Locale.ROOT).replace('\u00a0', ' ');
                String anchor = NOT_IN_ANCHORS.matcher(text).replaceAll("").replace(' ', '-');
                int before = counts.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
              }
            });
    return anchors;
  }
}
