package io.portcullis.broker.observation;

import io.portcullis.broker.rights.LiveSecurityContext;
import io.portcullis.broker.send.FirstMessages;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.SendFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Decides which messages are looked at for their keys: the first of each connection and
 * destination, and one in {@value #INTERVAL} after that. A message is never read a second time for
 * it.
 */
public final class BodyLooks {

  private static final int INTERVAL = 1_024;

  private final UsageObserver observer;

  /** Of connections whose rights are not live, for a minute. */
  private final Map<ConnectionContext, FirstMessages> others = new ConcurrentHashMap<>();

  /** Records by {@code observer}. */
  public BodyLooks(UsageObserver observer) {
    this.observer = observer;
  }

  /** Begins a new minute. */
  void beginMinute() {
    others.clear();
  }

  /** Decides whether to look at a message that is about to be judged. */
  public void before(
      ActivePolicy now, ConnectionContext context, DestinationFacts destination, SendFacts facts) {
    if (now.policy().observe()
        && (firsts(context).isFirst(destination) || facts.isEvery(INTERVAL))) {
      facts.wantClaims();
    }
  }

  private FirstMessages firsts(ConnectionContext context) {
    FirstMessages known = knownOrNull(context);
    return known == null ? others.computeIfAbsent(context, own -> new FirstMessages()) : known;
  }

  private FirstMessages knownOrNull(ConnectionContext context) {
    return context.getSecurityContext() instanceof LiveSecurityContext live
        ? live.firsts()
        : others.get(context);
  }

  /** Records what an accepted message says of itself, if it goes through. */
  public void saw(
      ConnectionContext context,
      ActiveMQDestination destination,
      DestinationFacts facts,
      EncryptedMessage claims) {
    FirstMessages firsts = firsts(context);
    firsts.ifPassed(
        () -> {
          firsts.saw(facts);
          observer.encrypted(context, destination, claims);
        });
  }

  /** Records a message that passes in spite of violations, if its body is one, and if it passes. */
  public void sawOther(
      ConnectionContext context, ActiveMQDestination destination, List<Violation> violations) {
    if (violations.stream()
        .anyMatch(violation -> violation.rule().equals(RuleIds.REQUIRE_ENCRYPTED_BODY))) {
      firsts(context).ifPassed(() -> observer.unencrypted(context, destination));
    }
  }

  /** A message went through all plugins. */
  public void passed(ConnectionContext context) {
    FirstMessages knownOrNull = knownOrNull(context);
    if (knownOrNull != null) {
      knownOrNull.passed();
    }
  }

  /** A message was refused, by the gate or by a plugin. */
  public void refused(ConnectionContext context) {
    FirstMessages knownOrNull = knownOrNull(context);
    if (knownOrNull != null) {
      knownOrNull.refused();
    }
  }
}
