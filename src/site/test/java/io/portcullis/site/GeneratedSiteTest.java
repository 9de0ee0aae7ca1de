package io.portcullis.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** Reads the site that was generated before the tests. */
class GeneratedSiteTest {

  private static final Path SITE = Path.of("target/site");

  @Test
  void everyLinkHasATarget() throws IOException {
    assertThat(BrokenLinks.in(SITE)).isEmpty();
  }

  @Test
  void everyPageIsInTheMenu() throws IOException {
    Menu menu = Menu.parse(Files.readString(Path.of("src/site/menu.md")));

    try (Stream<Path> pages = Files.list(Path.of("src/site/markdown"))) {
      assertThat(pages.map(page -> Links.html(page.getFileName().toString())))
          .containsExactlyInAnyOrderElementsOf(
              menu.entries().stream().map(Menu.Entry::path).toList());
    }
  }

  @Test
  void sectionsThatReportsLinkToExist() throws IOException {
    String reports = Files.readString(Path.of("src/main/java/io/portcullis/report/RuleTexts.java"));

    assertThat(Pattern.compile("\"(\\w+\\.html)#([\\w-]+)\"").matcher(reports).results())
        .isNotEmpty()
        .allSatisfy(GeneratedSiteTest::assertSection);
    assertThat(Jsoup.parse(SITE.resolve("rules.html")).select("h2#require-tls")).hasSize(1);
  }

  private static void assertSection(MatchResult link) throws IOException {
    assertThat(Jsoup.parse(SITE.resolve(link.group(1))).getElementById(link.group(2))).isNotNull();
  }

  @Test
  void searchHasEverySectionOnce() throws IOException {
    String index = Files.readString(SITE.resolve("assets/search-index.js"));

    assertThat(index).containsOnlyOnce("\"href\":\"rules.html#require-tls\"");
  }
}
