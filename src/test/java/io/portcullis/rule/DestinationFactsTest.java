package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.BodyRequirement;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationFactsTest {

  @ParameterizedTest(name = "{0}: open {1}, quarantined {2}")
  @CsvSource({
    "strict,      false, false",
    "any,         true,  false",
    "kept,        false, true",
    "any any,     true,  false",
    "any strict,  false, false",
    "strict any,  false, false",
    "kept kept,   false, true",
    "kept strict, false, false",
    "strict kept, false, false"
  })
  void ofSeveralDestinationsEachHasToAllowIt(String demands, boolean open, boolean quarantined)
      throws Exception {
    DestinationFacts facts = facts("queue://Q", demands);

    assertThat(facts.open()).isEqualTo(open);
    assertThat(facts.quarantined()).isEqualTo(quarantined);
  }

  @Test
  void demandsAreTheSameWhateverTheNames() throws Exception {
    DestinationFacts strict = facts("queue://A", "strict");
    DestinationFacts other = new DestinationFacts("queue://B", "queue://B", true, strict.demands());

    assertThat(strict.demandsTheSameAs(other)).isTrue();
    assertThat(strict.demandsTheSameAs(facts("queue://A", "any"))).isFalse();
    assertThat(strict.demandsTheSameAs(facts("queue://A", "strict any"))).isFalse();
  }

  @Test
  void whatIsReachedFromElsewhereKeepsItsDemandsAndIsBoundToWhereItWasSent() throws Exception {
    DestinationFacts reached = facts("queue://B", "any").reachedFrom(facts("queue://A", "strict"));

    assertThat(reached.name()).isEqualTo("queue://B");
    assertThat(reached.about().id()).isEqualTo("queue://B");
    assertThat(reached.open()).isTrue();
    assertThat(reached.originName()).isEqualTo("queue://A");
    assertThat(new String(reached.origin(), StandardCharsets.UTF_8)).isEqualTo("queue://A");
  }

  /** Half a surrogate pair is written as a question mark elsewhere, so two names would be one. */
  @Test
  void aNameThatUtf8CannotWriteIsBoundToNothing() {
    List<BodyRequirement> demands = List.of(BodyRequirement.ENCRYPTED);
    String half = "queue://A" + '\uD800';

    assertThat(new DestinationFacts(half, half, false, demands).origin())
        .containsExactly((byte) 0xFF);
    assertThat(new DestinationFacts("queue://\u00e4", "queue://\u00e4", false, demands).origin())
        .containsExactly("queue://\u00e4".getBytes(StandardCharsets.UTF_8));
  }

  private static DestinationFacts facts(String name, String words) throws Exception {
    List<BodyRequirement> demands = new ArrayList<>();
    for (String word : words.split(" ", -1)) {
      Map<String, String> said =
          switch (word) {
            case "any" -> Map.of("queue", "X", "body", "ANY");
            case "kept" -> Map.of("queue", "X", "onRefusal", "QUARANTINE");
            default -> Map.of("queue", "X");
          };
      demands.add(
          Policy.builder()
              .bodies(List.of(new BodyEntry(said)))
              .build(Set.of())
              .bodies()
              .of(DestinationName.queue("X")));
    }
    return new DestinationFacts(name, name, demands.size() > 1, demands);
  }
}
