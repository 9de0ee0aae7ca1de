package io.portcullis.rule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Surroundings of which one thing is what a test is about, and the rest is in order. */
final class Postures {

  static final ProcessFacts PROCESS = new ProcessFacts(OptionalInt.of(1), "6.3.1", List.of());

  static final LimitFacts LIMITS =
      new LimitFacts(
          List.of(),
          bound("maxUncommittedCount"),
          bound("maxInflatedDataSize"),
          List.of(),
          List.of(),
          1);

  static final FilesFacts FILES = new FilesFacts(List.of(), List.of(), List.of());

  private Postures() {}

  private static Optional<Bound> bound(String option) {
    return Optional.of(new Bound(option, "1", OptionalLong.of(1)));
  }

  static PostureFacts of(ProcessFacts process) {
    return new PostureFacts(process, LIMITS, FILES, ManagementFacts.NONE);
  }

  static PostureFacts of(LimitFacts limits) {
    return new PostureFacts(PROCESS, limits, FILES, ManagementFacts.NONE);
  }
}
