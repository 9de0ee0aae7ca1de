package io.portcullis.harden;

import io.portcullis.rule.Violation;
import java.io.IOException;

/** Removes an option of a connector, so that the gate sets it. */
final class DropOptions implements Fix {

  private final String option;

  DropOptions(String option) {
    this.option = option;
  }

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    return Connectors.change(work, violation, uri -> UriOptions.without(uri, option));
  }
}
