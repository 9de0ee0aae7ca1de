package io.portcullis.rule;

import io.portcullis.esdk.EncryptedDataKeys;
import io.portcullis.esdk.MessageReader;
import io.portcullis.esdk.StrictBase64;
import io.portcullis.policy.BodyRequirement;
import io.portcullis.policy.KeyPattern;
import io.portcullis.policy.Resource;
import java.util.List;
import java.util.Optional;

/**
 * Requires that a message's body is an AWS Encryption SDK message that meets its destination's body
 * policy.
 *
 * <p>Why: TLS protects only up to the broker. Client-side encryption also protects the broker's
 * memory, store, dead letters and backups. The gate reads the message without any key. So it knows
 * that the message has the form of an Encryption SDK message, and which keys it claims. It does not
 * know that the content is ciphertext, or who wrote it. The rule catches mistakes, not malice.
 *
 * <p>A bytes body contains the message itself. A text body contains it in base64 of the standard
 * alphabet, padded, without line breaks.
 *
 * <p>Remedy: encrypt with the AWS Encryption SDK before sending.
 *
 * <p>Source: "Always Use Client-Side Encryption as a Complement to TLS" in Amazon MQ's guide of
 * 2018; the AWS Encryption SDK's message format reference. To refuse plaintext is this project's
 * own step.
 */
final class RequireEncryptedBody implements SendRule {

  /** The rule's id. */
  public static final String ID = "require-encrypted-body";

  private static final String ENCRYPT = "encrypt it with the AWS Encryption SDK before sending";

  private static final Fault ELSEWHERE =
      new Fault(
          "producer-registered-elsewhere",
          "its producer is registered for %s, where it would be delivered",
          "send it there, or with a producer that names no destination");
  private static final Fault SEVERAL =
      new Fault(
          "several-destinations-bound",
          "it goes to several destinations, and a message can be bound to one only",
          "send a message to each");
  private static final Fault EMPTY =
      new Fault(
          "body-missing",
          "it has no body",
          ENCRYPT + ", or write empty=\"ALLOW\" into its body policy");
  private static final Fault UNREADABLE =
      new Fault(
          "body-unreadable",
          "its body is %s",
          "send an AWS Encryption SDK message in a bytes message, or its base64 in a text message");
  private static final Fault TEXT =
      new Fault(
          "text-refused",
          "it is a text, and the destination takes bytes messages only",
          "send the AWS Encryption SDK message in a bytes message");
  private static final Fault UNCOMMITTED =
      new Fault(
          "suite-not-committing",
          "its algorithm suite %s does not commit to its key",
          "encrypt with the suite 0478 or 0578, the SDK's default since version 2");
  private static final Fault FOREIGN_KEY =
      new Fault(
          "key-not-allowed",
          "encrypted data key %d of %d is under a key that the destination does not name",
          "encrypt under the keys of its body policy and no others");
  private static final Fault CONTEXT =
      new Fault(
          "context-missing",
          "its encryption context does not contain the required \"%s\"",
          "encrypt with the pair of \"%1$s\" that context of its body policy names, stored in the"
              + " message");
  private static final Fault UNBOUND =
      new Fault(
          "context-without-destination",
          "its encryption context does not name this destination under \"%s\"",
          "encrypt with %s=%s in the context");

