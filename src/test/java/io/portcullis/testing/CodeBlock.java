package io.portcullis.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fenced block of code on a page of the manual.
 *
 * @param page the name of the page's file
 * @param heading what it stands under
 * @param line where its fence is, from 1
 * @param language the first word behind the fence; empty if there is none
 * @param marks the other words behind the fence
 * @param text the code, each line with its end
 */
public record CodeBlock(
    String page, String heading, int line, String language, List<String> marks, String text) {

  /** What a block is marked with that needs something that no test has. */
  public static final String NOT_RUN = "not-run";

  public CodeBlock {
    marks = List.copyOf(marks);
  }

  static CodeBlock of(String page, String heading, int line, String info, String text) {
    List<String> words = new ArrayList<>(Arrays.asList(info.strip().split("\\s+")));
    String language = words.remove(0);
    return new CodeBlock(page, heading, line, language, words, text);
  }

  /** Those of all pages that are of a language. */
  public static Stream<CodeBlock> all(String language) {
    return ManualPage.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.language.equals(language));
  }

  /** Whether a test may run it. */
  public boolean isRun() {
    return !marks.contains(NOT_RUN);
  }

  /** Where it is, for a failure. */
  public String place() {
    return page + ":" + line;
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(place(), heading);
  }
}
