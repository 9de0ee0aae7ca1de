package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BoundedNameTest {

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.strings().withChars('a', 'b', '.', '\ud800', '\udc00').ofMaxLength(60);
  }

  @Property
  void namesThatDifferStayTwoHoweverLongTheyAre(
      @ForAll("ends") String one, @ForAll("ends") String other) {
    String first = "x".repeat(230) + one;
    String second = "x".repeat(230) + other;

    assertThat(BoundedName.of(first).equals(BoundedName.of(second))).isEqualTo(one.equals(other));
    assertThat(BoundedName.of(first)).hasSizeLessThan(300).startsWith("x".repeat(230));
  }

  @Property
  void whatIsCutIsNoNameThatSomebodyCanChoose(@ForAll("ends") String end) {
    String cut = BoundedName.of("x".repeat(256) + "y" + end);

    assertThat(BoundedName.of(cut)).isNotEqualTo(cut);
    assertThat(BoundedName.again(cut)).isEqualTo(cut);
  }

  @Test
  void aNameOfTheBoundIsWhole() {
    assertThat(BoundedName.of("x".repeat(256))).isEqualTo("x".repeat(256));
    assertThat(BoundedName.of("x".repeat(257))).startsWith("x".repeat(256) + "...").hasSize(291);
  }

  @Test
  void aDestinationsNameForPeopleIsItsOwn() {
    DestinationName one = DestinationName.queue("x".repeat(300) + "1");
    DestinationName other = DestinationName.queue("x".repeat(300) + "2");

    assertThat(one.shown()).isNotEqualTo(other.shown()).startsWith("queue://xxx");
    assertThat(one.shown()).isEqualTo(DestinationName.queue("x".repeat(300) + "1").shown());
  }
}