  /** Room for the end of a text without padding. */
  private static final int LAST_GROUP_BYTES = 3;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "bodies that are AWS Encryption SDK messages";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return Optional.of("messages are judged later");
  }

  @Override
  public Resource.Kind plainKind(String name) {
    return Resource.Kind.DESTINATION;
  }

  @Override
  public List<Violation> judge(SendFacts send) {
    if (!send.registered().isEmpty()) {
      return one(send, ELSEWHERE, send.registered());
    }
    List<BodyRequirement> demands = send.destination().demands();
    for (int i = 0; i < demands.size(); i++) {
      List<Violation> violations = judge(send, demands.get(i));
      if (!violations.isEmpty()) {
        return violations;
      }
    }
    return List.of();
  }

  private List<Violation> judge(SendFacts send, BodyRequirement demand) {
    if (!demand.encrypted()) {
      return List.of();
    }
    if (send.destination().composite() && demand.context().bindsDestination()) {
      return one(send, SEVERAL);
    }
    return switch (send.body().form()) {
      case BYTES -> bytes(send, demand);
      case TEXT -> text(send, demand);
      case EMPTY -> demand.emptyAllowed() ? List.of() : one(send, EMPTY);
      case UNREADABLE -> one(send, UNREADABLE, send.body().words());
    };
  }

  private List<Violation> bytes(SendFacts send, BodyRequirement demand) {
    BodyFacts body = send.body();
    MessageReader reader = send.readers().messages();
    try {
      if (reader.read(
          body.bytes(),
          body.offset(),
          body.length(),
          demand.verify(),
          demand.maxEncryptedDataKeys())) {
        return said(send, demand, reader);
      }
      return refused(send, BodyFlaws.ofBytes(body, demand, reader));
    } finally {
      reader.release();
    }
  }

  private List<Violation> text(SendFacts send, BodyRequirement demand) {
    if (!demand.textAllowed()) {
      return one(send, TEXT);
    }
    BodyFacts body = send.body();
    BodyReaders readers = send.readers();
    byte[] decoded =
        ReusableBuffers.take(StrictBase64.maxDecodedLength(body.length()) + LAST_GROUP_BYTES);
    try {
      return text(send, demand, readers, decoded);
    } finally {
      readers.messages().release();
      ReusableBuffers.giveBack(decoded);
    }
  }

  private List<Violation> text(
      SendFacts send, BodyRequirement demand, BodyReaders readers, byte[] decoded) {
    BodyFacts body = send.body();
    int length = readers.base64().decode(body.bytes(), body.offset(), body.length(), decoded);
    MessageReader reader = readers.messages();
    if (length == StrictBase64.REFUSED) {
      return refused(send, BodyFlaws.ofText(body, decoded, readers.base64(), reader));
    }
    return reader.read(decoded, 0, length, demand.verify(), demand.maxEncryptedDataKeys())
        ? said(send, demand, reader)
        : refused(send, BodyFlaws.ofDecoded(body, decoded, length, demand, reader));
  }

  /** Judges the claims of a well-formed message. */
  private List<Violation> said(SendFacts send, BodyRequirement demand, MessageReader reader) {
    if (demand.commitmentRequired() && !reader.suite().committing()) {
      return one(send, UNCOMMITTED, reader.suite().hex());
    }
    int key = firstKeyNotAllowed(demand.keys(), reader.encryptedDataKeys());
    if (key > 0) {
      return one(send, FOREIGN_KEY, key, reader.encryptedDataKeys().count());
    }
    Optional<String> missing = demand.context().missing(reader.contextPairs());
    if (missing.isPresent()) {
      return one(send, CONTEXT, missing.get());
    }
    if (!demand.context().names(send.destination().origin(), reader.contextPairs())) {
      return one(
          send,
          UNBOUND,
          demand.context().destinationKey(),
          Argument.shown(send.destination().originName()));
    }
    send.accepted(reader);
    return List.of();
  }

  /**
   * Returns the number of the first encrypted data key that matches no pattern, from 1; 0 if there
   * is none.
   */
  private static int firstKeyNotAllowed(List<KeyPattern> allowed, EncryptedDataKeys keys) {
    if (allowed.isEmpty()) {
      return 0;
    }
    for (int number = 1; keys.next(); number++) {
      if (!anyMatches(allowed, keys)) {
        return number;
      }
    }
    return 0;
  }

  private static boolean anyMatches(List<KeyPattern> allowed, EncryptedDataKeys keys) {
    for (int i = 0; i < allowed.size(); i++) {
      if (allowed.get(i).matches(keys)) {
        return true;
      }
    }
    return false;
  }

  private List<Violation> refused(SendFacts send, BodyFlaw flaw) {
    return one(send, flaw.fault(), flaw.arguments().toArray());
  }

  private List<Violation> one(SendFacts send, Fault fault, Object... arguments) {
    return List.of(violation(send, fault, arguments));
  }
}
