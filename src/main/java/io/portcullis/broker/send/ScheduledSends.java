package io.portcullis.broker.send;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.enforce.LruMap;
import io.portcullis.enforce.TaskPool;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.scheduler.SchedulerBroker;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.security.SecurityContext;

/**
 * The messages that ActiveMQ's scheduler sends later, in the broker's name. Each carries the user
 * who scheduled it, in a property that only the gate writes. The gate replaces or removes a
 * client's value of that property, and it removes the property before the message arrives.
 */
public final class ScheduledSends {

  /** The property with the user who scheduled a message. */
  private static final String USER = "PortcullisScheduledBy";

  private static final int REMEMBERED = 1_000;
  private static final int MOST_ENDING = 10_000;

  /**
   * The pause before a job ends. The scheduler stores the next time of a repeated job after it
   * sends.
   */
  private static final Duration AFTERWARDS = Duration.ofSeconds(1);

  private static final TaskPool ENDING = new TaskPool("ends a scheduled message", 4);

  private final BrokerService service;
  private final Optional<SchedulerBroker> scheduler;
  private final Object contextOrNull;
  private final Map<String, Set<Principal>> logins = new LruMap<>(REMEMBERED);

  /** The jobs that will be ended, each with its task. */
  private final Map<String, Future<?>> ending = new ConcurrentHashMap<>();

  private ScheduledSends(BrokerService service, Optional<SchedulerBroker> scheduler) {
    this.service = service;
    this.scheduler = scheduler;
    this.contextOrNull = scheduler.map(ActiveMqInternals.SCHEDULER_CONTEXT::get).orElse(null);
  }

  /** Returns the scheduled messages of these filters' scheduler, if there is one. */
  public static ScheduledSends of(Broker chain) {
    return new ScheduledSends(
        chain.getBrokerService(),
        Optional.ofNullable((SchedulerBroker) chain.getAdaptor(SchedulerBroker.class)));
  }

  /**
   * Writes the user into a message that will be scheduled, and removes the property from all
   * others. Without a scheduler, it costs a comparison.
   */
  public void mark(ProducerBrokerExchange exchange, Message message) throws IOException {
    if (contextOrNull == null) {
      return;
    }
    if (isScheduled(message) && isOfClient(exchange)) {
      SecurityContext login = exchange.getConnectionContext().getSecurityContext();
      message.setProperty(USER, login == null ? "" : String.valueOf(login.getUserName()));
      if (login != null) {
        remember(login);
      }
    } else if (message.getProperty(USER) != null) {
      message.removeProperty(USER);
    }
  }

  /**
   * Tells whether ActiveMQ will send the message later. A request to the scheduler is never sent
   * later.
   */
  private static boolean isScheduled(Message message) throws IOException {
    boolean later =
        message.getProperty(ScheduledMessage.AMQ_SCHEDULED_CRON) != null
            || message.getProperty(ScheduledMessage.AMQ_SCHEDULED_PERIOD) != null
            || message.getProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY) != null;
    return later && message.getProperty(ScheduledMessage.AMQ_SCHEDULED_ID) == null;
  }

  /**
   * Tells whether a client's own producer sends it. If the broker sends for a client, for example a
   * redelivery, the producer has no id, or it sends in the broker's own name.
   */
  private static boolean isOfClient(ProducerBrokerExchange exchange) {
    SecurityContext security = exchange.getConnectionContext().getSecurityContext();
    ProducerInfo producer =
        exchange.getProducerState() == null ? null : exchange.getProducerState().getInfo();
    return (security == null || !security.isBrokerContext())
        && (producer == null || producer.getProducerId() != null);
  }

  private void remember(SecurityContext login) {
    synchronized (logins) {
      logins.put(String.valueOf(login.getUserName()), LoginInspector.principals(login));
    }
  }

  /** Returns the principals that a user had when scheduling a message since the broker's start. */
  public Optional<Set<Principal>> remembered(String user) {
    synchronized (logins) {
      return Optional.ofNullable(logins.get(user));
    }
  }

  /**
   * Tells whether the scheduler sends, and not a destination that forwards the scheduler's message.
   */
  public boolean isScheduler(ProducerBrokerExchange exchange) {
    ConnectionContext context = exchange.getConnectionContext();
    return contextOrNull != null
        && context == contextOrNull
        && !(exchange instanceof ForwardingExchange);
  }

  /**
   * Removes the user from a message, and returns it.
   *
   * @return empty if there is none: the broker itself scheduled it, or it was scheduled before the
   *     gate was installed
   */
  public Optional<String> takeUser(Message message) throws IOException {
    Object user = message.getProperty(USER);
    if (user == null) {
      return Optional.empty();
    }
    message.removeProperty(USER);
    // As the scheduler does when it has changed a message: threads that send it share it.
    message.beforeMarshall(null);
    return Optional.of(user.toString());
  }

  /** Ends the job of a message, after the scheduler is done with this message. */
  public void end(Message message) throws IOException {
    Object job = message.getProperty(ScheduledMessage.AMQ_SCHEDULED_ID);
    if (job != null && ending.size() < MOST_ENDING) {
      // Where no task can be had, nothing is entered, and the next message tries again.
      ending.computeIfAbsent(job.toString(), id -> ENDING.runAfter(AFTERWARDS, () -> endNow(id)));
    }
  }

  /**
   * Ends a job. A failure is tried again, unless the broker stops. Until then each message is
   * refused.
   */
  private void endNow(String job) throws Exception {
    if (!service.isStopping() && !service.isStopped()) {
      scheduler.orElseThrow().getJobScheduler().remove(job);
    }
    ending.remove(job);
  }
}
