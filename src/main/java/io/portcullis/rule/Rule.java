package io.portcullis.rule;

import io.portcullis.policy.Resource.Kind;
import java.util.List;

/**
 * A requirement that the gate checks. A rule judges the facts whose methods it overrides, and
 * accepts all others. Rules that judge messages are {@link SendRule}s.
 */
public interface Rule {

  /** What the log, the README and the operator's exceptions call the rule. */
  String id();

  /** What the rule demands, as reports and the README's table say it: a noun, and no full stop. */
  String demand();

  /** Whether the rule refuses where neither {@code reportOnly} nor {@code enforce} names it. */
  default boolean enforcedByDefault() {
    return true;
  }

  /**
   * Whether the rule also judges what comes after the start by itself: connections, messages, or
   * what time changes.
   */
  default boolean judgesLater() {
    return false;
  }

  /** Whether the rule judges clients and their messages only, so nothing before there are any. */
  default boolean judgesClientsOnly() {
    return false;
  }

  /** Whether the rule judges the authorization map only, so nothing where it is not asked. */
  default boolean judgesAuthorizationOnly() {
    return false;
  }

  /**
   * Judges the broker as it is about to start; who may do what, its connectors and its links are
   * judged by themselves.
   */
  default List<Violation> judge(BrokerFacts broker) {
    return List.of();
  }

  /** Judges who may do what, at the start and when the authorization map is replaced. */
  default List<Violation> judge(AuthorizationFacts authorization) {
    return List.of();
  }

  /** Judges what the broker is managed with, as far as it can be told when the broker starts. */
  default List<Violation> judge(ManagementFacts management) {
    return List.of();
  }

  /** Judges the process that the broker runs in, when it starts. */
  default List<Violation> judge(ProcessFacts process) {
    return List.of();
  }

  /** Judges what clients may use up of the broker, when it starts. */
  default List<Violation> judge(LimitFacts limits) {
    return List.of();
  }

  /** Judges a file that the broker depends on, when it starts. */
  default List<Violation> judge(FileFacts file) {
    return List.of();
  }

  /** Judges a file that the broker depends on and that could not be looked at in time. */
  default List<Violation> judge(SilentFileFacts file) {
    return List.of();
  }

  /**
   * What the rule has to do with and cannot know, each in words: no violation, and not to be passed
   * over in silence.
   */
  default List<String> notChecked(PostureFacts posture) {
    return List.of();
  }

  /** Judges a transport connector before it listens. */
  default List<Violation> judge(ConnectorFacts connector) {
    return List.of();
  }

  /**
   * What will be a violation of a transport connector before long. It is reported, and never
   * refused.
   */
  default List<Violation> foresee(ConnectorFacts connector) {
    return List.of();
  }

  /** Judges a link to elsewhere before it is made. */
  default List<Violation> judge(LinkFacts link) {
    return List.of();
  }

  /** Judges whoever was accepted, before a byte is read from it. */
  default List<Violation> judge(PeerFacts peer) {
    return List.of();
  }

  /** Judges a frame that is larger than a login may be, before there is one. */
  default List<Violation> judge(FrameFacts frame) {
    return List.of();
  }

  /** Judges how often a client wants to hear from the broker. */
  default List<Violation> judge(HeartBeatFacts beat) {
    return List.of();
  }

  /** Judges a connection that ended before anybody knew what it speaks. */
  default List<Violation> judge(SilentClientFacts silence) {
    return List.of();
  }

  /** Judges a connection before the broker knows it. */
  default List<Violation> judge(ConnectionFacts connection) {
    return List.of();
  }

  /** Judges how a connection was logged in. */
  default List<Violation> judge(LoginFacts login) {
    return List.of();
  }

  /** Judges a peer's wish for a bridge in both directions. */
  default List<Violation> judge(PeerBridgeFacts bridge) {
    return List.of();
  }

  /** Judges what somebody did who is not logged in, or who logs in once more. */
  default List<Violation> judge(UnauthenticatedFacts stranger) {
    return List.of();
  }

  /** Judges a command of somebody who is logged in, and who it belongs to. */
  default List<Violation> judge(CommandFacts command) {
    return List.of();
  }

  /** Judges how a client numbers its messages. */
  default List<Violation> judge(SequenceFacts sequence) {
    return List.of();
  }

  /** Judges whoever says that it is the bridge of a peer broker. */
  default List<Violation> judge(BridgeClaimFacts claim) {
    return List.of();
  }

  /** Judges where a request to the web console or Jolokia comes from. */
  default List<Violation> judge(OriginFacts request) {
    return List.of();
  }

  /** Judges what a peer wants a bridge of this broker to do. */
  default List<Violation> judge(BridgeDemandFacts demand) {
    return List.of();
  }

  /** Judges what a peer calls itself. */
  default List<Violation> judge(BridgePeerFacts peer) {
    return List.of();
  }

  /** Judges the use of a right, where no authorization map does. */
  default List<Violation> judge(RightFacts right) {
    return List.of();
  }

  /** Judges the use of a composite destination that ActiveMQ takes for a temporary one. */
  default List<Violation> judge(UseFacts use) {
    return List.of();
  }

  /** Judges the use of an id that may belong to somebody else. */
  default List<Violation> judge(TakeoverFacts takeover) {
    return List.of();
  }

  /** Judges the use or the removal of a durable subscription. */
  default List<Violation> judge(SubscriptionFacts subscription) {
    return List.of();
  }

  /** Judges a selector that a client wants to consume with. */
  default List<Violation> judge(SelectorFacts selector) {
    return List.of();
  }

  /** Judges what a client sends to or makes, where its name is no ordinary one. */
  default List<Violation> judge(TargetFacts target) {
    return List.of();
  }

  /** Judges how much a client's name of a destination is. */
  default List<Violation> judge(NameFacts name) {
    return List.of();
  }

  /** Judges the use of a temporary destination that only whoever made it has. */
  default List<Violation> judge(TemporaryUseFacts use) {
    return List.of();
  }

  /** Judges the use of a distributed transaction. */
  default List<Violation> judge(TransactionFacts use) {
    return List.of();
  }

  /**
   * The kind that a waiver of this rule means by a name alone. A name is of one kind; for all
   * others of the rule a waiver has to say the kind.
   */
  default Kind plainKind(String name) {
    return Kind.CONNECTOR;
  }

  /**
   * What is wrong with something by this rule.
   *
   * @param arguments what the texts of the fault name: each an {@link Argument}, or the value of
   *     one that identifies
   */
  default Violation violation(Judged judged, Fault fault, Object... arguments) {
    return Violation.of(id(), judged, fault, arguments);
  }
}
