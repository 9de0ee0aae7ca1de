package io.portcullis.broker;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.region.AbstractSubscription;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.broker.region.TopicRegion;
import org.apache.activemq.filter.BooleanExpression;
import org.apache.activemq.filter.MessageEvaluationContext;
import org.apache.activemq.selector.SelectorParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a selector that cannot be evaluated match no message. ActiveMQ lets the error through: with
 * {@code p - 1 > 0}, where {@code p} is a text, one consumer of a topic fails the sends of others,
 * and one consumer of a queue stops the dispatch to others.
 */
public final class SelectorGuard {

  private static final Logger LOG = LoggerFactory.getLogger(SelectorGuard.class);

  private static final AtomicBoolean UNKNOWN = new AtomicBoolean();

  private SelectorGuard() {}

  /**
   * Parses the selector of a consumer that is about to be added. ActiveMQ remembers by its text
   * what it parsed, so the consumer gets the guarded one from its first message on.
   *
   * @throws Exception as ActiveMQ does for a selector that cannot be parsed
   */
  public static void parse(String selector) throws Exception {
    BooleanExpression parsed = SelectorParser.parse(selector);
    if (parsed instanceof Guarded) {
      return;
    }
    try {
      Field field = SelectorParser.class.getDeclaredField("cache");
      field.setAccessible(true);
      @SuppressWarnings("unchecked") // ActiveMQ's own map has no types.
      Map<String, Object> cache = (Map<String, Object>) field.get(null);
      cache.put(selector, new Guarded(parsed));
    } catch (ReflectiveOperationException | ClassCastException e) {
      warn(e);
    }
  }

  /**
   * Guards the selector of a subscription, if it has one: ActiveMQ may have forgotten meanwhile
   * what was parsed.
   */
  public static void guard(Subscription subscription) {
    if (subscription instanceof AbstractSubscription known) {
      guardKnown(known);
    }
  }

  private static void guardKnown(AbstractSubscription subscription) {
    try {
      Field field = AbstractSubscription.class.getDeclaredField("selectorExpression");
      field.setAccessible(true);
      Object selector = field.get(subscription);
      if (selector != null && !(selector instanceof Guarded)) {
        field.set(subscription, new Guarded((BooleanExpression) selector));
        subscription.wakeupDestinationsForDispatch();
      }
    } catch (ReflectiveOperationException | ClassCastException e) {
      warn(e);
    }
  }

  private static void warn(Exception e) {
    if (!UNKNOWN.getAndSet(true)) {
      LOG.warn(
          "ActiveMQ's selectors are not known to Portcullis, so one that cannot be evaluated holds"
              + " up all who use its destination: {}",
          e.toString());
    }
  }

  /** Guards those of the durable subscriptions that a broker found in its store. */
  public static void guardStored(Broker chain) {
    RegionBroker regions = (RegionBroker) chain.getAdaptor(RegionBroker.class);
    ((TopicRegion) regions.getTopicRegion())
        .getDurableSubscriptions()
        .values()
        .forEach(SelectorGuard::guard);
  }

  private record Guarded(BooleanExpression selector) implements BooleanExpression {

    @Override
    public boolean matches(MessageEvaluationContext message) {
      try {
        return selector.matches(message);
      } catch (Exception | StackOverflowError e) {
        return false;
      }
    }

    @Override
    public Object evaluate(MessageEvaluationContext message) {
      return matches(message);
    }

    @Override
    public String toString() {
      return selector.toString();
    }
  }
}
