package io.portcullis.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is done to a broker.
 *
 * @param work what is counted
 * @param persistent whether messages are stored by KahaDB; then each send waits for the answer
 * @param contentKib the length of what is encrypted, in KiB
 * @param producers how many send, each on a connection of its own
 * @param queues how many queues each producer sends to in turn, none of them another's
 * @param entries how many entries the authorization map has, and the body policies
 * @param idleConnections how many connections are open that sent one message and no more
 */
record Scenario(
    Work work,
    boolean persistent,
    int contentKib,
    int producers,
    int queues,
    int entries,
    int idleConnections) {

  /** What is counted. */
  enum Work {
    /** A message that is sent and arrives. */
    MESSAGES,
    /** The same with {@code jms.alwaysSyncSend=true}: each send waits for the answer. */
    ANSWERED_MESSAGES,
    /** A connection that is opened, logged in and closed. */
    CONNECTIONS
  }

  /**
   * The broker that something is done to.
   *
   * @param persistent whether messages are stored by KahaDB
   * @param entries how many entries the authorization map has, and the body policies
   * @param idleConnections how many connections are open that sent one message and no more
   */
  record Kind(boolean persistent, int entries, int idleConnections) {}

  private static final int MANY = 10_000;
  private static final int MANY_CONNECTIONS = 1_000;
  private static final int WINDOW = 1_000;
  private static final int WINDOW_KIB = 4_000;

  /** All of them, in the order of the table; those that leave many queues behind come last. */
  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (boolean persistent : new boolean[] {false, true}) {
      for (int contentKib : new int[] {1, 64}) {
        for (int producers : new int[] {1, 16}) {
          all.add(messages(persistent, contentKib, producers));
        }
      }
    }
    for (int producers : new int[] {1, 16}) {
      all.add(new Scenario(Work.ANSWERED_MESSAGES, false, 1, producers, 1, 1, 0));
    }
    all.add(new Scenario(Work.CONNECTIONS, false, 1, 2, 1, 1, 0));
    all.add(messages(false, 1, 1).to(100, 1, 0));
    all.add(messages(false, 1, 1).to(MANY, 1, 0));
    all.add(messages(false, 1, 1).to(1, MANY, 0));
    all.add(messages(false, 1, 1).to(MANY, MANY, MANY_CONNECTIONS));
    return all;
  }

  private static Scenario messages(boolean persistent, int contentKib, int producers) {
    return new Scenario(Work.MESSAGES, persistent, contentKib, producers, 1, 1, 0);
  }

  private Scenario to(int moreQueues, int moreEntries, int connections) {
    return new Scenario(
        work, persistent, contentKib, producers, moreQueues, moreEntries, connections);
  }

  /** What it is done to. */
  Kind broker() {
    return new Kind(persistent, entries, idleConnections);
  }

  /** Shiro has no map of entries to compare with many. */
  List<Variant> variants() {
    List<Variant> variants = new ArrayList<>(List.of(Variant.values()));
    if (entries > 1) {
      variants.remove(Variant.SHIRO);
    }
    return variants;
  }

  /** How many queues all producers send to; 0 where nothing is sent. */
  int queuesInAll() {
    return work != Work.CONNECTIONS ? producers * queues : 0;
  }

  /** How many messages may be on their way: 1,000, or fewer that make 4 MB. */
  int window() {
    return Math.min(WINDOW, WINDOW_KIB / contentKib);
  }

  /** As the table calls it, such as {@code transient, 1 KiB, 16 producers}. */
  String label() {
    if (work == Work.CONNECTIONS) {
      return "opening a connection";
    }
    StringBuilder label = new StringBuilder(persistent ? "persistent" : "transient");
    label.append(", %d KiB, %s".formatted(contentKib, count(producers, "producer")));
    if (work == Work.ANSWERED_MESSAGES) {
      label.append(", answered");
    }
    if (queues > 1) {
      label.append(" to ").append(count(queues, "queue"));
    }
    if (entries > 1) {
      label.append(", ").append("%,d entries".formatted(entries));
    }
    if (idleConnections > 0) {
      label.append(", ").append(count(idleConnections, "connection"));
    }
    return label.toString();
  }

  private static String count(int number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  /** The name of a producer's queue. */
  static String queue(int producer, int number) {
    return "LOAD.%d.%d".formatted(producer, number);
  }
}
