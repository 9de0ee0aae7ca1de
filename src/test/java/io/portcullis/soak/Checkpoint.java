package io.portcullis.soak;

import io.portcullis.testing.WatchedBroker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.ObjectName;

/**
 * What the broker holds while nothing but the receivers is connected.
 *
 * @param heapBytes after a collection
 * @param threads that live
 * @param files and sockets that are open
 * @param classBytes of the heap, by class
 */
record Checkpoint(long heapBytes, int threads, long files, Map<String, Long> classBytes) {

  /**
   * What may fill up without being a leak: the gate's tables of at most 1,000 rows, its memory of
   * destinations, and ActiveMQ's caches of a fixed size. On two busy cores ten minutes are 270,000
   * messages and 11,000 connections, so that a leak of 20 bytes for each message is more, and one
   * of 400 bytes for each connection.
   */
  private static final long HEAP_BYTES = 4L << 20;

  /** Pools give threads back late: ActiveMQ's tasks, Jetty's and the management connection's. */
  private static final int THREADS = 12;

  /** Jars that are opened late, and the sockets of the management connection. */
  private static final int FILES = 12;

  private static final int SHOWN = 5;

  static Checkpoint of(WatchedBroker broker) throws Exception {
    Map<String, Long> classBytes = new HashMap<>();
    String histogram =
        (String)
            broker
                .beans()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    for (String line : histogram.lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length >= 4 && words[0].endsWith(":")) {
        classBytes.put(words[3], Long.valueOf(words[2]));
      }
    }
    return new Checkpoint(
        broker.heldBytes(), broker.threads(), broker.openFiles(), Map.copyOf(classBytes));
  }

  /** What has grown since an early one, a line each. */
  List<String> growthSince(Checkpoint early) {
    List<String> faults = new ArrayList<>();
    if (heapBytes > early.heapBytes + HEAP_BYTES) {
      faults.add(
          "the heap grew from %d to %d bytes, most of it in %s"
              .formatted(early.heapBytes, heapBytes, grown(early)));
    }
    if (threads > early.threads + THREADS) {
      faults.add("threads grew from %d to %d".formatted(early.threads, threads));
    }
    if (files > early.files + FILES) {
      faults.add("open files grew from %d to %d".formatted(early.files, files));
    }
    return faults;
  }

  private String grown(Checkpoint early) {
    Map<String, Long> growth = new HashMap<>();
    classBytes.forEach(
        (name, bytes) -> growth.put(name, bytes - early.classBytes.getOrDefault(name, 0L)));
    return growth.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(entry -> "%s (%+d bytes)".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "%,d bytes of heap, %d threads, %d files".formatted(heapBytes, threads, files);
  }
}
