package io.portcullis.harden;

import io.portcullis.harden.text.UriOptions;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;

/** Removes an option of a connector: one that the gate sets itself, or one that sets nothing. */
final class DropOption implements Fix {

  private final Optional<String> option;

  /** Removes the option that the violation names. */
  DropOption() {
    this.option = Optional.empty();
  }

  /** Removes this option. */
  DropOption(String option) {
    this.option = Optional.of(option);
  }

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    String name = option.orElseGet(() -> String.valueOf(violation.arguments().get(0).value()));
    return Connectors.change(work, violation, uri -> UriOptions.without(uri, name));
  }
}
