package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorBoundsTest {

  private static final DestinationName ORDERS =
      new DestinationName(DestinationKind.QUEUE, "ORDERS");

  @ParameterizedTest(name = "{0}, {1}, {2}, {3}, {4}, {5}, {6}")
  @CsvSource({
    "8192, 64, false, false, 1, 48, 16, true",
    "8193, 0, false, false, 0, 0, 0, false",
    "1, 65, false, false, 0, 0, 0, false",
    "1, 0, true, false, 0, 0, 0, false",
    "1, 0, false, true, 0, 0, 0, false",
    "1, 0, false, false, 2, 0, 0, false",
    "1, 0, false, false, 1, 49, 0, false",
    "1, 0, false, false, 0, 0, 17, false",
  })
  void everyBoundHoldsAtItAndNotOnePastIt(
      int length,
      int nesting,
      boolean xml,
      boolean function,
      int searches,
      int searchedLength,
      int additions,
      boolean passes) {
    SelectorFacts selector =
        new SelectorFacts(
            "bob", ORDERS, length, nesting, xml, function, searches, searchedLength, additions);

    assertThat(new RequireAuthorization(Set.of()).judge(selector).isEmpty()).isEqualTo(passes);
  }

  @Test
  void saysAllThatIsTooMuch() {
    SelectorFacts selector = new SelectorFacts("bob", ORDERS, 9_000, 65, true, true, 2, 49, 17);

    assertThat(new RequireAuthorization(Set.of()).judge(selector))
        .singleElement()
        .extracting(Violation::line)
        .isEqualTo(
            "[require-authorization] user \"bob\": its selector asks XPATH or XQUERY, and it calls"
                + " a function, and it has 9,000 characters, more than 8,192, and it nests 65 deep,"
                + " more than 64, and it has a LIKE with 2 wildcards % before its end, more than 1,"
                + " and it has 49 characters in LIKEs with such wildcards, more than 48, and it"
                + " has 17 plus signs, more than 16, which holds up all who use the destination;"
                + " select by a property of its own, with =, IN or one LIKE, or waive this rule for"
                + " the destination");
  }
}
