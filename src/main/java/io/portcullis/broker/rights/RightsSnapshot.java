package io.portcullis.broker.rights;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.rule.Operation;
import java.security.Principal;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.filter.DestinationMapNode;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SecurityContext;

/**
 * A snapshot of the rights that one authorization map gives. It is valid until the rights may have
 * changed; then a new snapshot replaces it. Caches of rights hold its {@link #epoch} to tell
 * whether their entries are still valid.
 *
 * <p>For every question, ActiveMQ's own map builds a set of all principals of all matching entries,
 * and hashes each entry. Its entries already hold sets, so this class searches those first. It asks
 * the map in full only if they do not give the right.
 */
final class RightsSnapshot {

  private static final String PLAIN_MAP_OF_SPRING =
      "org.apache.activemq.security.XBeanAuthorizationMap";
  private static final String PRINCIPALS_OF_ACTIVEMQ = "org.apache.activemq.jaas.";
  private static final int MOST_CACHED = 10_000;

  /** A name that only an entry for everything matches. The system group is in that entry. */
  private static final ActiveMQQueue PROBE = new ActiveMQQueue("portcullis-probe-3f9d2c");

  /** The key of a cached answer. */
  private record Question(Operation operation, ActiveMQDestination destination) {}

  private final AuthorizationMap map;
  private final boolean plain;
  private final Object epoch = new Object();
  private final Object refusal = new Object();
  private final Map<Question, Optional<Set<?>>> cached = new ConcurrentHashMap<>();
  private final Map<Question, Optional<Set<?>>> before;

  /**
   * Whether the map gave somebody a right on the probe before. Not every map has an entry for
   * everything.
   */
  private final boolean grantedProbe;

  private RightsSnapshot(
      AuthorizationMap map, boolean grantedProbe, Map<Question, Optional<Set<?>>> before) {
    this.map = map;
    this.plain = isPlain(map);
    this.grantedProbe = grantedProbe;
    this.before = before;
  }

  /** Takes the first snapshot of a map. */
  static RightsSnapshot of(AuthorizationMap map) {
    RightsSnapshot first = new RightsSnapshot(map, false, Map.of());
    return first.changesByItself() && first.isProbeGranted()
        ? new RightsSnapshot(map, true, Map.of())
        : first;
  }

  /** Takes a new snapshot of the same map. Former answers hold only while the map is silent. */
  RightsSnapshot anew() {
    return new RightsSnapshot(map, grantedProbe, cached);
  }

  /** Tells whether the map answers as its entries say. Subclasses may not. */
  private static boolean isPlain(AuthorizationMap map) {
    return map.getClass() == DefaultAuthorizationMap.class
        || map.getClass().getName().equals(PLAIN_MAP_OF_SPRING);
  }

  /** Returns the map. */
  AuthorizationMap map() {
    return map;
  }

  /**
   * Returns a token for the rights in this snapshot. A cache stores it beside a right that it
   * found.
   */
  Object epoch() {
    return epoch;
  }

  /** Returns a second token. A cache stores it beside a right that it did not find. */
  Object refusal() {
    return refusal;
  }

  /** Tells whether the map may change without being replaced, as a directory may. */
  boolean changesByItself() {
    return !plain && !(map instanceof DefaultRights);
  }

  /**
   * Tells whether the map gives no rights because its directory is unreachable. Then ActiveMQ's
   * maps answer that nobody has a right. If the directory is known, it is tried. Otherwise the sign
   * is that a former right on everything is gone.
   */
  boolean isSilent() {
    if (grantedProbe && isProbeGranted()) {
      return false;
    }
    if (isSlow()) {
      return true;
    }
    Optional<LdapDirectory> directory = LdapDirectory.behind(map);
    return directory.isPresent() ? directory.get().reach().isPresent() : grantedProbe;
  }

  /** Tells whether the map's directory lets questions wait. */
  boolean isSlow() {
    return map instanceof TimedAuthorizationMap timed && timed.isSlow();
  }

  /** Tells whether somebody has the right on everything; not if nobody answers in time. */
  private boolean isProbeGranted() {
    try {
      Set<?> principals =
          map instanceof TimedAuthorizationMap timed
              ? timed.writersNow(PROBE)
              : AuthorizationMapView.principals(map, Operation.WRITE, PROBE);
      return principals == null || !principals.isEmpty();
    } catch (SecurityException e) {
      return false;
    }
  }

  /** Tells whether a user has a right. */
  boolean held(Operation operation, ActiveMQDestination destination, SecurityContext who) {
    return isInAnEntry(operation, destination, who) || isGranted(operation, destination, who);
  }

  private boolean isGranted(
      Operation operation, ActiveMQDestination destination, SecurityContext who) {
    Optional<Set<?>> principals =
        changesByItself()
            ? cachedPrincipals(new Question(operation, destination))
            : Optional.ofNullable(AuthorizationMapView.principals(map, operation, destination));
    return principals.isEmpty() || LoginInspector.isInOneOf(who, principals.get());
  }

  /**
   * Returns the holders of a right. A directory is asked once for all users with the same question.
   */
  private Optional<Set<?>> cachedPrincipals(Question question) {
    Optional<Set<?>> known = cached.get(question);
    if (known != null) {
      return known;
    }
    Set<?> asked = AuthorizationMapView.principals(map, question.operation, question.destination);
    Optional<Set<?>> answer = Optional.ofNullable(asked);
    if (asked != null && asked.isEmpty()) {
      Optional<Set<?>> former = before.get(question);
      if (former == null || !(isSlow() || isSilent())) {
        return answer;
      }
      answer = former;
    }
    if (cached.size() < MOST_CACHED && DestinationNames.isCacheable(question.destination)) {
      cached.put(question, answer);
    }
    return answer;
  }

  /** Tells whether an entry of the map has one of the user's principals, or everybody. */
  private boolean isInAnEntry(
      Operation operation, ActiveMQDestination destination, SecurityContext who) {
    Set<Principal> principals = who.getPrincipals();
    if (!plain || destination.isComposite() || destination.isTemporary() || principals == null) {
      return false;
    }
    for (AuthorizationEntry entry : entries((DefaultAuthorizationMap) map, destination)) {
      Set<Object> granted =
          switch (operation) {
            case READ -> entry.getReadACLs();
            case WRITE -> entry.getWriteACLs();
            case ADMIN -> entry.getAdminACLs();
          };
      if (includesOneOf(granted, principals)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Finds entries as the map does, but compares them by identity, because their hash covers all
   * their content.
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Set<AuthorizationEntry> entries(
      DefaultAuthorizationMap map, ActiveMQDestination destination) {
    Set<AuthorizationEntry> entries = Collections.newSetFromMap(new IdentityHashMap<>());
    DestinationMapNode root =
        destination.isQueue() ? map.getQueueRootNode() : map.getTopicRootNode();
    synchronized (map) {
      root.appendMatchingValues((Set) entries, destination.getDestinationPaths(), 0, false);
    }
    if (map.getDefaultEntry() != null) {
      entries.add(map.getDefaultEntry());
    }
    return entries;
  }

  /**
   * Tells whether a set has one of the principals. Only ActiveMQ's own are known to be equal in
   * both directions.
   */
  private static boolean includesOneOf(Set<Object> granted, Set<Principal> principals) {
    for (Principal principal : principals) {
      if (principal.getClass().getName().startsWith(PRINCIPALS_OF_ACTIVEMQ)
          && granted.contains(principal)) {
        return true;
      }
    }
    return false;
  }
}
