package io.portcullis.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.portcullis.enforce.Disposition;
import io.portcullis.harden.Decision;
import io.portcullis.harden.HardenedCopy;
import io.portcullis.harden.HardenedCopy.Left;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** Prints what {@code harden} did: the diffs, the new files, what is left, and what to do next. */
final class HardenPrinter {

  private static final int LAST_PRINTABLE = '~';
  private static final String PASSWORDS = "passwords.txt";

  private final String file;
  private final HardenedCopy copy;

  HardenPrinter(String file, HardenedCopy copy) {
    this.file = file;
    this.copy = copy;
  }

  /**
   * Returns the text for people.
   *
   * @param terminal whether a person sees it at once, so that new passwords are shown
   */
  String text(StyledLines lines, boolean terminal) {
    copy.changed().forEach(changed -> changed.diff().forEach(line -> diff(lines, line)));
    names(lines, "New files", copy.added());
    names(lines, "Not copied, because nothing reads them", copy.removed());
    if (!copy.decisions().isEmpty()) {
      lines.heading("To decide");
      for (Decision decision : copy.decisions()) {
        lines.item("[%s] %s".formatted(decision.rule(), decision.what()));
      }
    }
    print(lines, "Left, and refused at a start", Disposition.REFUSED);
    print(lines, "Left, and reported", Disposition.REPORTED);
    if (terminal && copy.added().contains(PASSWORDS)) {
      lines.heading("New passwords");
      passwords().forEach(lines::plain);
    }
    end(lines);
    return lines.toString();
  }

  private static void diff(StyledLines lines, String line) {
    if (line.startsWith("@@") || line.startsWith("---") || line.startsWith("+++")) {
      lines.styled("bold", line);
    } else if (line.startsWith("+")) {
      lines.styled("fg(green)", line);
    } else if (line.startsWith("-")) {
      lines.styled("fg(red)", line);
    } else {
      lines.plain(line);
    }
  }

  private static void names(StyledLines lines, String heading, List<String> names) {
    if (!names.isEmpty()) {
      lines.heading(heading);
      names.forEach(lines::item);
    }
  }

  /** Prints what is left as check does: what, what is wrong, and what to do. */
  private void print(StyledLines lines, String heading, Disposition disposition) {
    List<Left> its =
        copy.left().stream().filter(left -> left.disposition() == disposition).toList();
    if (its.isEmpty()) {
      return;
    }
    lines.heading(heading);
    for (Left left : its) {
      lines.item("[%s] %s".formatted(left.rule(), left.where()));
      lines.inner(left.found());
      lines.inner("-> " + left.remedy());
    }
  }

  private List<String> passwords() {
    try {
      return Files.readAllLines(copy.folder().resolve(PASSWORDS), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(StyledLines lines) {
    lines.heading("Next");
    if (copy.added().contains(PASSWORDS)) {
      lines.item("New passwords are in %s.".formatted(copy.folder().resolve(PASSWORDS)));
    }
    if (copy.starts()) {
      lines.item(
          "Review the changes, then start: (umask 077; ACTIVEMQ_CONF=%s bin/activemq console)"
              .formatted(copy.folder()));
      lines.styled("bold,green", "The broker would start in %s from this copy.".formatted(mode()));
    } else {
      lines.item(
          "Mend what is left in %s, and check it: bin/activemq portcullis check %s"
              .formatted(copy.folder(), copy.checked().reading().file()));
      lines.styled("bold,red", "The broker would not start from this copy yet.");
    }
  }

  private String mode() {
    return copy.checked().policy().mode().name();
  }

  /** Returns one JSON object. */
  String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.setHighestNonEscapedChar(LAST_PRINTABLE);
      json.writeStartObject();
      json.writeStringField("file", file);
      json.writeStringField("folder", copy.folder().toString());
      json.writeBooleanField("wouldStart", copy.starts());
      json.writeArrayFieldStart("changed");
      for (HardenedCopy.ChangedFile changed : copy.changed()) {
        json.writeStartObject();
        json.writeStringField("name", changed.name());
        strings(json, "diff", changed.diff());
        json.writeEndObject();
      }
      json.writeEndArray();
      strings(json, "added", copy.added());
      strings(json, "removed", copy.removed());
      json.writeArrayFieldStart("decisions");
      for (Decision decision : copy.decisions()) {
        json.writeStartObject();
        json.writeStringField("rule", decision.rule());
        json.writeStringField("what", decision.what());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("left");
      for (Left left : copy.left()) {
        write(json, left);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out + System.lineSeparator();
  }

  private static void write(JsonGenerator json, Left left) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", left.rule());
    json.writeStringField("code", left.code());
    json.writeStringField("disposition", left.disposition().name().toLowerCase(Locale.ROOT));
    json.writeStringField("where", left.where());
    json.writeStringField("found", left.found());
    json.writeStringField("remedy", left.remedy());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
