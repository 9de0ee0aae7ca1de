package io.portcullis.scenario.bodies;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.security.AuthorizationPlugin;

/** A message of the user {@code user} that is refused, by who refuses it. */
enum RefusedMessage {
  BY_THE_GATE("SECRET", "[require-encrypted-body] message to queue://SECRET: ") {
    @Override
    byte[] body() {
      return PLAINTEXT;
    }
  },
  BY_THE_AUTHORIZATION_PLUGIN(
      "FORBIDDEN", "User user is not authorized to write to: queue://FORBIDDEN") {
    @Override
    byte[] body() {
      return ENCRYPTED;
    }
  };

  static final String TEXT = "account 4711";
  static final byte[] PLAINTEXT = TEXT.getBytes(StandardCharsets.UTF_8);
  static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  private final String queue;
  private final String reason;

  RefusedMessage(String queue, String reason) {
    this.queue = queue;
    this.reason = reason;
  }

  abstract byte[] body();

  String queue() {
    return queue;
  }

  /** The start of what the sender is told. */
  String reason() {
    return reason;
  }

  /** Lets a broker refuse it, and accept what is encrypted for queues {@code WHOLE.>}. */
  static GatedBroker refusing(GatedBroker broker) {
    Rights rights =
        Rights.ofOperators()
            .users("queue://WHOLE.>", true, true)
            .users("queue://SECRET", true, true)
            .users("queue://FORBIDDEN", true, false);
    return broker.withPlugin(new AuthorizationPlugin(rights.map()));
  }
}
