package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A link from the broker to elsewhere.
 *
 * <p>Asked by {@code broker.start.StartInspector} and {@code broker.bridge.NetworkConnectorGate}.
 *
 * @param kind its kind
 * @param name its name
 * @param location its target, without options
 * @param schemes the scheme of every remote URI in it; {@code discovered} if the remote side is
 *     found at run time
 * @param makes what its URI creates or reads in this broker's JVM instead of connecting, in words
 * @param ownEnd its end in this JVM, in words, if that is not this broker
 * @param unjudged what creates its bridges, if these are not judged
 * @param showsSubscriptions whether it tells its peer of all durable subscriptions
 */
public record LinkFacts(
    Kind kind,
    String name,
    String location,
    List<String> schemes,
    List<String> makes,
    Optional<String> ownEnd,
    Optional<String> unjudged,
    boolean showsSubscriptions)
    implements Judged {

  /** The kind of a link. */
  public enum Kind {
    NETWORK_CONNECTOR("network connector", Resource.Kind.NETWORK_CONNECTOR),
    PROXY_CONNECTOR("proxy connector", Resource.Kind.PROXY_CONNECTOR),
    JMS_BRIDGE("JMS bridge", Resource.Kind.JMS_BRIDGE);

    private final String words;
    private final Resource.Kind resource;

    Kind(String words, Resource.Kind resource) {
      this.words = words;
      this.resource = resource;
    }
  }

  /** Creates a link that only connects. */
  public LinkFacts {
    schemes = List.copyOf(schemes);
    makes = List.copyOf(makes);
  }

  /** A link that tells its peer of what the peer asks for. */
  public LinkFacts(
      Kind kind,
      String name,
      String location,
      List<String> schemes,
      List<String> makes,
      Optional<String> ownEnd,
      Optional<String> unjudged) {
    this(kind, name, location, schemes, makes, ownEnd, unjudged, false);
  }

  /** Returns the same link, which tells its peer of all durable subscriptions or does not. */
  public LinkFacts showing(boolean subscriptions) {
    return new LinkFacts(kind, name, location, schemes, makes, ownEnd, unjudged, subscriptions);
  }

  /** A link that only connects. */
  public LinkFacts(Kind kind, String name, String location, List<String> schemes) {
    this(kind, name, location, schemes, List.of(), Optional.empty(), Optional.empty());
  }

  /** Returns the same link with another local end. */
  public LinkFacts withOwnEnd(Optional<String> end) {
    return new LinkFacts(kind, name, location, schemes, makes, end, unjudged, showsSubscriptions);
  }

  /** Returns the element that declares it. */
  String element() {
    String element =
        kind == Kind.JMS_BRIDGE
            ? location.substring(0, 1).toLowerCase(Locale.ROOT) + location.substring(1)
            : "proxyConnector";
    return "%s name=\"%s\"".formatted(element, XmlText.of(name));
  }

  @Override
  public Resource about() {
    return Resource.of(kind.resource, name);
  }

  @Override
  public String where() {
    return "%s \"%s\" (%s)".formatted(kind.words, name, location);
  }
}
