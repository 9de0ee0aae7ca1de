package io.portcullis.policy;

import java.util.Arrays;
import java.util.List;

/** Comma-separated words, as properties hold them: trimmed, empty ones left out. */
final class Words {

  private Words() {}

  static List<String> of(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }
}
