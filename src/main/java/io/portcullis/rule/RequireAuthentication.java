package io.portcullis.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An authentication plugin is configured, nobody connects anonymously or as guest, and a frame
 * before the login is small.
 *
 * <p>Why: rights are given to groups, and somebody without a name is in none, or in one that
 * everybody is in.
 *
 * <p>Whoever fails to log in has to wait before the next try, which is refused as a violation of
 * this rule.
 *
 * <p>Before its login a client sends what a login needs and nothing else, and it logs in within 30
 * seconds. The broker would answer and remember more: a peer that never logs in could write lines
 * into its log and ask it for everybody's durable subscriptions. A login names its connection,
 * client and user by text that a log can show, and each connection id once.
 *
 * <p>A frame before the login has at most {@value FrameFacts#MOST_BYTES} bytes, MQTT's CONNECT
 * {@value FrameFacts#MOST_CONNECT_BYTES}, whatever {@code maxFrameSize} says: ActiveMQ reserves the
 * bytes that a frame announces. A larger one ends the connection. Clients do not hear of this
 * limit; {@code maxFrameSize} holds from the login on.
 *
 * <p>A client may ask for a heart-beat every {@value HeartBeatFacts#SHORTEST_MILLIS} ms, and not
 * more often.
 *
 * <p>Remedy: {@code <jaasAuthenticationPlugin configuration="activemq"/>} before Portcullis,
 * without guests.
 *
 * <p>Source: Amazon MQ has no anonymous access; ActiveMQ's security recommendations ask for
 * authentication on everything.
 */
public final class RequireAuthentication implements Rule {

  /** The rule's id. */
  public static final String ID = "require-authentication";

  /** What ActiveMQ calls its nobodies, unless told otherwise. */
  private static final Set<String> NOBODIES = Set.of("anonymous", "guest", "guests");

  @Override
  public String id() {
    return ID;
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
              broker,
              "no authentication plugin is configured, so everybody may connect",
              "add <jaasAuthenticationPlugin configuration=\"activemq\"/> before Portcullis"));
    }
    for (String entrance : broker.authentication().anonymousEntrances()) {
      violations.add(
          violation(
              broker,
              entrance + " lets clients in without credentials",
              "remove it and give every client a user name and a password"));
    }
    return violations;
  }

  @Override
  public List<Violation> judge(FrameFacts frame) {
    return List.of(
        violation(
            frame,
            "it sent or announced more than %d bytes before it logged in"
                .formatted(frame.mostBytes()),
            "log in before sending anything else, with a smaller login"));
  }

  @Override
  public List<Violation> judge(HeartBeatFacts beat) {
    return beat.isTooFast()
        ? List.of(
            violation(
                beat,
                "it asks for a heart-beat every %d ms".formatted(beat.intervalMillis()),
                "ask for one every %d ms at most, or for none"
                    .formatted(HeartBeatFacts.SHORTEST_MILLIS)))
        : List.of();
  }

  @Override
  public List<Violation> judge(SilenceFacts silence) {
    return List.of(
        violation(
            silence,
            "it began no protocol that the connector speaks, or not in time",
            "connect with such a protocol, and log in"));
  }

  @Override
  public List<Violation> judge(LoginFacts login) {
    if (!login.loggedIn()) {
      return List.of(violation(login, "nobody logged it in", "log in"));
    }
    if (!login.credentials()) {
      return List.of(
          violation(
              login,
              "it came without a user name and without a certificate",
              "connect with a user name and password"));
    }
    for (String nobody : NOBODIES) {
      if (login.principals().contains(nobody)) {
        return List.of(
            violation(
                login,
                "it was logged in as \"%s\"".formatted(nobody),
                "connect with the credentials of a user of its own"));
      }
    }
    return List.of();
  }

  @Override
  public List<Violation> judge(StrangerFacts stranger) {
    return stranger.deed() == StrangerFacts.Deed.LOGGED_IN_TWICE
        ? List.of()
        : List.of(violation(stranger, stranger.found(), remedy(stranger)));
  }

  private static String remedy(StrangerFacts stranger) {
    return switch (stranger.deed()) {
      case SENT_COMMAND -> "log in before anything else";
      case SENT_TOO_MUCH -> "let the network connector there include less by name";
      case NAMED_BADLY ->
          "name it by 1 to %d characters, none of them a control character"
              .formatted(StrangerFacts.LONGEST_NAME);
      case WAITED -> "log in right after connecting";
      case LOGGED_IN_TWICE, LOGGED_IN_TOO_OFTEN -> "use a connection of its own for each login";
    };
  }
}
