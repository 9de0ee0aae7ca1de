package io.portcullis.rule;

/** Text as it must stand in an attribute of a configuration. */
final class XmlText {

  private XmlText() {}

  /** Returns a text with the characters escaped that an attribute cannot hold. */
  static String of(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
