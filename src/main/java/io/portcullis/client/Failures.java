package io.portcullis.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import software.amazon.cryptography.materialproviders.model.CollectionOfErrors;
import software.amazon.cryptography.materialproviders.model.OpaqueError;

/** A failure of the Encryption SDK with everything that is behind it. */
final class Failures {

  private static final int MAX_EXCEPTIONS = 100;

  private Failures() {}

  /** The failure itself, what is behind it, and so on; each once, and the nearest first. */
  static List<Throwable> of(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> all = new ArrayList<>();
    Deque<Throwable> waiting = new ArrayDeque<>(List.of(failure));
    while (!waiting.isEmpty() && all.size() < MAX_EXCEPTIONS) {
      Throwable next = waiting.remove();
      if (seen.add(next)) {
        all.add(next);
        waiting.addAll(behind(next));
      }
    }
    return all;
  }

  /** Its cause, what it suppressed, and what the material providers library lists in it. */
  static List<Throwable> behind(Throwable failure) {
    List<Throwable> behind = new ArrayList<>();
    if (failure.getCause() != null) {
      behind.add(failure.getCause());
    }
    behind.addAll(List.of(failure.getSuppressed()));
    if (failure instanceof CollectionOfErrors errors && errors.list() != null) {
      behind.addAll(errors.list());
    }
    if (failure instanceof OpaqueError error && error.obj() instanceof Throwable hidden) {
      behind.add(hidden);
    }
    return behind;
  }

  /** The name of its class, without packages. */
  static String name(Throwable failure) {
    String full = failure.getClass().getName();
    return full.substring(full.lastIndexOf('.') + 1);
  }
}
