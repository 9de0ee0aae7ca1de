package io.portcullis.soak;

import io.portcullis.esdk.Ciphertexts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** What became of each message to a topic: as its sender was told, and as it was delivered. */
final class Ledger {

  private final String topic;
  private final BitSet accepted = new BitSet();
  private final BitSet refused = new BitSet();
  private final BitSet unknown = new BitSet();
  private final BitSet delivered = new BitSet();
  private int sent;
  private int again;

  Ledger(String topic) {
    this.topic = topic;
  }

  String topic() {
    return topic;
  }

  /** The number of the next message. */
  synchronized int next() {
    return sent++;
  }

  /** The body of a message that may be accepted. */
  static byte[] encrypted(int number) {
    return Ciphertexts.encrypt(Ciphertexts.UNSIGNED_SUITE, plain(number), Map.of());
  }

  /** The body of a message that may not. */
  static byte[] plain(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  synchronized void accepted(int number) {
    accepted.set(number);
  }

  synchronized void refused(int number) {
    refused.set(number);
  }

  /** Its sender was cut off before there was an answer. */
  synchronized void unknown(int number) {
    unknown.set(number);
  }

  /** A body arrived. */
  void delivered(byte[] body) {
    int number = ByteBuffer.wrap(Ciphertexts.decrypt(body)).getInt();
    synchronized (this) {
      again += delivered.get(number) ? 1 : 0;
      delivered.set(number);
    }
  }

  synchronized int countSent() {
    return sent;
  }

  synchronized int countRefused() {
    return refused.cardinality();
  }

  synchronized int countUnknown() {
    return unknown.cardinality();
  }

  synchronized int countDelivered() {
    return delivered.cardinality();
  }

  /** Whether all arrived that was accepted. */
  synchronized boolean isDelivered() {
    return without(accepted, delivered).isEmpty();
  }

  /** What does not add up, a line each. */
  synchronized List<String> faults() {
    BitSet answered = new BitSet();
    answered.or(accepted);
    answered.or(refused);
    answered.or(unknown);
    BitSet all = new BitSet();
    all.set(0, sent);
    BitSet allowed = new BitSet();
    allowed.or(accepted);
    allowed.or(unknown);
    List<String> faults = new ArrayList<>();
    add(faults, "sent, but neither accepted nor refused", without(all, answered));
    add(faults, "accepted, but not delivered", without(accepted, delivered));
    add(faults, "delivered, but not accepted", without(delivered, allowed));
    if (again > 0) {
      faults.add("%s: %d delivered more than once".formatted(topic, again));
    }
    return faults;
  }

  private void add(List<String> faults, String what, BitSet numbers) {
    if (!numbers.isEmpty()) {
      faults.add(
          "%s: %d %s, the first of them number %d of %d"
              .formatted(topic, numbers.cardinality(), what, numbers.nextSetBit(0), sent));
    }
  }

  private static BitSet without(BitSet some, BitSet others) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(others);
    return rest;
  }

  @Override
  public synchronized String toString() {
    return "%s: sent %d, accepted %d, refused %d, cut off %d, delivered %d"
        .formatted(
            topic,
            sent,
            accepted.cardinality(),
            refused.cardinality(),
            unknown.cardinality(),
            delivered.cardinality());
  }
}
