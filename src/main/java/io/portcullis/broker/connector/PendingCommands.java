package io.portcullis.broker.connector;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.BrokerSubscriptionInfo;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionControl;
import org.apache.activemq.command.ConsumerInfo;

/**
 * Commands that wait for a login. A bridge says who it is before it logs in, and a reconnecting
 * client says what it supports. It holds one command of each kind, with at most {@value
 * #MOST_CHARACTERS} characters.
 */
final class PendingCommands {

  /** The maximum length of a command's text. A bridge lists destinations by name. */
  static final int MOST_CHARACTERS = 65_536;

  /**
   * The size of one entry in a list of peers. It exceeds the maximum, because no bridge sends such
   * a list.
   */
  private static final long WHOLE = MOST_CHARACTERS + 1L;

  /** The characters that a subscription counts for besides its text. */
  private static final int CONSUMER = 32;

  private Set<Class<?>> seen = Set.of();
  private List<Command> held = List.of();

  /**
   * Tells whether a command is of a kind that waits, and is the first of that kind on this
   * connection.
   */
  synchronized boolean waits(Object command) {
    return isOfKind(command) && !seen.contains(command.getClass());
  }

  private static boolean isOfKind(Object command) {
    return command instanceof BrokerInfo
        || command instanceof BrokerSubscriptionInfo
        || command instanceof ConnectionControl;
  }

  /** Tells whether a command exceeds the maximum length. */
  static boolean isTooLarge(Command command) {
    return size(command) > MOST_CHARACTERS;
  }

  private static long size(Command command) {
    if (command instanceof BrokerInfo info) {
      return length(info.getBrokerName())
          + length(info.getBrokerURL())
          + length(info.getBrokerUploadUrl())
          + length(info.getNetworkProperties())
          + (info.getBrokerId() == null ? 0 : length(info.getBrokerId().getValue()))
          + (info.getPeerBrokerInfos() == null ? 0L : info.getPeerBrokerInfos().length * WHOLE);
    }
    if (command instanceof ConnectionControl control) {
      return length(control.getConnectedBrokers())
          + length(control.getReconnectTo())
          + (control.getToken() == null ? 0 : control.getToken().length);
    }
    ConsumerInfo[] subscriptions = ((BrokerSubscriptionInfo) command).getSubscriptionInfos();
    return subscriptions == null
        ? 0
        : Arrays.stream(subscriptions).mapToLong(PendingCommands::size).sum();
  }

  private static long size(ConsumerInfo subscription) {
    return CONSUMER
        + length(subscription.getClientId())
        + length(subscription.getSubscriptionName())
        + length(subscription.getSelector())
        + (subscription.getDestination() == null
            ? 0
            : length(subscription.getDestination().getPhysicalName()));
  }

  private static long length(String textOrNull) {
    return textOrNull == null ? 0 : textOrNull.length();
  }

  /** Keeps a command. */
  synchronized void keep(Command command) {
    see(command);
    held = Stream.concat(held.stream(), Stream.of(command)).toList();
  }

  /** Blocks further commands of this kind. */
  synchronized void see(Command command) {
    seen =
        Stream.concat(seen.stream(), Stream.of(command.getClass()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Takes out the command that says who a bridge is. */
  synchronized Optional<BrokerInfo> takeIdentity() {
    Optional<BrokerInfo> identity =
        held.stream().filter(BrokerInfo.class::isInstance).map(BrokerInfo.class::cast).findFirst();
    held = held.stream().filter(command -> !(command instanceof BrokerInfo)).toList();
    return identity;
  }

  /** Takes out the other commands, in their order. */
  synchronized List<Command> takeRest() {
    List<Command> rest = held;
    held = List.of();
    return rest;
  }
}
