package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.BodyPolicy;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The broker says at the start who verifies signatures, if a body policy asks for it. */
@Timeout(60)
class SignatureProvidersTest {
  private static final String SAID = "Signatures of messages are verified for ";

  private static List<String> said(LoggedLines log) {
    return log.lines().stream().filter(line -> line.contains(SAID)).toList();
  }

  private static BodyPolicy verified() {
    BodyPolicy policy = Bodies.keptOnQueue("SIGNED");
    policy.setVerify("SIGNATURE");
    return policy;
  }

  @Test
  void aStartSaysIt() {
    try (LoggedLines log = LoggedLines.of("io.portcullis.Portcullis");
        GatedBroker broker =
            GatedBroker.create()
                .with(gate -> gate.setBodyPolicies(List.of(verified())))
                .started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(said(log))
          .singleElement()
          .asString()
          .matches("io.portcullis.Portcullis: " + SAID + "P-256 by .+, P-384 by .+");
    }
  }

  @Test
  void aReloadSaysItWhenTheFirstPolicyAsksForIt() throws Exception {
    try (LoggedLines log = LoggedLines.of("io.portcullis.Portcullis");
        GatedBroker broker = GatedBroker.create().started()) {
      assertThat(said(log)).isEmpty();
      broker.with(gate -> gate.setBodyPolicies(List.of(verified())));

      broker.view().reload();
      broker.view().reload();

      assertThat(said(log)).hasSize(1);
    }
  }
}
