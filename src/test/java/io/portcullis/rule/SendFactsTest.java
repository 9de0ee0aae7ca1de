package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.BodyRequirement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendFactsTest {

  private static final DestinationFacts QUEUE =
      new DestinationFacts("queue://Q", "queue://Q", false, List.of(BodyRequirement.ENCRYPTED));
  private static final BodyFacts BODY = BodyFacts.bytes(new byte[] {1}, 0, 1);

  private final SendFacts send = new SendFacts();

  @Test
  void aWaiverHasToNameWhereItGoesAndWhereItWouldBeDelivered() {
    assertThat(send.show(QUEUE, "", BODY).subject()).isEqualTo("queue://Q");
    assertThat(send.show(QUEUE, "queue://R", BODY).subject()).isEqualTo("queue://Q,queue://R");
    assertThat(send.where()).isEqualTo("message to queue://Q");
  }

  @Test
  void whatIsReleasedGoesNowhereAndDemandsEncryption() {
    send.show(QUEUE, "queue://R", BODY);

    send.release();

    assertThat(send.subject()).isEmpty();
    assertThat(send.registered()).isEmpty();
    assertThat(send.body()).isSameAs(BodyFacts.EMPTY);
    assertThat(send.destination().open()).isFalse();
  }
}
