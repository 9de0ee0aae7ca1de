package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightHolderTest {

  @ParameterizedTest(name = "{0} includes {1}: {2}")
  @CsvSource({
    "everyone, a, true",
    "nobody,   a, false",
    "a,        a, true",
    "a,        b, false",
    "a b,      b, true",
    "*,        a, true",
    "a,        *, false"
  })
  void includesItsGroups(String grant, String group, boolean included) {
    assertThat(grant(grant).includes(group)).isEqualTo(included);
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "everyone, everyone, everyone",
    "everyone, nobody,   nobody",
    "nobody,   nobody,   nobody",
    "everyone, a,        a",
    "a,        a,        a",
    "a,        b,        nobody",
    "a b,      b c,      b",
    "*,        a,        a",
    "*,        *,        *",
    "* a,      b,        b",
    "*,        everyone, *"
  })
  void bothIncludeWhatIsInBoth(String one, String other, String both) {
    assertThat(grant(one).and(grant(other))).isEqualTo(grant(both));
    assertThat(grant(other).and(grant(one))).isEqualTo(grant(both));
  }

  @Test
  void readsAsItsGroupsInOrder() {
    assertThat(RightHolder.EVERYONE).hasToString("everyone");
    assertThat(grant("nobody")).hasToString("nobody");
    assertThat(grant("b a c")).hasToString("a,b,c");
  }

  private static RightHolder grant(String words) {
    return switch (words) {
      case "everyone" -> RightHolder.EVERYONE;
      case "nobody" -> RightHolder.to(Set.of());
      default -> RightHolder.to(Set.of(words.split(" ", -1)));
    };
  }
}
