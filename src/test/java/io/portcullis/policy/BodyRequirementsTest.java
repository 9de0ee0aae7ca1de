package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyRequirementsTest {

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
  void theMostSpecificEntryDecides(String any, String encrypted, String queue, String expected)
      throws Exception {
    BodyRequirements demands =
        demands(
            new BodyEntry(Map.of("queue", any, "body", "ANY")),
            new BodyEntry(Map.of("queue", encrypted, "body", "ENCRYPTED")));

    assertThat(demands.of(DestinationName.queue(queue)).encrypted())
        .isEqualTo(expected.equals("ENCRYPTED"));
  }

  @Test
  void whatNoEntryMatchesMustBeEncrypted() throws Exception {
    BodyRequirements demands = demands(new BodyEntry(Map.of("queue", "A", "body", "ANY")));

    assertThat(demands.of(DestinationName.topic("A")).encrypted()).isTrue();
    assertThat(demands.of(new DestinationName(DestinationKind.TEMPORARY_QUEUE, "A")).encrypted())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"*", ">", "A.*", "A.>", "A.*.B"})
  void noEntryExemptsANameThatIsAPattern(String name) throws Exception {
    BodyRequirements demands = demands(new BodyEntry(Map.of("queue", ">", "body", "ANY")));

    assertThat(demands.of(DestinationName.queue(name)).encrypted()).isTrue();
  }

  @Test
  void temporaryDestinationsHaveAnEntryOfTheirOwn() throws Exception {
    BodyRequirements demands = demands(new BodyEntry(Map.of("temporary", "true", "body", "ANY")));

    assertThat(demands.of(new DestinationName(DestinationKind.TEMPORARY_TOPIC, "ID:x")).encrypted())
        .isFalse();
    assertThat(demands.of(DestinationName.queue("ID:x")).encrypted()).isTrue();
  }

  @ParameterizedTest(name = "queue {0}, temporary {1}, topic {2}: {3}")
  @CsvSource({
    "ENCRYPTED, ENCRYPTED, ENCRYPTED, false",
    "ANY,       ENCRYPTED, ENCRYPTED, true",
    "ENCRYPTED, ANY,       ENCRYPTED, true",
    "ENCRYPTED, ENCRYPTED, ANY,       true",
    "ANY,       ANY,       ANY,       true"
  })
  void saysWhetherAnyEntryExemptsSomething(
      String queue, String temporary, String topic, boolean some) throws Exception {
    BodyRequirements demands =
        demands(
            new BodyEntry(Map.of("queue", "A", "body", queue)),
            new BodyEntry(Map.of("temporary", "true", "body", temporary)),
            new BodyEntry(Map.of("topic", "A", "body", topic)));

    assertThat(demands.exemptSome()).isEqualTo(some);
    assertThat(demands().exemptSome()).isFalse();
  }

  @ParameterizedTest(name = "queue verify {0}, topic {1} verify {2}: {3}")
  @CsvSource({
    "STRUCTURE, ENCRYPTED, STRUCTURE, false",
    "SIGNATURE, ENCRYPTED, HEADER,    true",
    "HEADER,    ENCRYPTED, SIGNATURE, true"
  })
  void saysWhetherAnyEntryDemandsSignatures(
      String queue, String topicBody, String topic, boolean some) throws Exception {
    BodyRequirements demands =
        demands(
            new BodyEntry(Map.of("queue", "A", "verify", queue)),
            new BodyEntry(Map.of("topic", "A", "body", topicBody, "verify", topic)));

    assertThat(demands.verifySignatures()).isEqualTo(some);
    assertThat(demands().verifySignatures()).isFalse();
  }

  private static BodyRequirements demands(BodyEntry... entries) throws ConfigurationException {
    return Policy.builder().bodies(List.of(entries)).build(Set.of()).bodies();
  }
}
