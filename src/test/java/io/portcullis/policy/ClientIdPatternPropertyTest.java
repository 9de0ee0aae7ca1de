package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.ClientIdPattern.Owner;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ClientIdPatternPropertyTest {

  private static boolean matches(String pattern, String id) {
    return new ClientIdPattern(Owner.USER, "u", pattern).matches(id);
  }

  @Property
  void matchesWhatTheSameRegularExpressionMatches(
      @ForAll @StringLength(max = 8) @Chars({'a', 'b', '*', '\n', '.'}) String pattern,
      @ForAll @StringLength(max = 10) @Chars({'a', 'b', '*', '\n', '.'}) String id) {
    String expression =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));

    assertThat(matches(pattern, id))
        .isEqualTo(Pattern.compile(expression, Pattern.DOTALL).matcher(id).matches());
  }

  @Property
  void anyTextMatchesItselfAndWhatItBeginsWith(
      @ForAll @StringLength(max = 40) String text, @ForAll @StringLength(max = 40) String more) {
    String plain = text.replace("*", "");

    assertThat(matches(plain, plain)).isTrue();
    assertThat(matches(plain + "*", plain + more)).isTrue();
    assertThat(matches("*" + plain, more + plain)).isTrue();
    assertThat(matches(plain, plain + "x" + more)).isFalse();
    assertThat(matches("*", more)).isTrue();
  }

  @Test
  void caseCountsAndNothingElseIsSpecial() {
    assertThat(matches("Vehicle-?", "Vehicle-1")).isFalse();
    assertThat(matches("vehicle-*", "Vehicle-1")).isFalse();
    assertThat(matches("", "")).isTrue();
    assertThat(matches("", "x")).isFalse();
  }

  /** Neither pattern nor id can be made to cost more than the one times the other. */
  @Test
  void aCostlyPatternIsJudgedAtOnce() {
    assertThat(matches("a*".repeat(200) + "b", "a".repeat(65_536))).isFalse();
  }
}
