package io.portcullis.harden.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.portcullis.harden.text.TextFile.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows what changed in a file, as a unified diff. Each hunk names the rules that it is for. */
public final class FileDiff {

  private static final int CONTEXT = 3;
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,\\d+)? \\+(\\d+)(?:,(\\d+))? @@");

  private FileDiff() {}

  /**
   * Returns the lines of the diff, without line ends.
   *
   * @param before the name of the original
   * @param after the name of the copy
   */
  public static List<String> lines(TextFile file, String before, String after) {
    List<String> original = file.original().lines().toList();
    List<String> text = file.text().lines().toList();
    List<String> result = new ArrayList<>();
    for (String line :
        UnifiedDiffUtils.generateUnifiedDiff(
            before, after, original, DiffUtils.diff(original, text), CONTEXT)) {
      Matcher hunk = HUNK.matcher(line);
      result.add(hunk.matches() ? line + " " + String.join(", ", rules(file.lines(), hunk)) : line);
    }
    return result;
  }

  private static Set<String> rules(List<Line> lines, Matcher hunk) {
    int from = Math.max(0, Integer.parseInt(hunk.group(1)) - 1);
    int count = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
    Set<String> rules = new TreeSet<>();
    for (Line line : lines.subList(from, Math.min(lines.size(), from + count))) {
      rules.addAll(line.changedBy());
      rules.addAll(line.removedBefore());
    }
    return rules;
  }
}
