package io.portcullis.rule;

import java.util.List;

/**
 * The files that the broker depends on, as far as they can be found.
 *
 * @param files each once
 * @param silent files that did not respond in time
 * @param notChecked files that exist and cannot be checked, in words
 */
public record FilesFacts(
    List<FileFacts> files, List<SilentFileFacts> silent, List<String> notChecked) {

  /** Copies the lists. */
  public FilesFacts {
    files = List.copyOf(files);
    silent = List.copyOf(silent);
    notChecked = List.copyOf(notChecked);
  }
}
