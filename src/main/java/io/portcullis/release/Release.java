package io.portcullis.release;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Apache ActiveMQ, such as 6.1.8.
 *
 * @param major the first number
 * @param minor the second; both together name the line
 * @param patch the third
 */
public record Release(int major, int minor, int patch) implements Comparable<Release> {

  /**
   * Matches ActiveMQ's own releases. Other builders add words, and fix vulnerabilities under their
   * own version numbers. A snapshot of 6.3.2 may have been built before what 6.3.2 mends.
   */
  private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major)
          .thenComparingInt(Release::minor)
          .thenComparingInt(Release::patch);

  /** Parses a version; empty if it is not one of ActiveMQ's own releases, such as a snapshot. */
  public static Optional<Release> of(String version) {
    Matcher numbers = TEXT.matcher(version);
    return numbers.matches()
        ? Optional.of(
            new Release(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3))))
        : Optional.empty();
  }

  /** Returns its line, such as 6.1. */
  public String line() {
    return major + "." + minor;
  }

  /** Tells whether it is in this range, the first included and the last excluded. */
  public boolean isIn(Release first, Release afterLast) {
    return compareTo(first) >= 0 && compareTo(afterLast) < 0;
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line() + "." + patch;
  }
}
