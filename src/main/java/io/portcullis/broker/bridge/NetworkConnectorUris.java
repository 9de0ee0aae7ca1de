package io.portcullis.broker.bridge;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what a network connector's URI does besides connecting. For {@code vm://} ActiveMQ creates
 * a missing broker, from a file or an address if the options name one. The options of an outer URI
 * reach the inner one.
 */
public final class NetworkConnectorUris {

  /** Discovery agents that only find. What they find is judged when they find it. */
  private static final Set<String> AGENTS =
      Set.of("static", "simple", "masterslave", "multicast", "zeroconf");

  /** Schemes that only connect. */
  private static final Set<String> CONNECTING =
      Set.of(
          "tcp",
          "nio",
          "auto",
          "auto+nio",
          "ssl",
          "nio+ssl",
          "auto+ssl",
          "auto+nio+ssl",
          "http",
          "https");

  /** Schemes whose transport chooses a target by a discovery agent of its own. */
  private static final Set<String> FINDING = Set.of("fanout", "discovery");

  /** Schemes that connect to one of several, by ActiveMQ's failover transport. */
  private static final Set<String> FAILING_OVER = Set.of("failover", "masterslave");

  private static final String IN_VM = "vm";
  private static final Pattern VM_NAME = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final String ONLY_CONNECT = "create=false";

  /** Options of a vm:// URI that only say how to connect. */
  private static final Set<String> HARMLESS = Set.of("create", "async", "marshal", "waitForStart");

  /**
   * A query that can be read in one way only. ActiveMQ decodes a query before it takes it apart,
   * and takes what follows the last question mark.
   */
  private static final Pattern PLAIN_QUERY =
      Pattern.compile("(?:[A-Za-z]+=[A-Za-z0-9]*(?:&[A-Za-z]+=[A-Za-z0-9]*)*)?");

  /** Options of an outer URI that its inner URIs inherit. */
  private static final Pattern HANDED_DOWN =
      Pattern.compile("(?:nested|discovered)\\..*", Pattern.CASE_INSENSITIVE);

  private static final Pattern READS_ADDRESSES =
      Pattern.compile("updateURIsURL", Pattern.CASE_INSENSITIVE);

  /** Names of options, as ActiveMQ's documentation spells them. */
  private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z0-9_.-]*");

  private NetworkConnectorUris() {}

  /** Describes what a discovery agent creates or reads; empty if it only finds. */
  static List<String> makes(URI agent) {
    return Locations.isChoice(agent) ? makesAt(agent) : agentFault(agent).stream().toList();
  }

  /** Tells why a discovery agent may do more than find. */
  public static Optional<String> agentFault(URI agent) {
    return AGENTS.contains(scheme(agent))
        ? Optional.empty()
        : Optional.of(
            "discovery agent %s may make or load something in this JVM".formatted(scheme(agent)));
  }

  /**
   * Describes the local end of a network connector, if it is not its own broker. ActiveMQ adds
   * create=false itself.
   */
  public static Optional<String> ownEnd(URI uri, String brokerName) {
    if (!scheme(uri).equals(IN_VM)
        || !brokerName.equals(uri.getRawAuthority())
        || (uri.getRawPath() != null && !uri.getRawPath().isEmpty())
        || uri.getRawFragment() != null) {
      return Optional.of("leads to " + Locations.of(uri));
    }
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return PLAIN_QUERY.matcher(query).matches()
            && Arrays.stream(query.split("&", -1))
                .map(option -> option.split("=", 2)[0])
                .allMatch(key -> key.isEmpty() || HARMLESS.contains(key))
        ? Optional.empty()
        : Optional.of("has options that make a broker");
  }

  /** Describes what a URI creates or reads when it is connected to; empty if it only connects. */
  static List<String> makesAt(URI uri) {
    List<String> found = new ArrayList<>();
    look(uri, false, found);
    return found;
  }

  private static void look(URI uri, boolean outerHandsDown, List<String> found) {
    if (Locations.isChoice(uri)) {
      if (FINDING.contains(scheme(uri))) {
        found.add("%s connects to what nobody judges".formatted(uri.getScheme()));
      }
      String options = options(uri);
      List<String> names = names(options);
      if (options.contains("?") || !names.stream().allMatch(OPTION_NAME.asMatchPredicate())) {
        found.add("%s has options that can be read in two ways".formatted(uri.getScheme()));
      }
      if (names.stream().anyMatch(READS_ADDRESSES.asMatchPredicate())) {
        found.add("%s reads addresses from elsewhere".formatted(uri.getScheme()));
      }
      boolean handedDown =
          outerHandsDown || names.stream().anyMatch(HANDED_DOWN.asMatchPredicate());
      for (URI part : Locations.parts(uri)) {
        if (FAILING_OVER.contains(scheme(uri)) && Locations.isChoice(part)) {
          found.add(
              "%s within %s lets a peer say where to connect".formatted(scheme(part), scheme(uri)));
        }
        look(part, handedDown, found);
      }
      return;
    }
    String scheme = scheme(uri);
    if (scheme.equals(IN_VM)) {
      fault(uri, outerHandsDown).ifPresent(found::add);
    } else if (!CONNECTING.contains(scheme)) {
      found.add("scheme %s may make or load something in this JVM".formatted(scheme));
    }
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the options after the parts, as ActiveMQ finds them: behind the parenthesis that
   * matches the first one. Without parentheses, everything behind the first question mark.
   */
  private static String options(URI uri) {
    String text = uri.getRawSchemeSpecificPart();
    int open = text.indexOf('(');
    int end = open;
    for (int depth = 0, i = open; i >= 0 && i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        end = i;
        break;
      }
    }
    String behind = text.substring(Math.max(end, 0));
    int start = behind.indexOf('?');
    return start < 0 ? "" : behind.substring(start + 1);
  }

  private static List<String> names(String options) {
    return Arrays.stream(options.split("&", -1)).map(option -> option.split("=", 2)[0]).toList();
  }

  private static Optional<String> fault(URI uri, boolean handedDown) {
    if (handedDown) {
      return Optional.of("vm:// gets options from what stands around it");
    }
    String name = uri.getRawAuthority();
    String path = uri.getRawPath();
    if (name == null
        || !VM_NAME.matcher(name).matches()
        || (path != null && !path.isEmpty())
        || uri.getRawFragment() != null) {
      return Optional.of("a vm:// URI that is not just the name of a broker makes one");
    }
    Set<String> names = new HashSet<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    if (!PLAIN_QUERY.matcher(query).matches()) {
      return Optional.of("vm://%s has options that make a broker".formatted(name));
    }
    List<String> options = List.of(query.split("&", -1));
    for (String option : options) {
      String key = option.split("=", 2)[0];
      if (!option.isEmpty() && (!HARMLESS.contains(key) || !names.add(key))) {
        return Optional.of("vm://%s has options that make a broker".formatted(name));
      }
    }
    return options.contains(ONLY_CONNECT)
        ? Optional.empty()
        : Optional.of("vm://%s makes a broker where there is none of that name".formatted(name));
  }
}
