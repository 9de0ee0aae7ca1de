package io.portcullis.site;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.site.Page.Section;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what search reads: a script, since a page opened as a file may not fetch JSON. */
final class SearchIndex {

  private SearchIndex() {}

  static void write(List<Page> pages, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("globalThis.manualSections = ");
      JsonGenerator json = new JsonFactory().createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartArray();
      for (Page page : pages) {
        for (Section section : page.sections()) {
          json.writeStartObject();
          json.writeStringField("href", href(page, section));
          json.writeStringField("page", page.title());
          json.writeStringField("title", section.title());
          json.writeStringField("text", section.text());
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.close();
      out.write(";\n");
    }
  }

  private static String href(Page page, Section section) {
    return section.level() == 1 ? page.path() : page.path() + "#" + section.anchor();
  }
}
