package io.portcullis.report;

/** What is known of one right of one group on some destinations. */
enum RightMark {
  /** It is neither granted nor used. */
  NONE("", 'n'),
  /** It is granted; if uses are known, it was used. */
  HELD("", 'h'),
  /** It is granted, and nobody was seen using it. */
  UNUSED("unused", 'u'),
  /** It is not granted, and it was used. */
  MISSING("missing", 'm');

  private final String style;
  private final char code;

  RightMark(String style, char code) {
    this.style = style;
    this.code = code;
  }

  /** Its class in the style sheet; empty if it has none of its own. */
  String style() {
    return style;
  }

  /** A letter for it, for the name of a picture. */
  char code() {
    return code;
  }
}
