package io.portcullis.broker;

import java.util.Map;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.region.AbstractSubscription;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.broker.region.TopicRegion;
import org.apache.activemq.filter.BooleanExpression;
import org.apache.activemq.filter.MessageEvaluationContext;
import org.apache.activemq.selector.SelectorParser;

/**
 * Lets a selector that cannot be evaluated match no message. ActiveMQ lets the error through: with
 * {@code p - 1 > 0}, where {@code p} is a text, one consumer of a topic fails the sends of others,
 * and one consumer of a queue stops the dispatch to others.
 */
public final class SelectorGuard {

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
    @SuppressWarnings("unchecked") // ActiveMQ's own map has no types.
    Map<String, Object> known = (Map<String, Object>) ActiveMqInternals.PARSED_SELECTORS.get(null);
    known.put(selector, new Guarded(parsed));
  }

  /**
   * Guards the selector of a subscription, if it has one: ActiveMQ may have forgotten meanwhile
   * what was parsed.
   */
  public static void guard(Subscription subscription) {
    if (!(subscription instanceof AbstractSubscription known)) {
      return;
    }
    Object selector = ActiveMqInternals.SELECTOR.get(known);
    if (selector != null && !(selector instanceof Guarded)) {
      try {
        ActiveMqInternals.SELECTOR.set(known, new Guarded((BooleanExpression) selector));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a selector cannot be guarded", e);
      }
      known.wakeupDestinationsForDispatch();
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
