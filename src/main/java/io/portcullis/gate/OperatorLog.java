package io.portcullis.gate;

import io.portcullis.esdk.MessageReader;
import io.portcullis.policy.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of starts, reloads and the mode, under the name that operators configure. */
final class OperatorLog {

  static final Logger LOG = LoggerFactory.getLogger("io.portcullis.Portcullis");

  private OperatorLog() {}

  /**
   * Says who verifies signatures, if a policy asks for that. The first time chooses them, before a
   * message has to wait for it.
   */
  static void saySignatureProviders(Policy policy) {
    if (policy.bodies().verifySignatures()) {
      LOG.info(
          "Signatures of messages are verified for {}",
          MessageReader.signatureProviders(LOG::warn));
    }
  }
}
