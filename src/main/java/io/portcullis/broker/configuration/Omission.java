package io.portcullis.broker.configuration;

import java.nio.file.Path;
import java.util.List;

/**
 * An omission of a configuration that is read as data: a start would do it, reading does not.
 * Examples are a bean that is not created, an expression that is not evaluated, a file that is not
 * read.
 *
 * @param what what was omitted, in words
 * @param file the file that contains it
 * @param line the line, counted from 1
 * @param rules the rules that need it
 * @param silences whether these rules cannot judge without it, so that their results do not count
 */
public record Omission(String what, Path file, int line, List<String> rules, boolean silences) {

  /** Copies the list. */
  public Omission {
    rules = List.copyOf(rules);
  }
}
