package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.ConnectorLimits.IgnoredOption;
import io.portcullis.rule.LimitFacts.UnreplacedPlaceholder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Requires bounds on connections, frames, inflated bodies, transactions, destinations, memory and
 * disk.
 *
 * <p>Why: one broken or hostile client uses up what has no bound. Then the broker fails for all
 * others. For a frame, the broker allocates the bytes that the frame's first bytes announce.
 *
 * <p>Before a login {@code require-authentication} lets a frame have {@value FrameFacts#MOST_BYTES}
 * bytes, and MQTT's CONNECT {@value FrameFacts#MOST_CONNECT_BYTES}. So {@code maximumConnections}
 * times that must fit into the heap. After the login, {@code maximumConnections} times {@code
 * maxFrameSize} is usually more than the heap. Only users who log in can use that, so it is shown
 * and is not a violation.
 *
 * <p>The rule judges the bounds that ActiveMQ keeps. ActiveMQ's defaults count. An option that
 * ActiveMQ cannot read, such as {@code wireFormat.maxFrameSize=10mb}, sets no bound: ActiveMQ logs
 * it and ignores it. Bounds by default:
 *
 * <ul>
 *   <li>MQTT: frames, 256 MiB.
 *   <li>STOMP: bodies, 100 MiB ({@code maxDataLength}); on NIO no bound on headers.
 *   <li>WebSocket: messages, 64 KiB.
 *   <li>OpenWire and AMQP: none.
 * </ul>
 *
 * <p>ActiveMQ also ignores an option in a connector's URI that it does not know: a misspelt one,
 * one in other case such as {@code wireformat.maxFrameSize}, and one without its prefix. Then
 * nothing is set, and nothing is logged. This rule reports every such option, whatever it is for,
 * of {@code transportConnectorURIs} too.
 *
 * <p>If nothing replaces a placeholder such as {@code ${activemq.data}}, ActiveMQ takes the text as
 * it stands. A folder then has that name. This rule reports each.
 *
 * <p>ActiveMQ has no option that bounds connections over WebSocket. That is not checked.
 *
 * <p>Remedy: the options and elements that each violation names, with what your clients need.
 *
 * <p>Source: ActiveMQ's security recommendations, the fifth and the twelfth (maxFrameSize,
 * maxUncommittedCount, maxDestinations). By its policy, "DoS attacks caused by OOM because users
 * did not configure a maxFrameSize or maxInflatedDataSize" are not security issues of ActiveMQ.
 */
final class BoundResources implements Rule {

  /** The rule's id. */
  public static final String ID = "bound-resources";

  private static final Fault UNCOMMITTED =
      new Fault(
          "uncommitted-unbounded",
          "%s, so one transaction may keep messages until memory is used up",
          "set %2$s=\"10000\" on <broker>, or what your transactions need");
  private static final Fault INFLATED =
      new Fault(
          "inflated-unbounded",
          "%s, so a small compressed body may become more than there is memory",
          "set %2$s=\"104857600\" on <broker>, in bytes, or what your messages need");
  private static final Fault CONNECTIONS =
      new Fault(
          "connections-unbounded",
          "%s, so connections may be opened until the broker has no threads, files or memory left",
          "write %2$s=%3$d into its URI, or what your clients need");
  private static final Fault FRAMES =
      new Fault(
          "frames-unbounded",
          "%s, so a client that has logged in can make the broker reserve up to 2 GiB for one"
              + " frame",
          "%3$s, in bytes, or what your messages need");
  private static final Fault LOGINS =
      new Fault(
          "logins-exceed-heap",
          "its connections may hold %d bytes in frames before their logins (%s times %d),"
              + " all connectors %d, and the heap has %d",
          "write %2$s=%6$d into its URI, or give the broker a larger heap");
  private static final Fault DESTINATIONS =
      new Fault(
          "destinations-unbounded",
          "no maxDestinations holds for them, so whoever may create one may create any number, each"
              + " with threads, memory and files",
          "%2$s, or what your clients need");
  private static final Fault SPACE =
      new Fault("space-unbounded", "it has no limit, so messages may fill %s", "%2$s");
  private static final Fault SPACE_SMALL =
      new Fault(
          "space-exceeds-room",
          "its limit of %d bytes is more than %s has (%d), so messages may fill it",
          "%4$s");

