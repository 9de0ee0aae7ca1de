package io.portcullis.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  @TempDir Path top;

  @BeforeEach
  void createRepository() throws IOException {
    Files.createDirectories(top.resolve("src/site/markdown"));
    Files.createDirectories(top.resolve("src/site/resources/images"));
    Files.createDirectories(top.resolve("conf"));
    Files.createFile(top.resolve("src/site/markdown/rules.md"));
    Files.createFile(top.resolve("src/site/resources/images/road.svg"));
    Files.createFile(top.resolve("conf/activemq.xml"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "require-tls, require-tls",
    "What \"Not checked\" means, what-not-checked-means",
    "Rights: the default map, rights-the-default-map",
    "The operators' page, the-operators-page",
    "A `code` in it, a-code-in-it",
  })
  void headingHasTheAnchorThatGitHubGivesIt(String heading, String anchor) {
    assertThat(page("## " + heading).body()).contains("<h2 id=\"" + anchor + "\">");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "rules.md, rules.html",
    "rules.md#require-tls, rules.html#require-tls",
    "#here, #here",
    "https://example.org/a.md, https://example.org/a.md",
    "../resources/images/road.svg, images/road.svg",
    "../../../conf/activemq.xml, source/conf/activemq.xml.html",
    "../../../conf, source/conf/index.html",
    "missing.md, missing.md",
  })
  void linkLeadsIntoTheSite(String link, String expected) {
    assertThat(page("[x](" + link + ")").body()).contains("href=\"" + expected + "\"");
  }

  @Test
  void linkToRepositoryLeadsToItsHostIfThereIsOne() {
    Links links = new Links(top, Optional.of("https://git.example.org/portcullis/blob/main/"));

    assertThat(links.of("../../../conf/activemq.xml"))
        .isEqualTo("https://git.example.org/portcullis/blob/main/conf/activemq.xml");
    assertThat(links.files()).isEmpty();
  }

  @Test
  void sectionHoldsTextUpToTheNextHeading() {
    Page page = page("first\n\n## One\n\n`a` and [b](rules.md)\n\n### Two\n\nlast");

    assertThat(page.sections())
        .extracting(Page.Section::anchor, Page.Section::text)
        .containsExactly(
            tuple("page", "Summary. first"), tuple("one", "a and b"), tuple("two", "last"));
  }

  @Test
  void codeKeepsItsLines() {
    assertThat(page("```xml\n<a>\n  <b/>\n</a>\n```").body())
        .contains("&lt;a&gt;\n  &lt;b/&gt;\n&lt;/a&gt;\n");
  }

  @Test
  void mermaidBecomesADrawing() {
    Page page = page("```mermaid\nflowchart TD\n  a --> b\n```");

    assertThat(page.drawn()).isTrue();
    assertThat(page.body())
        .contains("<pre class=\"mermaid\" tabindex=\"0\">flowchart TD\n  a --&gt; b\n</pre>");
  }

  private Page page(String markdown) {
    return new Markdown(new Links(top, Optional.empty()))
        .page("page.html", "# Page\n\nSummary.\n\n" + markdown);
  }
}
