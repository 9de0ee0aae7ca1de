package io.portcullis.harden;

import io.portcullis.broker.start.CheckedBroker;
import java.nio.file.Path;
import java.util.List;

/**
 * What became of the copy.
 *
 * @param folder the folder of the copy
 * @param changed the text files that differ, each with its diff
 * @param added the names of files that the original folder lacks
 * @param removed the names of files that nothing reads any more
 * @param decisions what the operator has to decide
 * @param checked the judgement on the copy
 */
public record HardenedCopy(
    Path folder,
    List<ChangedFile> changed,
    List<String> added,
    List<String> removed,
    List<Decision> decisions,
    CheckedBroker checked) {

  /**
   * A text file that differs.
   *
   * @param name its name in the folder
   * @param diff the lines of a unified diff; each hunk's head ends with the ids of its rules
   */
  public record ChangedFile(String name, List<String> diff) {

    /** Copies the list. */
    public ChangedFile {
      diff = List.copyOf(diff);
    }
  }

  /**
   * Tells whether the broker would start from the copy. A fault of the file that is only reported,
   * such as a class that this JVM lacks, counts as one that prevents it.
   */
  public boolean starts() {
    return checked.wouldStart()
        && checked.findings().stream()
            .noneMatch(finding -> finding.violation().rule().equals("configuration"));
  }

  /** Copies the lists. */
  public HardenedCopy {
    changed = List.copyOf(changed);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    decisions = List.copyOf(decisions);
  }
}
