package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** By its code alone, whoever reads a line of the log finds the place in the source. */
class CodesTest {

  /** They name the faults that they mend. */
  private static final Path FIXES = Path.of("src/main/java/io/portcullis/harden");

  private static final Path SOURCE = Path.of("src/main/java");

  /** The deeds of strangers, each with its fault. */
  private static final Path DEEDS = SOURCE.resolve("io/portcullis/rule/UnauthenticatedFacts.java");

  private static final String CODE = "\\(\\s*\"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\",\\s*\"[^\"]*[ %]";

  private static final Pattern FAULT = Pattern.compile("new Fault" + CODE);

  private static final Pattern DEED = Pattern.compile("\\b[A-Z_]+" + CODE);

  private static final Pattern LISTED =
      Pattern.compile("^\\| `([a-z0-9-]+)` \\|", Pattern.MULTILINE);

  @Test
  void eachStandsOnceInTheSource() throws Exception {
    String source = source();

    assertThat(declared()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    assertThat(declared())
        .allSatisfy(
            code ->
                assertThat(Pattern.compile('"' + code + '"').matcher(source).results().count())
                    .as(code)
                    .isOne());
  }

  @Test
  void noFaultIsMadeButWhereItIsDeclared() throws Exception {
    long made = Pattern.compile("new Fault\\(").matcher(source()).results().count();
    long deeds = UnauthenticatedFacts.Deed.values().length;

    assertThat(declared()).hasSize((int) (made - 1 + deeds));
  }

  @Test
  void eachIsListedInTheManual() throws Exception {
    String manual = Files.readString(Path.of("src/site/markdown/troubleshooting.md"));

    assertThat(LISTED.matcher(manual).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(new TreeSet<>(declared()));
  }

  @Test
  void eachFixIsForADeclaredFault() throws Exception {
    String fixes = Files.readString(FIXES.resolve("Fixes.java"));
    List<String> mended =
        Pattern.compile("Map\\.entry\\(\\s*\"([a-z-]+)\"")
            .matcher(fixes)
            .results()
            .map(row -> row.group(1))
            .toList();

    assertThat(mended).isNotEmpty().isSubsetOf(declared());
  }

  private static List<String> declared() throws IOException {
    return Stream.concat(FAULT.matcher(source()).results(), DEED.matcher(read(DEEDS)).results())
        .map((MatchResult row) -> row.group(1))
        .toList();
  }

  private static String source() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCE)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.startsWith(FIXES))
          .sorted()
          .map(CodesTest::read)
          .reduce("", String::concat);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
