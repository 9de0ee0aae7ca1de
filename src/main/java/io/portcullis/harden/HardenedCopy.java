package io.portcullis.harden;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.enforce.Disposition;
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
 * @param left what a check of the copy still finds, without what is waived
 * @param checked the judgement on the copy; its texts may have secrets of the files
 */
public record HardenedCopy(
    Path folder,
    List<ChangedFile> changed,
    List<String> added,
    List<String> removed,
    List<Decision> decisions,
    List<Left> left,
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
   * A finding that is left, in words without the secrets of the files.
   *
   * @param rule the id of its rule
   * @param code the code of the fault
   * @param disposition what a start does
   * @param where where it is
   * @param found what is wrong
   * @param remedy what to do
   */
  public record Left(
      String rule,
      String code,
      Disposition disposition,
      String where,
      String found,
      String remedy) {}

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
    left = List.copyOf(left);
  }
}
