package io.portcullis.policy;

import static io.portcullis.policy.BodyDemand.ANY;
import static io.portcullis.policy.BodyDemand.ENCRYPTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDemandsTest {

  @ParameterizedTest(name = "{0}=ANY, {1}=ENCRYPTED: {2} is {3}")
  @CsvSource({
    "A,     B,       A,     ANY",
    "A,     B,       B,     ENCRYPTED",
    "A,     B,       C,     ENCRYPTED",
    "A.>,   A.B,     A,     ANY",
    "A.>,   A.B,     A.B,   ENCRYPTED",
    "A.>,   A.B,     A.B.C, ANY",
    "A.*,   A.B,     A.B,   ENCRYPTED",
    "A.*,   A.B,     A.C,   ANY",
    "A.*,   A.>,     A.C,   ANY",
    "A.*,   A.>,     A.C.D, ENCRYPTED",
    "A.*,   *.B,     A.B,   ANY",
    "*.B,   A.*,     A.B,   ENCRYPTED",
    ">,     A.B.C,   A.B,   ANY",
    ">,     A.B.C,   A.B.C, ENCRYPTED",
    "A.*.C, A.B.>,   A.B.C, ENCRYPTED",
    "A.B.>, A.*.C,   A.B.C, ANY",
  })
  void theMostSpecificEntryDecides(String any, String encrypted, String queue, BodyDemand expected)
      throws Exception {
    BodyDemands demands =
        demands(new BodyEntry(any, "", "", "ANY"), new BodyEntry(encrypted, "", "", "ENCRYPTED"));

    assertThat(demands.of(DestinationName.queue(queue))).isEqualTo(expected);
  }

  @Test
  void whatNoEntryMatchesMustBeEncrypted() throws Exception {
    BodyDemands demands = demands(new BodyEntry("A", "", "", "ANY"));

    assertThat(demands.of(DestinationName.topic("A"))).isEqualTo(ENCRYPTED);
    assertThat(demands.of(new DestinationName(DestinationKind.TEMPORARY_QUEUE, "A")))
        .isEqualTo(ENCRYPTED);
  }

  @ParameterizedTest
  @CsvSource({"*", ">", "A.*", "A.>", "A.*.B"})
  void noEntryExemptsANameThatIsAPattern(String name) throws Exception {
    BodyDemands demands = demands(new BodyEntry(">", "", "", "ANY"));

    assertThat(demands.of(DestinationName.queue(name))).isEqualTo(ENCRYPTED);
  }

  @Test
  void temporaryDestinationsHaveAnEntryOfTheirOwn() throws Exception {
    BodyDemands demands = demands(new BodyEntry("", "", "true", "ANY"));

    assertThat(demands.of(new DestinationName(DestinationKind.TEMPORARY_TOPIC, "ID:x")))
        .isEqualTo(ANY);
    assertThat(demands.of(DestinationName.queue("ID:x"))).isEqualTo(ENCRYPTED);
  }

  private static BodyDemands demands(BodyEntry... entries) throws ConfigurationException {
    return Policy.builder().bodies(List.of(entries)).build(Set.of()).bodies();
  }
}
