package io.portcullis.broker.send;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.QuarantineFailures;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.BoundedName;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.state.ProducerState;
import org.apache.activemq.util.LongSequenceGenerator;

/**
 * Keeps refused messages on queues {@code Portcullis.Quarantine.<destination>}, with the refusal's
 * details as properties. It is bounded over all its queues together, and for each user. When it is
 * full, it keeps no more messages. The refusal stays.
 *
 * <p>It passes messages directly to the region that stores them, past all plugins. So no plugin
 * gives a message an expiry, a copy or another destination.
 */
public final class Quarantine {

  /** The property with the user who was logged in at the send. */
  static final String USER = "PortcullisUser";

  private static final String PREFIX = "Portcullis.Quarantine.";
  private static final String TEMPORARY = "TEMPORARY";
  private static final int CAUSES = 10;
  private static final int ID_BYTES = 16;

  private final BrokerService service;
  private final Supplier<Policy> policy;
  private final Clock clock;
  private final ProducerId ids = new ProducerId();
  private final LongSequenceGenerator numbers = new LongSequenceGenerator();
  private final QuarantineGuard guard;
  private final RegionBroker regions;
  private final QuarantineFailures unkept;
  private final QuarantineCapacity room;
  private final QuarantineReaders readers = new QuarantineReaders();

  /**
   * @param service the broker
   * @param chain the filters before the regions that store messages
   * @param administrators who may remove its queues
   * @param enforcer what records who may not
   * @param policy the limits of all queues together, which may change
   * @param clock for the time of each refusal
   */
  public Quarantine(
      BrokerService service,
      Broker chain,
      Administrators administrators,
      Enforcer enforcer,
      Supplier<Policy> policy,
      Clock clock) {
    this.service = service;
    this.regions = (RegionBroker) chain.getAdaptor(RegionBroker.class);
    this.guard = new QuarantineGuard(administrators, enforcer);
    this.policy = policy;
    this.clock = clock;
    this.unkept = new QuarantineFailures(clock);
    this.room = new QuarantineCapacity(regions);
    ids.setConnectionId("quarantine-" + random());
  }

  /**
   * Returns a random id. Nobody can guess it, so nobody can acknowledge messages that were not
   * shown to them.
   */
  private static String random() {
    byte[] bytes = new byte[ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns who may do what with its queues. */
  public QuarantineGuard guard() {
    return guard;
  }

  /** Returns who reads from its queues. */
  public QuarantineReaders readers() {
    return readers;
  }

  /** Tells whether a destination is one of its queues. */
  public static boolean holds(ActiveMQDestination destination) {
    return destination.isQueue()
        && !destination.isTemporary()
        && destination.getPhysicalName().startsWith(PREFIX);
  }

  /**
   * Refuses messages to its queues. The queues refuse most of them, but not what the broker sends
   * in its own name on a client's request, as the scheduler does.
   *
   * @throws SecurityException if a destination or one of its parts is one of its queues
   */
  public void refuseSendersTo(ConnectionContext context, ActiveMQDestination destination) {
    if (destination.isComposite()) {
      for (ActiveMQDestination part : destination.getCompositeDestinations()) {
        refuseSendersTo(context, part);
      }
    } else if (holds(destination)) {
      guard.refuse(Moment.SEND, context, destination, "write to");
    }
  }

  /**
   * Lets only administrators remove one of its queues and the messages in it.
   *
   * @throws SecurityException if the user is not an administrator
   */
  public void refuseRemoversOf(ConnectionContext context, ActiveMQDestination destination) {
    if (holds(destination) && !guard.isAdministrator(context)) {
      guard.refuse(Moment.CONNECTION, context, destination, "remove");
    }
  }

  /**
   * Keeps a refused message.
   *
   * @param destination where ActiveMQ would have delivered it
   * @return false if there is no room, or if it cannot be stored as it is; then no copy exists
   */
  public synchronized boolean keep(
      Message message, ActiveMQDestination destination, Subject sender, Violation why) {
    try {
      if (!hasRoomFor(message.getSize(), sender)) {
        return false;
      }
      Optional<Copy> copy = copy(message, destination, sender, why);
      if (copy.isEmpty()) {
        return false;
      }
      if (!hasRoomFor(copy.get().bytes, sender)) {
        return false;
      }
      regions.send(exchange(), copy.get().message);
      return true;
    } catch (Exception e) {
      // Not kept means refused: the sender hears of it, it is in the audit log, and nothing is
      // lost.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      unkept.tell(
          sender,
          e.getClass().getName(),
          reason(e),
          "see to the broker's store, and to the message");
      return false;
    }
  }

  /** A message as its quarantine queue stores it, and the bytes that it takes there. */
  private record Copy(Message message, long bytes) {}

  private Optional<Copy> copy(
      Message message, ActiveMQDestination destination, Subject sender, Violation why) {
    try {
      Message copy = message.copy();
      describe(copy, destination, sender, why);
      prepare(copy, queueOf(destination));
      return Optional.of(new Copy(copy, StoredBytes.taken(copy)));
    } catch (IOException e) {
      // Its text may hold what its client wrote, in as many ways as there are messages.
      unkept.tell(
          sender,
          "not-writable",
          "it cannot be written as it is (%s)".formatted(e.getClass().getSimpleName()),
          "find its sender in the audit log");
      return Optional.empty();
    }
  }

  private boolean hasRoomFor(long taken, Subject sender) throws Exception {
    switch (room.of(policy.get(), user(sender), taken)) {
      case ENOUGH -> {
        return true;
      }
      case FULL ->
          unkept.tell(
              sender,
              "full",
              "it holds as much as quarantineMaxMessages and quarantineMaxBytes let it",
              "look at its queues and empty them");
      case SHARE_FULL ->
          unkept.tell(
              sender,
              "share-full",
              "user \"%s\" has as much in it as quarantineUserPercent lets one user"
                  .formatted(user(sender).replaceAll("\\p{Cntrl}", " ")),
              "take that user's messages from its queues, or raise quarantineUserPercent");
    }
    return false;
  }

  /**
   * Returns the logged-in user. All clients without a login count as one, since they could claim
   * any name.
   */
  private static String user(Subject sender) {
    return sender.loggedIn() ? sender.user() : "";
  }

  /** Returns the cause of a store's error. The errors around it say less. */
  private static String reason(Exception e) {
    Throwable cause = e;
    for (int depth = 0; depth < CAUSES && cause.getCause() != null; depth++) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}", " ");
  }

