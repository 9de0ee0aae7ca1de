package io.portcullis.site;

import io.portcullis.site.Page.Section;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Turns Markdown into pages. Headings have the anchors that GitHub gives them. */
final class Markdown {

  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
  private final HtmlRenderer renderer = HtmlRenderer.builder().extensions(EXTENSIONS).build();
  private final Links links;

  Markdown(Links links) {
    this.links = links;
  }

  /**
   * Returns a page of the site.
   *
   * @param path where it is to be
   * @param markdown its text, with one heading of the first level
   */
  Page page(String path, String markdown) {
    Element body = Jsoup.parseBodyFragment(renderer.render(parser.parse(markdown))).body();
    body.ownerDocument().outputSettings().prettyPrint(false);
    body.select("a[href]").forEach(link -> link.attr("href", links.of(link.attr("href"))));
    body.select("img[src]").forEach(image -> image.attr("src", links.of(image.attr("src"))));
    body.select("source[srcset]")
        .forEach(image -> image.attr("srcset", links.of(image.attr("srcset"))));
    // Wide tables and code scroll, also by keys; the page does not.
    body.select("table").wrap("<div class=\"table\" tabindex=\"0\"></div>");
    List<Section> sections = sections(body);
    boolean drawn = draw(body);
    body.select("pre").attr("tabindex", "0");
    body.select("h2[id], h3[id], h4[id]").forEach(Markdown::linkToItself);
    return new Page(
        path,
        body.expectFirst("h1").text(),
        body.expectFirst("p").text(),
        body.html(),
        sections,
        drawn);
  }

  private static boolean draw(Element body) {
    List<Element> drawings = body.select("pre > code.language-mermaid");
    for (Element drawing : drawings) {
      Element picture = new Element("pre").addClass("mermaid").text(drawing.wholeText());
      drawing.parent().replaceWith(picture);
    }
    return !drawings.isEmpty();
  }

  private static void linkToItself(Element heading) {
    heading
        .appendElement("a")
        .addClass("self")
        .attr("href", "#" + heading.id())
        .attr("aria-label", "Link to " + heading.text());
  }

  private static List<Section> sections(Element body) {
    List<Section> sections = new ArrayList<>();
    Element heading = body.expectFirst("h1");
    List<String> text = new ArrayList<>();
    for (Element child : body.children()) {
      if (child.is("h2, h3, h4")) {
        sections.add(section(heading, text));
        heading = child;
        text.clear();
      } else if (!child.is("h1")) {
        text.add(child.text());
      }
    }
    sections.add(section(heading, text));
    return sections;
  }

  private static Section section(Element heading, List<String> text) {
    int level = heading.normalName().charAt(1) - '0';
    return new Section(heading.id(), heading.text(), level, String.join(" ", text));
  }
}
