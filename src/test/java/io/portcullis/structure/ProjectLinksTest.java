package io.portcullis.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and names in the pages for people who report and contribute. */
class ProjectLinksTest {

  private static final Path GITHUB = Path.of(".github");
  private static final Pattern LINK = Pattern.compile("]\\(([^):]+?)(?:#([^)]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

  @ParameterizedTest
  @ValueSource(strings = {"SECURITY.md", "CONTRIBUTING.md"})
  void eachLinkLeadsToAHeadingThatIsThere(String page) throws Exception {
    List<MatchResult> links =
        LINK.matcher(Files.readString(GITHUB.resolve(page))).results().toList();

    assertThat(links).isNotEmpty();
    for (MatchResult link : links) {
      Path target = GITHUB.resolve(link.group(1)).normalize();
      assertThat(target).exists();
      if (link.group(2) != null) {
        assertThat(anchors(target)).as(link.group()).contains(link.group(2));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONTRIBUTING.md"})
  void eachTestThatIsNamedIsThere(String page) throws Exception {
    List<String> named =
        TEST.matcher(Files.readString(GITHUB.resolve(page)))
            .results()
            .map(name -> name.group(1) + ".java")
            .filter(name -> !name.startsWith("NAME"))
            .toList();

    try (var files = Files.walk(Path.of("src/test/java"))) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .containsAll(named)
          .isNotEmpty();
    }
  }

  private static List<String> anchors(Path page) throws Exception {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }
}