  /**
   * Returns the queue's name. A name that would mean several destinations or a pattern is escaped.
   * A long name is shortened, because stores limit the length. The property has the whole name.
   */
  private static ActiveMQDestination queueOf(ActiveMQDestination destination) {
    String name =
        destination.isTemporary()
            ? TEMPORARY
            : BoundedName.of(destination.getPhysicalName()).replaceAll("[,*>?]|://|[.]{3}", "_");
    return new ActiveMQQueue(PREFIX + name);
  }

  private void describe(
      Message copy, ActiveMQDestination destination, Subject sender, Violation why)
      throws IOException {
    copy.setProperty("PortcullisRule", why.rule());
    copy.setProperty("PortcullisReason", why.found());
    // Whole, and each part with its kind, so that whoever mends the message can send it there.
    copy.setProperty("PortcullisDestination", DestinationNames.of(destination).spelledOut());
    copy.setProperty("PortcullisCode", why.code());
    copy.setProperty(USER, user(sender));
    copy.setProperty("PortcullisClientId", sender.clientId());
    copy.setProperty("PortcullisRemoteAddress", sender.remoteAddress());
    copy.setProperty("PortcullisProtocol", sender.protocol());
    copy.setProperty("PortcullisTime", clock.instant().toString());
  }

  /**
   * Prepares a message for its queue.
   *
   * <ul>
   *   <li>It gets a new id. Its queue would drop a known id as a duplicate.
   *   <li>Its original destination becomes the quarantine queue, since JMX's retry would send it
   *       there.
   *   <li>It requires a response, so the send waits until it is stored, even if its sender does not
   *       wait.
   * </ul>
   */
  private void prepare(Message copy, ActiveMQDestination queue) {
    copy.setOriginalDestination(queue);
    copy.setDestination(queue);
    copy.setOriginalTransactionId(null);
    copy.setTransactionId(null);
    copy.setExpiration(0);
    copy.setPersistent(true);
    copy.setResponseRequired(true);
    copy.setMemoryUsage(null);
    copy.setRedeliveryCounter(0);
    copy.setTargetConsumerId(null);
    copy.setMessageId(new MessageId(ids, numbers.getNextSequenceId()));
  }

  /** The exchange by which only the quarantine itself sends. */
  static final class Keeping extends ProducerBrokerExchange {}

  private Keeping exchange() throws Exception {
    ConnectionContext context = service.getAdminConnectionContext().copy();
    context.setProducerFlowControl(false);
    // ActiveMQ would wait for room for ever, and all who are refused with it.
    context.getStopping().set(true);
    Keeping exchange = new Keeping();
    exchange.setProducerState(new ProducerState(new ProducerInfo()));
    exchange.setMutable(true);
    exchange.setConnectionContext(context);
    return exchange;
  }

  /**
   * Returns a message to its quarantine queue if a consumer keeps failing to handle it. Otherwise
   * it would go to a dead letter queue.
   *
   * @return whether it is a message of the quarantine
   */
  public boolean putBack(MessageReference reference) {
    Message message = reference.getMessage();
    if (message == null || !holds(message.getDestination())) {
      return false;
    }
    try {
      Message copy = message.copy();
      prepare(copy, message.getDestination());
      regions.send(exchange(), copy);
      return true;
    } catch (Exception e) {
      throw new IllegalStateException("a message in quarantine could not be put back", e);
    }
  }
}
