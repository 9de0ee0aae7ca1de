package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WildcardsTest {

  /** All texts of up to six of two letters. */
  private static final List<String> TEXTS =
      Stream.iterate(List.of(""), WildcardsTest::longer).limit(7).flatMap(List::stream).toList();

  private static List<String> longer(List<String> texts) {
    return texts.stream().flatMap(text -> Stream.of(text + "a", text + "b")).toList();
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab*?").ofMaxLength(3);
  }

  @Property(tries = 200)
  void whatHasATextInCommonOverlaps(
      @ForAll("patterns") String one, @ForAll("patterns") String two) {
    assertThat(Wildcards.overlap(one, two))
        .isEqualTo(TEXTS.stream().anyMatch(text -> matches(one, text) && matches(two, text)));
  }

  /** A pattern that covers another by several of its wildcards may be taken as not covering. */
  @Property(tries = 200)
  void whatCoversMatchesEveryText(@ForAll("patterns") String one, @ForAll("patterns") String two) {
    if (Wildcards.covers(one, two)) {
      assertThat(TEXTS).allMatch(text -> !matches(two, text) || matches(one, text));
    }
    assertThat(Wildcards.covers(one, one)).isTrue();
  }

  @Property(tries = 200)
  void aPatternCoversTheTextsThatItMatches(@ForAll("patterns") String pattern) {
    assertThat(TEXTS)
        .allMatch(text -> Wildcards.covers(pattern, text) == matches(pattern, text))
        .allMatch(text -> Wildcards.overlap(text, pattern) == matches(pattern, text));
  }

  @Test
  void manyWildcardsTakeNoLonger() {
    String pattern = "a*".repeat(2_000) + "b";

    assertThat(Wildcards.covers(pattern, "a".repeat(2_000))).isFalse();
    assertThat(Wildcards.overlap(pattern, "a".repeat(2_000))).isFalse();
  }

  private static boolean matches(String pattern, String text) {
    return text.matches(pattern.replace("*", ".*").replace('?', '.'));
  }
}
