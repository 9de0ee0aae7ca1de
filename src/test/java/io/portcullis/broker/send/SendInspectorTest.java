package io.portcullis.broker.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.BodyRequirement;
import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.Rules;
import io.portcullis.rule.SendFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMapMessage;
import org.apache.activemq.command.Message;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.Test;

class SendInspectorTest {

  private static final DestinationFacts X =
      new DestinationFacts("queue://X", "queue://X", false, List.of(BodyRequirement.ENCRYPTED));

  private final Rules rules = Rules.ofSecureDefault();

  @Test
  void nothingIsLeftOfTheMessageBefore() {
    assertThat(judge(bytes(Ciphertexts.encrypt(new byte[10])))).isEmpty();
    assertThat(judge(bytes(new byte[10]))).hasSize(1);
    assertThat(judge(bytes(Ciphertexts.encrypt(new byte[10])))).isEmpty();
    assertThat(judge(new ActiveMQBytesMessage()))
        .singleElement()
        .satisfies(violation -> assertThat(violation.found()).isEqualTo("it has no body"));
    assertThat(judge(bytes(Ciphertexts.encrypt(new byte[10])))).isEmpty();
    assertThat(judge(new ActiveMQMapMessage()))
        .singleElement()
        .satisfies(violation -> assertThat(violation.found()).isEqualTo("its body is a map"));
  }

  @Test
  void whatIsReleasedPassesNoLonger() {
    SendFacts facts = SendInspector.inspect(X, "", bytes(Ciphertexts.encrypt(new byte[10])));

    facts.release();

    assertThat(rules.judge(facts)).hasSize(1);
  }

  private List<Violation> judge(Message message) {
    SendFacts facts = SendInspector.inspect(X, "", message);
    try {
      return rules.judge(facts);
    } finally {
      facts.release();
    }
  }

  private static Message bytes(byte[] body) {
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.setContent(new ByteSequence(body));
    return message;
  }
}
