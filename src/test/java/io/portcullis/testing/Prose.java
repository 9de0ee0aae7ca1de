package io.portcullis.testing;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** What a paragraph, a heading or a cell says, as plain text with the line feeds of its source. */
public final class Prose extends AbstractVisitor {

  private static final char NO_BREAK = '\u00a0';

  private final StringBuilder said = new StringBuilder();
  private final boolean withCode;

  private Prose(boolean withCode) {
    this.withCode = withCode;
  }

  /** With its code: each span stands between backticks and is one word. */
  public static String of(Node node) {
    return of(node, true);
  }

  /** Without its code. */
  public static String withoutCode(Node node) {
    return of(node, false);
  }

  private static String of(Node node, boolean withCode) {
    Prose prose = new Prose(withCode);
    node.accept(prose);
    return prose.said.toString();
  }

  @Override
  public void visit(Text text) {
    said.append(text.getLiteral());
  }

  @Override
  public void visit(Code code) {
    said.append('`');
    if (withCode) {
      said.append(code.getLiteral().replace(' ', NO_BREAK).replace('`', '\''));
    }
    said.append('`');
  }

  @Override
  public void visit(SoftLineBreak end) {
    said.append('\n');
  }

  @Override
  public void visit(HardLineBreak end) {
    said.append('\n');
  }

  @Override
  public void visit(Image image) {
    // Who sees the picture does not read its text.
  }
}
