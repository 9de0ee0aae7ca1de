package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A web application beside the broker.
 *
 * @param path its path on the web server, such as {@code /admin}
 * @param openings what lets a client use it without a login, in words
 * @param roles the roles of which a login needs one, for any part of it
 * @param anyOrigin whether pages of any site may use it
 * @param beans the beans to change
 */
public record WebApplicationFacts(
    String path, List<String> openings, Set<String> roles, boolean anyOrigin, Beans beans)
    implements Judged {

  /**
   * The beans that guard a web application, for remedies.
   *
   * @param constraints the constraints with their roles, each by its start tag and file
   * @param closing what closes an opening, in words, by the opening
   */
  public record Beans(Map<String, Set<String>> constraints, Map<String, String> closing) {

    static final Beans UNKNOWN = new Beans(Map.of(), Map.of());

    /** Copies the maps. */
    public Beans {
      constraints = Map.copyOf(constraints);
      closing = Map.copyOf(closing);
    }
  }

  /** Copies list and set. */
  public WebApplicationFacts {
    openings = List.copyOf(openings);
    roles = Set.copyOf(roles);
  }

  /** Creates an application whose beans are unknown. */
  public WebApplicationFacts(
      String path, List<String> openings, Set<String> roles, boolean anyOrigin) {
    this(path, openings, roles, anyOrigin, Beans.UNKNOWN);
  }

  @Override
  public Resource about() {
    return Resource.of(Kind.WEB_APPLICATION, path);
  }

  @Override
  public String where() {
    return "web application \"%s\"".formatted(path);
  }
}
