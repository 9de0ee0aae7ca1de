package io.portcullis.broker.rights;

import io.portcullis.rule.Operation;
import java.util.AbstractMap;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Caches where one connection may write. ActiveMQ asks it at every send, by {@code containsValue},
 * and since line 6.3 by {@code containsKey}. ActiveMQ's own map is searched from one end to the
 * other, grows with every destination and never forgets. This one is a bounded lookup. An entry is
 * valid only for the {@link RightsSnapshot} that it came from.
 *
 * <p>It ignores what ActiveMQ adds. The rights may have changed between ActiveMQ's check and that
 * call.
 */
final class WriteRightsCache extends AbstractMap<ActiveMQDestination, ActiveMQDestination>
    implements ConcurrentMap<ActiveMQDestination, ActiveMQDestination> {

  private final RightCache rights;

  WriteRightsCache(
      SecurityContext owner,
      Supplier<RightsSnapshot> snapshots,
      Consumer<ActiveMQDestination> granted) {
    this.rights = new RightCache(Operation.WRITE, owner, snapshots, granted);
  }

  @Override
  public boolean containsKey(Object destination) {
    return destination instanceof ActiveMQDestination name && rights.includes(name);
  }

  @Override
  public boolean containsValue(Object destination) {
    return containsKey(destination);
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
    boolean unused = rights.forget(destination);
    return null;
  }

  @Override
  public boolean remove(Object destination, Object value) {
    return rights.forget(destination);
  }

  @Override
  public void clear() {
    rights.clear();
  }

  @Override
  public Set<Entry<ActiveMQDestination, ActiveMQDestination>> entrySet() {
    return rights.cached().entrySet();
  }
}
