package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;

/** Sets a bound that {@code <broker>} has as an attribute. */
final class BoundBroker implements Fix {

  private final String bound;

  /**
   * @param bound the value that the remedy names
   */
  BoundBroker(String bound) {
    this.bound = bound;
  }

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    String option = violation.subject();
    Optional<Spot> broker = work.draft().first(Draft.broker("broker"));
    return broker.isPresent()
        && work.draft()
            .edit(
                broker.get(),
                violation.rule(),
                (xml, node) -> xml.withAttribute(node, option, bound));
  }
}
