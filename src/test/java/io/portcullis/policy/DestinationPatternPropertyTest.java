package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What two patterns have in common, against all names of up to four levels. */
class DestinationPatternPropertyTest {

  private static final List<String> NAMES =
      IntStream.rangeClosed(1, 4).boxed().flatMap(DestinationPatternPropertyTest::names).toList();

  private static Stream<String> names(int levels) {
    return levels == 1
        ? Stream.of("A", "B", "C")
        : names(levels - 1)
            .flatMap(start -> Stream.of("A", "B", "C").map(end -> start + "." + end));
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> level = Arbitraries.of("A", "B", "*");
    return level
        .list()
        .ofMinSize(0)
        .ofMaxSize(2)
        .flatMap(
            start ->
                Arbitraries.of("A", "B", "*", ">")
                    .map(
                        end ->
                            String.join(
                                ".", Stream.concat(start.stream(), Stream.of(end)).toList())));
  }

  @Property
  void twoPatternsMeetWhereThereIsANameOfBoth(
      @ForAll("patterns") String one, @ForAll("patterns") String other) {
    DestinationName first = DestinationName.queue(one);
    DestinationName second = DestinationName.queue(other);

    assertThat(first.meets(second))
        .isEqualTo(
            NAMES.stream()
                .map(DestinationName::queue)
                .anyMatch(name -> name.isWithin(first) && name.isWithin(second)));
    assertThat(first.meets(second)).isEqualTo(second.meets(first));
  }

  @Property
  void onePatternIsWithinAnotherOnlyWhereAllItsNamesAre(
      @ForAll("patterns") String one, @ForAll("patterns") String other) {
    DestinationName first = DestinationName.queue(one);
    DestinationName second = DestinationName.queue(other);

    if (first.isWithin(second)) {
      assertThat(NAMES.stream().map(DestinationName::queue).filter(name -> name.isWithin(first)))
          .allMatch(name -> name.isWithin(second));
    }
    assertThat(first.isWithin(DestinationName.topic(other))).isFalse();
    assertThat(first.meets(DestinationName.topic(other))).isFalse();
  }
}
