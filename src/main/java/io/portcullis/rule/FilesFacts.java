package io.portcullis.rule;

import java.util.List;

/**
 * The files that the broker depends on, as far as they can be found.
 *
 * @param files each once
 * @param notChecked what is there and cannot be looked at, in words
 */
public record FilesFacts(List<FileFacts> files, List<String> notChecked) {

  /** Copies the lists. */
  public FilesFacts {
    files = List.copyOf(files);
    notChecked = List.copyOf(notChecked);
  }
}
