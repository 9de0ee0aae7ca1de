package io.portcullis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A page of the manual, parsed. The README is one of them.
 *
 * @param file where it is, from the top of the checkout
 * @param document the page as CommonMark with tables; its nodes know their lines
 */
public record ManualPage(Path file, Node document) {

  /** The folder of all pages but the README. */
  public static final Path FOLDER = Path.of("src", "site", "markdown");

  /** The page at the top of the checkout. */
  public static final Path README = Path.of("README.md");

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  /** The README, and then each page by its name. */
  public static List<ManualPage> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return Stream.concat(
              Stream.of(README), files.filter(file -> file.toString().endsWith(".md")).sorted())
          .map(ManualPage::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One page. */
  public static ManualPage read(Path file) {
    try {
      return of(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A page with this text. */
  public static ManualPage of(Path file, String text) {
    return new ManualPage(file, PARSER.parse(text));
  }

  /** The name of its file. */
  public String name() {
    return file.getFileName().toString();
  }

  /** Its fenced blocks of code, in their order. */
  public List<CodeBlock> blocks() {
    List<CodeBlock> blocks = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {

          private String heading = "";

          @Override
          public void visit(Heading found) {
            heading = Prose.of(found);
          }

          @Override
          public void visit(FencedCodeBlock found) {
            blocks.add(
                CodeBlock.of(name(), heading, line(found), found.getInfo(), found.getLiteral()));
          }
        });
    return blocks;
  }

  /** The line where a block or a cell starts, from 1. */
  public static int line(Node node) {
    return node.getSourceSpans().isEmpty()
        ? line(node.getParent())
        : node.getSourceSpans().get(0).getLineIndex() + 1;
  }

  @Override
  public String toString() {
    return name();
  }
}
