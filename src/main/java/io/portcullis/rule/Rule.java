package io.portcullis.rule;

import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A requirement that the gate checks. A rule judges the facts whose methods it overrides, and
 * accepts all others. Rules that judge messages are {@link SendRule}s.
 */
public interface Rule {

  /** Returns the rule's name in the log, the manual and the operator's waivers. */
  String id();

  /**
   * Returns what the rule requires, for reports and the manual's table: a noun phrase without a
   * full stop.
   */
  String demand();

  /** Tells whether the rule refuses if neither {@code reportOnly} nor {@code enforce} names it. */
  default boolean enforcedByDefault() {
    return true;
  }

  /**
   * Tells whether the rule also judges after the start: connections, messages, or what time
   * changes.
   */
  default boolean judgesLater() {
    return false;
  }

  /** Says why the policy does not require it, in a few words; empty if the policy does. */
  default Optional<String> notRequired() {
    return Optional.empty();
  }

  /**
   * Says what a broker lacks for the rule to judge, in a few words such as {@code no TLS
   * connector}; empty if the rule judges something at the start. Then the rule has not passed.
   */
  default Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return Optional.empty();
  }

  /**
   * Tells whether the rule judges only the authorization map. If the map is not asked, it judges
   * nothing.
   */
  default boolean judgesAuthorizationOnly() {
    return false;
  }

  /** Judges a broker that is about to start. Rights, connectors and links are judged separately. */
  default List<Violation> judge(BrokerFacts broker) {
    return List.of();
  }

  /** Judges who has which rights, at the start and when the authorization map is replaced. */
  default List<Violation> judge(AuthorizationFacts authorization) {
    return List.of();
  }

  /** Judges the broker's management interfaces, as far as they are known at its start. */
  default List<Violation> judge(ManagementFacts management) {
    return List.of();
  }

  /** Judges the process that the broker runs in, when it starts. */
  default List<Violation> judge(ProcessFacts process) {
    return List.of();
  }

  /** Judges the limits on what clients may use of the broker, at its start. */
  default List<Violation> judge(LimitFacts limits) {
    return List.of();
  }

  /** Judges a file that the broker depends on, when it starts. */
  default List<Violation> judge(FileFacts file) {
    return List.of();
  }

  /** Judges a file that the broker depends on and that did not respond in time. */
  default List<Violation> judge(SilentFileFacts file) {
    return List.of();
  }

  /**
   * Describes what the rule cannot check, each in words. It is not a violation, and reports show
   * it.
   */
  default List<String> notChecked(PostureFacts posture) {
    return List.of();
  }

  /** Judges a transport connector before it listens. */
  default List<Violation> judge(ConnectorFacts connector) {
    return List.of();
  }

  /**
   * Returns violations of a transport connector that will occur soon, or that harm nobody but its
   * own clients. They are reported and never refused.
   */
  default List<Violation> foresee(ConnectorFacts connector) {
    return List.of();
  }

  /**
   * Returns violations of a broker that a start survives, such as parts of the configuration that
   * do not fit each other. They are reported and never refused.
   */
  default List<Violation> foresee(BrokerFacts broker) {
    return List.of();
  }

  /** Judges a link before it is made. */
  default List<Violation> judge(LinkFacts link) {
    return List.of();
  }

  /** Judges the other end of an accepted transport, before a byte is read from it. */
  default List<Violation> judge(PeerFacts peer) {
    return List.of();
  }

  /** Judges a frame before the login that is larger than a login may be. */
  default List<Violation> judge(FrameFacts frame) {
    return List.of();
  }

  /** Judges how often a client asks for heart-beats. */
  default List<Violation> judge(HeartBeatFacts beat) {
    return List.of();
  }

  /** Judges a connection that ended before its protocol was known. */
  default List<Violation> judge(SilentClientFacts silence) {
    return List.of();
  }

  /** Judges a connection before the broker gets it. */
  default List<Violation> judge(ConnectionFacts connection) {
    return List.of();
  }

  /** Judges how a connection was logged in. */
  default List<Violation> judge(LoginFacts login) {
    return List.of();
  }

  /** Judges a peer's request for a duplex bridge. */
  default List<Violation> judge(DuplexBridgeFacts bridge) {
    return List.of();
  }

  /** Judges an action of a client that is not logged in, or that logs in once more. */
  default List<Violation> judge(UnauthenticatedFacts stranger) {
    return List.of();
  }

  /** Judges a command of a logged-in client, and the owner of its id. */
  default List<Violation> judge(CommandFacts command) {
    return List.of();
  }

  /** Judges how a client numbers its messages. */
  default List<Violation> judge(SequenceFacts sequence) {
    return List.of();
  }

  /** Judges a client that claims to be the bridge of a peer broker. */
  default List<Violation> judge(BridgeClaimFacts claim) {
    return List.of();
  }

  /** Judges the origin of a request to the web console or Jolokia. */
  default List<Violation> judge(OriginFacts request) {
    return List.of();
  }

  /** Judges a peer's request to a bridge of this broker. */
  default List<Violation> judge(BridgeDemandFacts demand) {
    return List.of();
  }

  /** Judges a peer's name. */
  default List<Violation> judge(PeerNameFacts peer) {
    return List.of();
  }

  /** Judges the use of a right that no authorization map checks. */
  default List<Violation> judge(RightFacts right) {
    return List.of();
  }

  /** Judges the use of a composite destination that ActiveMQ takes as a temporary one. */
  default List<Violation> judge(UseFacts use) {
    return List.of();
  }

  /** Judges the use of an id that may belong to another client. */
  default List<Violation> judge(TakeoverFacts takeover) {
    return List.of();
  }

  /** Judges the use or removal of a durable subscription. */
  default List<Violation> judge(SubscriptionFacts subscription) {
    return List.of();
  }

  /** Judges a client's selector. */
  default List<Violation> judge(SelectorFacts selector) {
    return List.of();
  }

  /** Judges a special destination that a client sends to or creates. */
  default List<Violation> judge(TargetFacts target) {
    return List.of();
  }

  /** Judges the size of a destination name that a client chose. */
  default List<Violation> judge(NameFacts name) {
    return List.of();
  }

  /** Judges a use of a temporary destination that is reserved for its creator. */
  default List<Violation> judge(TemporaryUseFacts use) {
    return List.of();
  }

  /** Judges a use of a distributed transaction. */
  default List<Violation> judge(TransactionFacts use) {
    return List.of();
  }

  /**
   * Returns the kind that a name alone means in a waiver of this rule. For other kinds the waiver
   * must give the kind.
   */
  default Kind plainKind(String name) {
    return Kind.CONNECTOR;
  }

  /**
   * Creates a violation of this rule.
   *
   * @param arguments the arguments of the fault's texts: each is an {@link Argument}, or the value
   *     of one that identifies
   */
  default Violation violation(Judged judged, Fault fault, Object... arguments) {
    return Violation.of(id(), judged, fault, arguments);
  }
}
