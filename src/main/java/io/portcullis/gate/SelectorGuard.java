package io.portcullis.gate;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.policy.Resource;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.AbstractSubscription;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.broker.region.TopicRegion;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.filter.BooleanExpression;
import org.apache.activemq.filter.MessageEvaluationContext;
import org.apache.activemq.selector.SelectorParser;

/**
 * Makes a selector that cannot be evaluated match no message. ActiveMQ lets the error through. An
 * example is {@code p - 1 > 0}, where {@code p} is a text: one consumer of a topic fails the sends
 * of others, and one consumer of a queue stops the dispatch to others. The gate reports the
 * consumer.
 */
final class SelectorGuard {

  private static final Fault FAILS =
      new Fault(
          "selector-fails",
          "its selector cannot be evaluated (%s), so it does not get the messages for"
              + " which that fails",
          "compare each property with a value of its own type");

  private SelectorGuard() {}

  /**
   * Parses the selector of a consumer that is about to be added. ActiveMQ caches parsed selectors
   * by their text. So the consumer gets the guarded one from its first message on.
   *
   * @throws Exception as ActiveMQ does for a selector that cannot be parsed
   */
  public static void parse(String selector) throws Exception {
    BooleanExpression parsed = SelectorParser.parse(selector);
    if (parsed instanceof Guarded || !ActiveMqInternals.PARSED_SELECTORS.isKnown()) {
      return; // of all who have the same text, or on a line where the subscription is guarded alone
    }
    @SuppressWarnings("unchecked") // ActiveMQ's own map has no types.
    Map<String, Object> known = (Map<String, Object>) ActiveMqInternals.PARSED_SELECTORS.get(null);
    known.put(selector, new Guarded(parsed, Optional.empty()));
  }

  /**
   * Guards the selector of a subscription, if it has one. ActiveMQ may have dropped the parsed
   * selector meanwhile.
   *
   * @param enforcer records once for each consumer that it fails
   */
  public static void guard(Subscription subscription, Enforcer enforcer) {
    if (!(subscription instanceof AbstractSubscription known)) {
      return;
    }
    Object selector = ActiveMqInternals.SELECTOR.get(known);
    if (selector == null) {
      return;
    }
    boolean guarded = selector instanceof Guarded;
    BooleanExpression own =
        selector instanceof Guarded shared ? shared.selector() : (BooleanExpression) selector;
    try {
      ActiveMqInternals.SELECTOR.set(
          known, new Guarded(own, Optional.of(new Failures(subscription, enforcer))));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a selector cannot be guarded", e);
    }
    if (!guarded) {
      known.wakeupDestinationsForDispatch();
    }
  }

  /** Guards the selectors of the durable subscriptions that a broker found in its store. */
  public static void guardStored(Broker chain, Enforcer enforcer) {
    RegionBroker regions = (RegionBroker) chain.getAdaptor(RegionBroker.class);
    ((TopicRegion) regions.getTopicRegion())
        .getDurableSubscriptions()
        .values()
        .forEach(subscription -> guard(subscription, enforcer));
  }

  /** Logs once that the selector of a consumer fails. */
  private static final class Failures {

    private final Subscription subscription;
    private final Enforcer enforcer;
    private final AtomicBoolean said = new AtomicBoolean();

    Failures(Subscription subscription, Enforcer enforcer) {
      this.subscription = subscription;
      this.enforcer = enforcer;
    }

    void failed(Throwable why) {
      if (said.getAndSet(true)) {
        return;
      }
      ActiveMQDestination destination = subscription.getConsumerInfo().getDestination();
      ConnectionContext context =
          Optional.ofNullable(subscription.getContext()).orElseGet(ConnectionContext::new);
      enforcer.report(
          Moment.CONNECTION,
          Subjects.of(context, destination),
          List.of(
              Violation.of(
                  RuleIds.REQUIRE_AUTHORIZATION,
                  new Named(
                      Resource.destination(DestinationNames.of(destination)),
                      "user \"%s\"".formatted(Subjects.user(context))),
                  FAILS,
                  Argument.shown(why.getClass().getSimpleName()))));
    }
  }

  /** A selector whose errors match no message. */
  private record Guarded(BooleanExpression selector, Optional<Failures> failures)
      implements BooleanExpression {

    @Override
    public boolean matches(MessageEvaluationContext message) {
      try {
        return selector.matches(message);
      } catch (Exception | StackOverflowError e) {
        failures.ifPresent(known -> known.failed(e));
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
