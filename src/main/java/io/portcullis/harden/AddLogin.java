package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;

/** Adds {@code jaasAuthenticationPlugin} to a broker without an authentication plugin. */
final class AddLogin implements Fix {

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    Optional<Spot> plugins = work.draft().first(Draft.broker("plugins"));
    if (plugins.isEmpty()) {
      return false;
    }
    String prefix = plugins.get().node().prefix();
    return work.draft()
        .edit(
            plugins.get(),
            violation.rule(),
            (xml, node) ->
                xml.first(
                    node,
                    "<%sjaasAuthenticationPlugin configuration=\"%s\"/>"
                        .formatted(prefix, LoginDraft.DEFAULT_ENTRY)));
  }
}
