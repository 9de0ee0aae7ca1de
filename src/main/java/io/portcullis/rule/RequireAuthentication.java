package io.portcullis.rule;

import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.AuthenticationFacts.CertificateLogin;
import io.portcullis.rule.AuthenticationFacts.FailingLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Requires an authentication plugin, a login of every client, and small frames before the login.
 *
 * <p>Why: rights belong to groups. A client without a name is in no group, or in one that everybody
 * is in.
 *
 * <p>After a failed login, a client must wait before the next attempt. An attempt before that is a
 * violation of this rule.
 *
 * <p>Before its login a client may send only what a login needs, and it must log in within 30
 * seconds. Otherwise the broker would answer and store more: a peer that never logs in could write
 * lines into the log and read all users' durable subscriptions. A login must name its connection,
 * client and user by text that a log can show. It may use each connection id once.
 *
 * <p>A frame before the login may have {@value FrameFacts#MOST_BYTES} bytes, and MQTT's CONNECT
 * {@value FrameFacts#MOST_CONNECT_BYTES}, whatever {@code maxFrameSize} says. ActiveMQ allocates
 * the bytes that a frame announces. A larger frame ends the connection. Clients are not told this
 * limit. From the login on, {@code maxFrameSize} holds.
 *
 * <p>A client may ask for a heart-beat every {@value HeartBeatFacts#SHORTEST_MILLIS} ms, and not
 * more often.
 *
 * <p>A login configuration that a plugin names must exist, and the broker must have the classes of
 * the modules that every login needs. If a login needs a certificate, its plugin must hand it on,
 * and a connector must ask for it. Otherwise nobody can log in.
 *
 * <p>Remedy: {@code <jaasAuthenticationPlugin configuration="activemq"/>} before Portcullis,
 * without guests.
 *
 * <p>Source: Amazon MQ has no anonymous access; ActiveMQ's security recommendations ask for
 * authentication on everything.
 */
final class RequireAuthentication implements Rule {

  /** The rule's id. */
  public static final String ID = "require-authentication";

  private static final Fault NO_PLUGIN =
      new Fault(
          "authentication-missing",
          "no authentication plugin is configured, so everybody may connect",
          "put <jaasAuthenticationPlugin configuration=\"activemq\"/> first into <plugins>%s");
  private static final Fault ANONYMOUS =
      new Fault(
          "anonymous-entrance",
          "%s lets clients in without credentials",
          "remove %2$s, and give every client a user name and a password");
  private static final Fault NO_CONFIGURATION =
      new Fault(
          "login-configuration-missing",
          "login configuration \"%s\" does not exist, so nobody can log in by it",
          "%2$s");
  private static final Fault NO_MODULE =
      new Fault(
          "login-module-missing",
          "login configuration \"%s\" names %s, which is no login module on the class path, so"
              + " nobody can log in",
          "%3$s");
  private static final Fault NOT_ASKED_FOR =
      new Fault(
          "certificate-never-asked",
          "login configuration \"%s\" needs the certificate of %2$s, and no connector asks for one,"
              + " so nobody can log in by it",
          "write transport.needClientAuth=true into the URI of %3$s, and set trustStore=\"file:FILE\""
              + " and trustStorePassword=\"PASSWORD\" on <sslContext>, if it has none");
  private static final Fault NOT_HANDED_ON =
      new Fault(
          "certificate-not-handed-on",
          "login configuration \"%s\" needs a certificate, and its plugin hands on passwords only,"
              + " so nobody can log in by it",
          "put <jaasCertificateAuthenticationPlugin configuration=\"%1$s\"/> in place of the plugin"
              + " with configuration=\"%1$s\", or <jaasDualAuthenticationPlugin"
              + " sslConfiguration=\"%1$s\" configuration=\"NAME\"/>, if some clients log in by"
              + " password, where NAME is the login configuration for them");
  private static final Fault LARGE_FRAME =
      new Fault(
          "frame-before-login",
          "it sent or announced more than %d bytes before it logged in",
          "log in before sending anything else, with a smaller login");
  private static final Fault FAST_BEAT =
      new Fault(
          "heart-beat-too-fast",
          "it asks for a heart-beat every %d ms",
          "ask for one every %2$d ms at most, or for none");
  private static final Fault SILENT =
      new Fault(
          "no-protocol-begun",
          "it began no protocol that the connector speaks, or not in time",
          "connect with such a protocol, and log in");
  private static final Fault NOT_LOGGED_IN =
      new Fault("not-logged-in", "nobody logged it in", "log in");
  private static final Fault NO_CREDENTIALS =
      new Fault(
          "no-credentials",
          "it came without a user name and without a certificate",
          "connect with a user name and password");
  private static final Fault NOBODY =
      new Fault(
          "logged-in-as-nobody",
          "it was logged in as \"%s\"",
          "connect with the credentials of a user of its own");

  /**
   * Matches a client's IPv4 or IPv6 address. A waiver for a connector with such a name must give
   * the kind.
   */
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%.+)?");

  /** ActiveMQ's default names for anonymous users and guests. */
  private static final List<String> NOBODIES = List.of("anonymous", "guest", "guests");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "a login of every client, and no anonymous access";
  }

  @Override
  public Kind plainKind(String name) {
    return ADDRESS.matcher(name).matches() ? Kind.ADDRESS : Kind.CONNECTOR;
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(BrokerFacts broker) {
    List<Violation> violations = new ArrayList<>();
    if (!broker.authentication().configured()) {
      violations.add(
          violation(
              broker, NO_PLUGIN, Argument.shown(LoginRemedies.usual(broker.authentication()))));
    }
    for (String entrance : broker.authentication().anonymousEntrances()) {
      violations.add(
          violation(broker, ANONYMOUS, entrance, Argument.shown(LoginRemedies.open(entrance))));
    }
    for (FailingLogin login : broker.authentication().failing()) {
      violations.add(failing(broker, login));
    }
    for (CertificateLogin login : broker.authentication().byCertificate()) {
      violations.addAll(withoutCertificate(broker, login));
    }
    return violations;
  }

  private Violation failing(BrokerFacts broker, FailingLogin login) {
    return login
        .module()
        .map(
            module ->
                violation(
                    broker,
                    NO_MODULE,
                    login.configuration(),
                    module,
                    Argument.shown(LoginRemedies.module(module, login.meant()))))
        .orElseGet(
            () ->
                violation(
                    broker,
                    NO_CONFIGURATION,
                    login.configuration(),
                    Argument.shown(LoginRemedies.configuration(login))));
  }

  private List<Violation> withoutCertificate(BrokerFacts broker, CertificateLogin login) {
    List<ConnectorFacts> tls = broker.tlsConnectors();
    boolean asked = tls.stream().anyMatch(connector -> connector.tls().get().asksCertificate());
    return switch (login.handed()) {
      case NOBODYS -> List.of(violation(broker, NOT_HANDED_ON, login.configuration()));
      case OF_ALL -> asked ? List.of() : List.of(notAskedFor(broker, login, "every client"));
      case OF_TLS_CLIENTS ->
          asked || tls.isEmpty()
              ? List.of()
              : List.of(notAskedFor(broker, login, "every client that uses TLS"));
    };
  }

  private Violation notAskedFor(BrokerFacts broker, CertificateLogin login, String clients) {
    String connectors =
        broker.tlsConnectors().stream()
            .map(connector -> "<transportConnector name=\"%s\">".formatted(connector.name()))
            .collect(Collectors.joining(", "));
    return violation(
        broker,
        NOT_ASKED_FOR,
        login.configuration(),
        Argument.shown(clients),
        Argument.shown(connectors.isEmpty() ? "a connector with TLS" : connectors));
  }

  @Override
  public List<Violation> judge(FrameFacts frame) {
    return List.of(violation(frame, LARGE_FRAME, frame.mostBytes()));
  }

  @Override
  public List<Violation> judge(HeartBeatFacts beat) {
    return beat.isTooFast()
        ? List.of(
            violation(
                beat,
                FAST_BEAT,
                Argument.shown(beat.intervalMillis()),
                Argument.shown(HeartBeatFacts.SHORTEST_MILLIS)))
        : List.of();
  }

  @Override
  public List<Violation> judge(SilentClientFacts silence) {
    return List.of(violation(silence, SILENT));
  }

  @Override
  public List<Violation> judge(LoginFacts login) {
    if (!login.loggedIn()) {
      return List.of(violation(login, NOT_LOGGED_IN));
    }
    if (!login.credentials()) {
      return List.of(violation(login, NO_CREDENTIALS));
    }
    for (String nobody : NOBODIES) {
      if (login.principals().contains(nobody)) {
        return List.of(violation(login, NOBODY, nobody));
      }
    }
    return List.of();
  }

  @Override
  public List<Violation> judge(UnauthenticatedFacts stranger) {
    return stranger.deed() == UnauthenticatedFacts.Deed.LOGGED_IN_TWICE
        ? List.of()
        : List.of(violation(stranger, stranger.deed().fault(), stranger.what()));
  }
}
