package io.portcullis.broker.configuration;

import java.nio.file.Path;
import java.util.List;

/**
 * Something in a configuration that is read as data and that a start would do: a bean that is not
 * made, an expression that is not evaluated, a file that is not read.
 *
 * @param what what it is, in words
 * @param file the file that it stands in
 * @param line the line, counted from 1
 * @param rules the rules that need it
 * @param silences whether these rules cannot judge without it, so that what they say does not count
 */
public record Omission(String what, Path file, int line, List<String> rules, boolean silences) {

  /** Copies the list. */
  public Omission {
    rules = List.copyOf(rules);
  }
}
