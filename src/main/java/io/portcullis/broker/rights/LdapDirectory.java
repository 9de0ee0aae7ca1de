package io.portcullis.broker.rights;

import io.portcullis.rule.Argument;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.Fault;
import io.portcullis.rule.UnansweredException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;

/**
 * The LDAP directory behind an authorization map. If it fails, ActiveMQ's maps only log it. Then
 * they answer as if nobody had a right, or, for temporary destinations, as if everybody had. They
 * also wait for it as long as the system does. So the gate first tries to connect to it, with a
 * timeout.
 *
 * @param factory the class that JNDI connects with
 * @param url its URL
 * @param user the user that logs in to it
 * @param password the password of that user
 * @param authentication the authentication method, in JNDI's words
 * @param protocol the security protocol, in JNDI's words
 */
public record LdapDirectory(
    String factory,
    String url,
    String user,
    String password,
    String authentication,
    String protocol) {

  private static final Fault SILENT =
      new Fault(
          "directory-silent",
          "its directory %s cannot be asked (%s)",
          "start the directory, or correct the map's connectionURL, connectionUsername and"
              + " connectionPassword");

  private static final String JNDIS_OWN = "com.sun.jndi.ldap.LdapCtxFactory";

  /** The timeout for the connection, and again for every response. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * Finds the directory behind one of ActiveMQ's maps; empty if there is none. A map that others
   * derived from one may reach its directory in another way.
   */
  public static Optional<LdapDirectory> behind(AuthorizationMap timedOrNot) {
    AuthorizationMap map = TimedAuthorizationMap.behind(timedOrNot);
    if (!map.getClass().getName().startsWith("org.apache.activemq.")) {
      return Optional.empty();
    }
    if (map instanceof LDAPAuthorizationMap ldap) {
      return Optional.of(
          of(
              ldap.getInitialContextFactory(),
              ldap.getConnectionURL(),
              ldap.getConnectionUsername(),
              ldap.getConnectionPassword(),
              ldap.getAuthentication(),
              ldap.getConnectionProtocol()));
    }
    if (map instanceof SimpleCachedLDAPAuthorizationMap ldap) {
      return Optional.of(
          of(
              JNDIS_OWN,
              ldap.getConnectionURL(),
              ldap.getConnectionUsername(),
              ldap.getConnectionPassword(),
              ldap.getAuthentication(),
              ldap.getConnectionProtocol()));
    }
    return Optional.empty();
  }

  private static LdapDirectory of(
      String factory,
      String url,
      String user,
      String password,
      String authentication,
      String protocol) {
    return new LdapDirectory(
        factory == null ? JNDIS_OWN : factory,
        text(url),
        text(user),
        text(password),
        text(authentication),
        text(protocol));
  }

  /** Describes the directory without the password. */
  @Override
  public String toString() {
    return "Directory[url=%s, user=%s]".formatted(url, user);
  }

  private static String text(String textOrNull) {
    return textOrNull == null ? "" : textOrNull;
  }

  /**
   * Logs in as the map does.
   *
   * @return why that fails or exceeds the timeout; empty if it succeeds
   */
  Optional<UnansweredException> reach() {
    String millis = Long.toString(TIMEOUT.toMillis());
    Properties environment = new Properties();
    environment.setProperty(Context.INITIAL_CONTEXT_FACTORY, factory);
    environment.setProperty(Context.PROVIDER_URL, url);
    environment.setProperty(Context.SECURITY_PRINCIPAL, user);
    environment.setProperty(Context.SECURITY_CREDENTIALS, password);
    environment.setProperty(Context.SECURITY_AUTHENTICATION, authentication);
    environment.setProperty(Context.SECURITY_PROTOCOL, protocol);
    environment.setProperty("com.sun.jndi.ldap.connect.timeout", millis);
    environment.setProperty("com.sun.jndi.ldap.read.timeout", millis);
    try {
      if (user.isEmpty() || password.isEmpty()) {
        throw new NamingException("it has no connectionUsername, or no connectionPassword");
      }
      new InitialDirContext(environment).close();
      return Optional.empty();
    } catch (NamingException e) {
      return Optional.of(
          new UnansweredException(AuthorizationFacts.MAP, SILENT, url, Argument.shown(reason(e))));
    }
  }

  private static String reason(NamingException e) {
    Throwable root = e.getRootCause() == null ? e : e.getRootCause();
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
