package io.portcullis.broker.rights;

import io.portcullis.broker.transport.LoginInspector;
import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.jaas.UserPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * The user that a login proved. A client may claim any name beside a certificate, or before a
 * module that lets guests in. So the user principals count first. The name of the login counts only
 * if there are none.
 *
 * @param names the names; empty for nobody
 */
public record AuthenticatedUser(Set<String> names) {

  /** The user of a connection without a login. */
  public static final AuthenticatedUser NOBODY = new AuthenticatedUser(Set.of());

  /** Copies the set. */
  public AuthenticatedUser {
    names = Set.copyOf(names);
  }

  /** Returns the user that a login proved, even if the account has changed since. */
  public static AuthenticatedUser of(SecurityContext securityOrNull) {
    if (securityOrNull == null) {
      return NOBODY;
    }
    return securityOrNull instanceof LiveSecurityContext live
        ? live.proven()
        : ofLogin(securityOrNull);
  }

  private static AuthenticatedUser ofLogin(SecurityContext login) {
    Set<String> users =
        LoginInspector.principals(login).stream()
            .filter(UserPrincipal.class::isInstance)
            .map(Principal::getName)
            .collect(Collectors.toSet());
    if (!users.isEmpty()) {
      return new AuthenticatedUser(users);
    }
    return login.getUserName() == null
        ? NOBODY
        : new AuthenticatedUser(Set.of(login.getUserName()));
  }
}
