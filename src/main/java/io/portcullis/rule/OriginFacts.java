package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origin of a request to a web application, as a browser states it.
 *
 * <p>Asked by {@code broker.management.WebOrigins}.
 *
 * @param path the requested path
 * @param remoteAddress the client's address
 * @param scheme the scheme of the connection
 * @param hosts every Host header
 * @param origins every Origin header
 * @param sites every Sec-Fetch-Site header
 * @param allowed the origins that the operator lists, with {@code *} for any characters
 */
public record OriginFacts(
    String path,
    String remoteAddress,
    String scheme,
    List<String> hosts,
    List<String> origins,
    List<String> sites,
    List<String> allowed)
    implements Judged {

  private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\s]+)");

  /** The values for a page of the same origin, and for an address that the user typed. */
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private static final int SHOWN = 256;

  /** Copies the lists. */
  public OriginFacts {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    sites = List.copyOf(sites);
    allowed = List.copyOf(allowed);
  }

  /**
   * Tells why the origin is another site; empty if it is the application's own page, or a script.
   */
  Optional<String> foreign() {
    if (origins.size() > 1 || sites.size() > 1) {
      return Optional.of("it says twice where it comes from");
    }
    if (origins.isEmpty()) {
      return sites.stream()
          .filter(site -> !OWN_SITES.contains(site))
          .findFirst()
          .map(site -> "a page of another site asks for it");
    }
    String origin = origins.get(0);
    if (isListed(origin)) {
      return Optional.empty();
    }
    if (!isOwn(origin)) {
      return Optional.of("a page of \"%s\" asks for it".formatted(shown(origin)));
    }
    return sites.stream()
        .filter(site -> !OWN_SITES.contains(site))
        .findFirst()
        .map(site -> "a page of another site asks for it");
  }

  private boolean isListed(String origin) {
    return ORIGIN.matcher(origin).matches()
        && allowed.stream()
            .anyMatch(
                pattern ->
                    Pattern.compile(
                            Pattern.quote(pattern).replace("*", "\\E.*\\Q"),
                            Pattern.CASE_INSENSITIVE)
                        .matcher(origin)
                        .matches());
  }

  private boolean isOwn(String origin) {
    return hosts.size() == 1
        && normal(origin)
            .filter(own -> normal(scheme + "://" + hosts.get(0)).filter(own::equals).isPresent())
            .isPresent();
  }

  private static Optional<String> normal(String origin) {
    Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    String port = parts.group(1).equals("https") ? ":443" : ":80";
    String host = parts.group(2);
    return Optional.of(
        parts.group(1)
            + "://"
            + (host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  @Override
  public Resource about() {
    return Resource.only(Kind.MANAGEMENT);
  }

  @Override
  public String where() {
    return "request for %s from %s".formatted(shown(path), remoteAddress);
  }
}
