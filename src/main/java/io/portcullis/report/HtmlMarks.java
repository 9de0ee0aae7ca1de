package io.portcullis.report;

import io.portcullis.rule.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures of three rights side by side. Each is defined once, and whoever shows it refers to
 * it.
 */
final class HtmlMarks {

  private static final int SIDE = 17;

  private final Map<String, Map<Operation, RightMark>> pictures = new LinkedHashMap<>();
  private final String unused;

  /**
   * @param unused what is said of a right that nobody was seen using
   */
  HtmlMarks(String unused) {
    this.unused = unused;
  }

  /** Shows one right, and nothing in place of the others. */
  String only(Operation operation, RightMark mark) {
    return picture(Map.of(operation, mark));
  }

  /** Shows three rights of which the same is known. */
  String all(RightMark mark) {
    Map<Operation, RightMark> three = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      three.put(operation, mark);
    }
    return picture(three);
  }

  /** Shows what is known of each right, and says the same in words for whoever cannot see it. */
  String of(Map<Operation, RightMark> three) {
    return "%s<span class=\"hidden\">%s</span>".formatted(picture(three), words(three));
  }

  private String picture(Map<Operation, RightMark> three) {
    StringBuilder id = new StringBuilder();
    for (Operation operation : Operation.values()) {
      id.append(mark(three, operation).code());
    }
    pictures.put(id.toString(), three);
    return "<svg class=\"rwa\" aria-hidden=\"true\"><use href=\"#rights-%s\"/></svg>".formatted(id);
  }

  /** Defines the pictures that were shown. */
  void appendPictures(StringBuilder page) {
    page.append(
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\">\n");
    pictures.forEach(
        (id, three) -> {
          page.append(
              "<symbol id=\"rights-%s\" viewBox=\"0 0 %d %d\">"
                  .formatted(id, Operation.values().length * SIDE, SIDE));
          int x = 0;
          for (Operation operation : Operation.values()) {
            page.append(square(x, operation, mark(three, operation)));
            x += SIDE;
          }
          page.append("</symbol>\n");
        });
    page.append("</svg>\n");
  }

  private static RightMark mark(Map<Operation, RightMark> three, Operation operation) {
    return three.getOrDefault(operation, RightMark.NONE);
  }

  private static String square(int x, Operation operation, RightMark mark) {
    if (mark == RightMark.NONE) {
      return "<circle class=\"none\" cx=\"%d\" cy=\"8.5\" r=\"1.5\"/>".formatted(x + 8);
    }
    char letter = operation.name().charAt(0);
    // The outline of a square without a filling stands within it.
    return """
        <g class="%s %s"><rect x="%s" y="%s" width="%s" height="%s" rx="2"/><text x="%d" y="12">%s</text></g>\
        """
        .formatted(
            operation.right(),
            mark.style(),
            x + (mark == RightMark.HELD ? 1 : 1.75),
            mark == RightMark.HELD ? 1 : 1.75,
            mark == RightMark.HELD ? 15 : 13.5,
            mark == RightMark.HELD ? 15 : 13.5,
            x + 8,
            letter);
  }

  private String words(Map<Operation, RightMark> three) {
    List<String> words = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      switch (mark(three, operation)) {
        case NONE -> {}
        case HELD -> words.add(operation.right());
        case UNUSED -> words.add("%s (%s)".formatted(operation.right(), unused));
        case MISSING -> words.add("%s (used, not granted)".formatted(operation.right()));
      }
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }
}
