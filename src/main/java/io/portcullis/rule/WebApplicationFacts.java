package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Set;

/**
 * A web application beside the broker.
 *
 * @param path its path on the web server, such as {@code /admin}
 * @param openings what lets a client use it without a login, in words
 * @param roles the roles of which a login needs one, for any part of it
 * @param anyOrigin whether pages of any site may use it
 */
public record WebApplicationFacts(
    String path, List<String> openings, Set<String> roles, boolean anyOrigin) implements Judged {

  /** Copies list and set. */
  public WebApplicationFacts {
    openings = List.copyOf(openings);
    roles = Set.copyOf(roles);
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
