package io.portcullis.broker.send;

import io.portcullis.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.broker.region.RegionBroker;

/**
 * Tells whether the quarantine has room for one more message. All its queues together are bounded
 * in messages and in bytes. Each user may fill a part of either. A user may keep one message,
 * however small that part is, but never more bytes.
 */
final class QuarantineCapacity {

  private static final int PERCENT = 100;

  private final RegionBroker regions;

  /**
   * @param regions the regions of its queues
   */
  QuarantineCapacity(RegionBroker regions) {
    this.regions = regions;
  }

  /** Whether there is room, and if not, why. */
  enum Room {
    ENOUGH,
    /** All its queues together have reached the limit. */
    FULL,
    /** The user has reached the limit of one user. */
    SHARE_FULL
  }

  /**
   * Tells whether there is room.
   *
   * @param user the user, as the messages name it
   * @param taken the bytes that the message would take
   */
  Room of(Policy policy, String user, long taken) throws Exception {
    List<QuarantineQueue> queues = new ArrayList<>();
    long messages = 1;
    for (var entry : regions.getQueueRegion().getDestinationMap().entrySet()) {
      if (Quarantine.holds(entry.getKey())) {
        messages += entry.getValue().getDestinationStatistics().getMessages().getCount();
        queues.add(QuarantineQueue.within(entry.getValue()).orElseThrow());
      }
    }
    if (messages > policy.quarantineMaxMessages() || !hasBytes(policy, queues, taken)) {
      return Room.FULL;
    }
    return isWithinShare(policy, queues, user, taken) ? Room.ENOUGH : Room.SHARE_FULL;
  }

  private static boolean hasBytes(Policy policy, List<QuarantineQueue> queues, long taken)
      throws Exception {
    long most = taken;
    for (QuarantineQueue queue : queues) {
      most += queue.bytesAtMost();
    }
    if (most <= policy.quarantineMaxBytes()) {
      return true;
    }
    long bytes = taken;
    for (QuarantineQueue queue : queues) {
      bytes += queue.bytes();
    }
    return bytes <= policy.quarantineMaxBytes();
  }

  private static boolean isWithinShare(
      Policy policy, List<QuarantineQueue> queues, String user, long taken) throws Exception {
    long messages = Math.max(1, part(policy, policy.quarantineMaxMessages()));
    long bytes = part(policy, policy.quarantineMaxBytes());
    StoredBytes most = new StoredBytes(1, taken);
    for (QuarantineQueue queue : queues) {
      most = most.and(queue.atMostOf(user));
    }
    if (most.messages() <= messages && most.bytes() <= bytes) {
      return true;
    }
    StoredBytes now = new StoredBytes(1, taken);
    for (QuarantineQueue queue : queues) {
      now = now.and(queue.of(user, messages));
    }
    return now.messages() <= messages && now.bytes() <= bytes;
  }

  private static long part(Policy policy, long all) {
    return all * policy.quarantineUserPercent() / PERCENT;
  }
}
