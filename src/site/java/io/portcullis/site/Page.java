package io.portcullis.site;

import java.util.List;

/**
 * A page of the site.
 *
 * @param path where it is, from the top of the site, with slashes
 * @param title its heading
 * @param summary its first sentence
 * @param body its HTML
 * @param sections its parts, as search finds them; the first is what stands before any heading
 * @param drawn whether it has a picture in Mermaid's language
 */
record Page(
    String path, String title, String summary, String body, List<Section> sections, boolean drawn) {

  Page {
    sections = List.copyOf(sections);
  }

  /**
   * A part of a page.
   *
   * @param anchor the id of its heading
   * @param title its heading
   * @param level 1 for the page's own heading
   * @param text its text without markup
   */
  record Section(String anchor, String title, int level, String text) {}

  /** Returns the way from this page to the top of the site: nothing, or {@code ../} repeated. */
  String root() {
    return "../".repeat((int) path.chars().filter(c -> c == '/').count());
  }
}
