package io.portcullis.broker;

import io.portcullis.rule.ManagementFacts;
import java.util.List;

/**
 * What stands beside a broker, where somebody can tell.
 *
 * @param management what it is managed with
 * @param files the files that it depends on and does not know itself
 */
public record Surroundings(ManagementFacts management, List<NamedFile> files) {

  /** Of a broker that nothing is known to stand beside. */
  public static final Surroundings NONE = new Surroundings(ManagementFacts.NONE, List.of());

  /** Copies the list. */
  public Surroundings {
    files = List.copyOf(files);
  }
}
