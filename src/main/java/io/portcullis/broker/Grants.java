package io.portcullis.broker;

import io.portcullis.rule.Operation;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Where one connection may write, as ActiveMQ asks for it at every send: by {@code containsValue},
 * since line 6.3 by {@code containsKey}. ActiveMQ's own map is searched from one end to the other,
 * grows with every destination and never forgets; this one is looked up, bounded, and asks again as
 * soon as the {@link Answers} are others.
 *
 * <p>What ActiveMQ puts into it is not believed: between its question and that, the answers may
 * have changed.
 */
final class Grants extends AbstractMap<ActiveMQDestination, ActiveMQDestination>
    implements ConcurrentMap<ActiveMQDestination, ActiveMQDestination> {

  private static final int REMEMBERED = 20_000;

  private final SecurityContext owner;
  private final Supplier<Answers> answers;
  private final Map<ActiveMQDestination, Object> granted = new ConcurrentHashMap<>();

  Grants(SecurityContext owner, Supplier<Answers> answers) {
    this.owner = owner;
    this.answers = answers;
  }

  @Override
  public boolean containsKey(Object destination) {
    return destination instanceof ActiveMQDestination name && isGranted(name);
  }

  @Override
  public boolean containsValue(Object destination) {
    return containsKey(destination);
  }

  private boolean isGranted(ActiveMQDestination destination) {
    Answers now = answers.get();
    if (granted.get(destination) == now.epoch()) {
      return true;
    }
    if (!now.held(Operation.WRITE, destination, owner)) {
      granted.remove(destination);
      return false;
    }
    if (Demands.isRemembered(destination)) {
      if (granted.size() >= REMEMBERED) {
        granted.clear();
      }
      granted.put(destination, now.epoch());
    }
    return true;
  }

  @Override
  public ActiveMQDestination get(Object destination) {
    return containsKey(destination) ? (ActiveMQDestination) destination : null;
  }

  @Override
  public ActiveMQDestination put(ActiveMQDestination key, ActiveMQDestination value) {
    return null;
  }

  @Override
  public ActiveMQDestination putIfAbsent(ActiveMQDestination key, ActiveMQDestination value) {
    return null;
  }

  @Override
  public ActiveMQDestination replace(ActiveMQDestination key, ActiveMQDestination value) {
    return null;
  }

  @Override
  public boolean replace(
      ActiveMQDestination key, ActiveMQDestination before, ActiveMQDestination after) {
    return false;
  }

  @Override
  public ActiveMQDestination remove(Object destination) {
    granted.keySet().remove(destination);
    return null;
  }

  @Override
  public boolean remove(Object destination, Object value) {
    return granted.keySet().remove(destination);
  }

  @Override
  public void clear() {
    granted.clear();
  }

  @Override
  public Set<Entry<ActiveMQDestination, ActiveMQDestination>> entrySet() {
    Map<ActiveMQDestination, ActiveMQDestination> copy = new HashMap<>();
    granted.keySet().forEach(name -> copy.put(name, name));
    return Collections.unmodifiableMap(copy).entrySet();
  }
}
