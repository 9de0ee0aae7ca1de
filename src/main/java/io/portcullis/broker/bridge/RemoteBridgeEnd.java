package io.portcullis.broker.bridge;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.LogText;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.PrintableError;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.BridgeDemandFacts;
import io.portcullis.rule.BridgeDemandFacts.Demand;
import io.portcullis.rule.BridgeDemandFacts.Included;
import io.portcullis.rule.PeerNameFacts;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.activemq.advisory.AdvisorySupport;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.BrokerSubscriptionInfo;
import org.apache.activemq.command.ConnectionError;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DataStructure;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.ExceptionResponse;
import org.apache.activemq.command.KeepAliveInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageDispatch;
import org.apache.activemq.command.Response;
import org.apache.activemq.command.ShutdownInfo;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.network.NetworkBridgeConfiguration;
import org.apache.activemq.transport.FutureResponse;
import org.apache.activemq.transport.ResponseCallback;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remote end of a bridge that this broker makes, as the bridge sees it. A bridge does what its
 * peer asks in the name of the bridge's own user. So this class drops what the network connector
 * does not include. It passes a peer's texts to ActiveMQ's log only as far as a log can show them.
 */
final class RemoteBridgeEnd extends TransportFilter {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteBridgeEnd.class);

  private final NetworkBridgeConfiguration configuration;
  private final Enforcer enforcer;
  private final PathSeparators separators;

  RemoteBridgeEnd(
      Transport peer,
      NetworkBridgeConfiguration configuration,
      Enforcer enforcer,
      PathSeparators separators) {
    super(peer);
    this.configuration = configuration;
    this.enforcer = enforcer;
    this.separators = separators;
  }

  @Override
  public void onCommand(Object command) {
    if (command instanceof BrokerInfo info) {
      hearName(info);
    } else if (command instanceof MessageDispatch dispatch) {
      withoutForeignDemand(dispatch.getMessage());
      super.onCommand(dispatch);
    } else if (command instanceof BrokerSubscriptionInfo durables) {
      withoutForeignDemand(durables);
      super.onCommand(durables);
    } else if (command instanceof ConnectionError error) {
      error.setException(PrintableError.of(error.getException()));
      super.onCommand(error);
    } else if (configuration.isDuplex()) {
      hearDuplex(command);
    } else if (isExpected(command)) {
      super.onCommand(command);
    } else {
      // ActiveMQ would write all of it into its log, and do nothing.
      LOG.debug("A peer's {} means nothing to a bridge", command.getClass().getSimpleName());
    }
  }

  private static boolean isExpected(Object command) {
    return command instanceof KeepAliveInfo
        || command instanceof WireFormatInfo
        || command instanceof ShutdownInfo
        || command instanceof Response;
  }

  private void hearName(BrokerInfo info) {
    Optional<String> fault = LogText.fault("broker name", info.getBrokerName());
    if (fault.isPresent()) {
      PeerNameFacts peer = new PeerNameFacts(link(), getRemoteAddress(), fault.get());
      List<Violation> refused =
          enforcer.judge(Moment.CONNECTION, subject(""), peer, rule -> rule.judge(peer));
      if (!refused.isEmpty()) {
        super.onException(new IOException(refused.get(0).line()));
        return;
      }
    }
    super.onCommand(info);
  }

  /** Handles commands of a duplex bridge. Its peer also sends messages and requests advisories. */
  private void hearDuplex(Object command) {
    if (command instanceof Message message) {
      withoutForeignDemand(message);
      ActiveMQDestination destination = message.getDestination();
      if (destination == null
          || AdvisorySupport.isAdvisoryTopic(destination)
          || isTemporary(destination)
          || !isRefused(Demand.SEND, destination)) {
        super.onCommand(message);
      } else {
        answer(message);
      }
    } else if (command instanceof ConsumerInfo consumer
        && !isForAdvisories(consumer.getDestination())
        && isRefused(Demand.READ, consumer.getDestination())) {
      LOG.debug("A peer's consumer is left out");
    } else {
      super.onCommand(command);
    }
  }

  /** Answers a request that the bridge does not include, as ActiveMQ does. */
  private void answer(Message message) {
    if (message.isResponseRequired()) {
      Response done = new Response();
      done.setCorrelationId(message.getCommandId());
      try {
        oneway(done);
      } catch (IOException e) {
        super.onException(e);
      }
    }
  }

  private static boolean isTemporary(ActiveMQDestination destination) {
    return destination.isTemporary() && !destination.isComposite();
  }

  private static boolean isForAdvisories(ActiveMQDestination destination) {
    return destination != null
        && Arrays.stream(parts(destination)).allMatch(AdvisorySupport::isAdvisoryTopic);
  }

  private static ActiveMQDestination[] parts(ActiveMQDestination destination) {
    return destination.isComposite()
        ? destination.getCompositeDestinations()
        : new ActiveMQDestination[] {destination};
  }

  /**
   * Replaces an advisory that the bridge does not include. The bridge must still count it, or its
   * window would close forever.
   */
  private void withoutForeignDemand(Message messageOrNull) {
    if (messageOrNull != null && isForeign(messageOrNull.getDataStructure())) {
      messageOrNull.setDataStructure(new KeepAliveInfo());
    }
  }

  private void withoutForeignDemand(BrokerSubscriptionInfo durables) {
    ConsumerInfo[] all = durables.getSubscriptionInfos();
    if (all != null && configuration.isSyncDurableSubs()) {
      durables.setSubscriptionInfos(
          Arrays.stream(all)
              .filter(Objects::nonNull)
              .filter(info -> !isForeign(info))
              .toArray(ConsumerInfo[]::new));
    }
  }

  private boolean isForeign(DataStructure demandOrNull) {
    if (demandOrNull instanceof ConsumerInfo consumer) {
      return consumer.getDestination() != null
          && !consumer.isBrowser()
          && isRefused(Demand.READ, consumer.getDestination());
    }
    return demandOrNull instanceof DestinationInfo destination
        && destination.getDestination() != null
        && isRefused(
            destination.isRemoveOperation() ? Demand.REMOVE : Demand.MAKE,
            destination.getDestination());
  }

  private boolean isRefused(Demand demand, ActiveMQDestination asked) {
    ActiveMQDestination destination = separators.translate(asked);
    BridgeDemandFacts facts =
        new BridgeDemandFacts(
            link(), getRemoteAddress(), demand, DestinationNames.of(destination), included());
    return !enforcer
        .judge(
            Moment.CONNECTION,
            subject(facts.destination().shown()),
            facts,
            rule -> rule.judge(facts))
        .isEmpty();
  }

  private Included included() {
    return new Included(
        names(configuration.getExcludedDestinations()),
        names(configuration.getStaticallyIncludedDestinations()),
        names(configuration.getDynamicallyIncludedDestinations()),
        configuration.isBridgeTempDestinations());
  }

  private static List<DestinationName> names(Collection<ActiveMQDestination> destinationsOrNull) {
    return destinationsOrNull == null
        ? List.of()
        : destinationsOrNull.stream()
            .flatMap(destination -> DestinationNames.of(destination).parts().stream())
            .toList();
  }

  private String link() {
    return String.valueOf(configuration.getName());
  }

  private Subject subject(String destination) {
    return new Subject(
        link(), Subjects.text(getRemoteAddress()), "", "", Protocol.OPENWIRE.word(), destination);
  }

  /**
   * Sends a request. If the peer refuses it, ActiveMQ logs the reason, so the reason is made
   * printable. A filter would lose the callback.
   */
  @Override
  public FutureResponse asyncRequest(Object command, ResponseCallback callback) throws IOException {
    return getNext()
        .asyncRequest(
            command, callback == null ? null : answer -> callback.onCompletion(printable(answer)));
  }

  /** Wraps an answer. It can be taken out only once, so the waiting thread gets another one. */
  private static FutureResponse printable(FutureResponse answer) {
    Response response;
    try {
      response = answer.getResult();
    } catch (IOException e) {
      response = new ExceptionResponse(e);
    }
    PrintableError.makePrintable(response);
    FutureResponse printable = new FutureResponse(null);
    printable.set(response);
    return printable;
  }

  @Override
  public void onException(IOException error) {
    super.onException(PrintableError.of(error));
  }
}
