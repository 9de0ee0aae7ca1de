package io.portcullis.harden;

import io.portcullis.harden.text.UriOptions;
import io.portcullis.rule.Violation;
import java.io.IOException;

/** Sets the bound that a connector lacks, to what ActiveMQ's own configuration has. */
final class BoundConnectors implements Fix {

  private static final String CONNECTIONS = "maximumConnections";
  private static final String MOST_CONNECTIONS = "1000";
  private static final String MOST_BYTES = "104857600";

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    String option = String.valueOf(violation.arguments().get(1).value());
    String value = option.equals(CONNECTIONS) ? MOST_CONNECTIONS : MOST_BYTES;
    return Connectors.change(work, violation, uri -> UriOptions.with(uri, option, value));
  }
}