  private static final Fault MISSPELT =
      new Fault(
          "connector-option-misspelt",
          "ActiveMQ ignores the option %s of its URI, so it sets nothing",
          "remove %1$s from its URI, or write %2$s for %1$s in its URI, if you meant that");
  private static final Fault UNKNOWN =
      new Fault(
          "connector-option-unknown",
          "ActiveMQ ignores the option %s of its URI, which no class of this transport has",
          "remove %1$s from its URI");

  private static final Fault NOT_REPLACED =
      new Fault(
          "placeholder-not-replaced",
          "its %s has the placeholder ${%s}, which nothing replaces, so ActiveMQ takes it as it"
              + " stands",
          "%3$s");

  private static final String ADD =
      "put <bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>"
          + " first into <beans> around <broker>";

  private static final String FRAME_BYTES = "wireFormat.maxFrameSize=104857600";
  private static final int MOST_CONNECTIONS = 1000;
  private static final String BROKER = "broker";

  /** Names of elements. A waiver for a connector with such a name must give the kind. */
  private static final Set<String> OPTIONS = Set.of("maxUncommittedCount", "maxInflatedDataSize");

  private static final Set<String> USAGES =
      Set.of("memoryUsage", "storeUsage", "tempUsage", "jobSchedulerUsage");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "limits for connections, frames, transactions, destinations, memory and disk";
  }

  @Override
  public Kind plainKind(String name) {
    if (OPTIONS.contains(name)) {
      return Kind.OPTION;
    }
    return USAGES.contains(name) ? Kind.USAGE : Kind.CONNECTOR;
  }

  @Override
  public boolean enforcedByDefault() {
    return false;
  }

  @Override
  public List<Violation> judge(LimitFacts limits) {
    List<Violation> violations = new ArrayList<>();
    limits.connectors().forEach(connector -> judge(connector, limits, violations));
    judgeLogins(limits, violations);
    limits
        .uncommitted()
        .filter(bound -> !bound.holds())
        .ifPresent(
            bound ->
                violations.add(
                    violation(
                        option(bound), UNCOMMITTED, Argument.shown(bound.lack()), bound.option())));
    limits
        .inflated()
        .filter(bound -> !bound.holds())
        .ifPresent(
            bound ->
                violations.add(
                    violation(
                        option(bound), INFLATED, Argument.shown(bound.lack()), bound.option())));
    limits.destinations().stream()
        .filter(limit -> !limit.bounded())
        .forEach(limit -> violations.add(endless(limit)));
    limits.spaces().forEach(space -> judge(space, limits.spaces(), violations));
    limits.unreplaced().forEach(placeholder -> violations.add(notReplaced(placeholder)));
    return violations;
  }

  private void judge(ConnectorLimits connector, LimitFacts limits, List<Violation> violations) {
    connector.ignored().forEach(option -> violations.add(ignored(connector.connector(), option)));
    connector
        .connections()
        .filter(bound -> !bound.holds())
        .ifPresent(
            bound ->
                violations.add(
                    violation(
                        connector.connector(),
                        CONNECTIONS,
                        Argument.shown(bound.lack()),
                        bound.option(),
                        Argument.shown(connections(connector, limits)))));
    for (Bound bound : connector.frames()) {
      if (!bound.holds()) {
        violations.add(
            violation(
                connector.connector(),
                FRAMES,
                Argument.shown(bound.lack()),
                bound.option(),
                Argument.shown(boundingFrames(bound))));
      }
    }
  }

  /** Returns a number of connections whose frames before the login have room in the heap. */
  private static long connections(ConnectorLimits connector, LimitFacts limits) {
    long share = limits.heapBytes() / limits.connectors().size();
    return Math.max(1, Math.min(MOST_CONNECTIONS, share / connector.loginBytes()));
  }

  /** Says how to bound frames. An option may turn the bound off, and then it must go. */
  private static String boundingFrames(Bound bound) {
    return bound.option().endsWith("Enabled")
        ? "remove %s from its URI, and write %s into its URI".formatted(bound.option(), FRAME_BYTES)
        : "write %s=104857600 into its URI".formatted(bound.option());
  }

  private Violation ignored(Judged connector, IgnoredOption option) {
    return option
        .meant()
        .map(meant -> violation(connector, MISSPELT, option.name(), Argument.shown(meant)))
        .orElseGet(() -> violation(connector, UNKNOWN, option.name()));
  }

  private Violation notReplaced(UnreplacedPlaceholder placeholder) {
    String name = placeholder.name();
    String place = "its " + placeholder.property();
    String meant =
        placeholder
            .meant()
            .map(right -> "write ${%s} for ${%s} in %s".formatted(right, name, place))
            .orElseGet(
                () ->
                    "give it a value with -D%1$s=VALUE, or write its value for ${%1$s} in %2$s"
                        .formatted(name, place));
    boolean right = placeholder.meant().filter(name::equals).isPresent();
    String remedy =
        placeholder.replaces() ? meant : right ? ADD : "%s, and %s".formatted(ADD, meant);
    return violation(
        placeholder, NOT_REPLACED, placeholder.property(), name, Argument.shown(remedy));
  }

  /**
   * Judges the frames before the login. All connectors share the heap. If only their sum is too
   * large, each connector is named.
   */
  private void judgeLogins(LimitFacts limits, List<Violation> violations) {
    long all =
        limits.connectors().stream()
            .mapToLong(connector -> connector.allLoginBytes().orElse(0))
            .sum();
    if (all <= limits.heapBytes()) {
      return;
    }
    for (ConnectorLimits connector : limits.connectors()) {
      OptionalLong own = connector.allLoginBytes();
      if (own.isPresent()) {
        violations.add(
            violation(
                connector.connector(),
                LOGINS,
                Argument.shown(own.getAsLong()),
                Argument.shown(connector.connections().map(Bound::option).orElse("")),
                Argument.shown(connector.loginBytes()),
                Argument.shown(all),
                Argument.shown(limits.heapBytes()),
                Argument.shown(connections(connector, limits))));
      }
    }
  }

  private Violation endless(DestinationLimit limit) {
    return violation(
        limit, DESTINATIONS, limit.policyEntry(), Argument.shown(limit.place().bounding(limit)));
  }

  private static Named option(Bound bound) {
    return new Named(Resource.of(Kind.OPTION, bound.option()), BROKER);
  }

  private void judge(SpaceLimit space, List<SpaceLimit> all, List<Violation> violations) {
    if (space.limitBytes() <= 0) {
      violations.add(
          violation(
              Named.of(Kind.USAGE, space.element()),
              SPACE,
              Argument.shown(space.room()),
              Argument.shown(SpaceLimit.bounding(space, all))));
    } else if (space.wholeBytes().isPresent()
        && space.limitBytes() > space.wholeBytes().getAsLong()) {
      violations.add(
          violation(
              Named.of(Kind.USAGE, space.element()),
              SPACE_SMALL,
              Argument.shown(space.limitBytes()),
              Argument.shown(space.room()),
              Argument.shown(space.wholeBytes().getAsLong()),
              Argument.shown(SpaceLimit.bounding(space, all))));
    }
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    LimitFacts limits = posture.limits();
    List<String> unknown = new ArrayList<>(ofConnectors(limits));
    if (limits.uncommitted().isEmpty()) {
      unknown.add(
          "the messages of a transaction; this version of ActiveMQ has no bound for them that"
              + " works");
    }
    if (limits.inflated().isEmpty()) {
      unknown.add(
          "what compressed bodies become; this version of ActiveMQ has no bound for it, and the"
              + " gate refuses them, unless a body policy takes any");
    }
    return unknown;
  }

  /** Returns what is unknown of connectors. What is the same of several is one line. */
  private static List<String> ofConnectors(LimitFacts limits) {
    Map<String, List<String>> unknown = new LinkedHashMap<>();
    for (ConnectorLimits connector : limits.connectors()) {
      for (String what : unknown(connector, limits.heapBytes())) {
        unknown.computeIfAbsent(what, its -> new ArrayList<>()).add(connector.connector().where());
      }
    }
    return unknown.entrySet().stream()
        .map(line -> "%s: %s".formatted(String.join(", ", line.getValue()), line.getKey()))
        .toList();
  }

  private static List<String> unknown(ConnectorLimits connector, long heapBytes) {
    List<String> unknown = new ArrayList<>();
    if (connector.connections().isEmpty()) {
      unknown.add("how many connect; ActiveMQ has no bound for it, something before it may");
    }
    OptionalLong large = connector.allFrameBytes();
    if (large.isPresent() && large.getAsLong() > heapBytes) {
      unknown.add(
          ("whether users fill the heap; the connections of a connector may hold %d bytes in frames"
                  + " after their logins, and the heap has %d")
              .formatted(large.getAsLong(), heapBytes));
    }
    if (connector.frames().isEmpty()) {
      unknown.add("the size of its frames; its protocol is not known");
    }
    return unknown;
  }
}
