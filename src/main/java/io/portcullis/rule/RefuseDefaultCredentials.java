package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses the passwords that ActiveMQ ships with, in logins from files or memory.
 *
 * <p>Why: they are in ActiveMQ's documentation and in every scanner.
 *
 * <p>The rule tries all of them for every user, whatever the user's name. If each try costs a hash,
 * it tries only users with shipped names, with the passwords that came with the name. It never
 * tries a remote directory: that locks accounts and raises alarms. The logins of the web console
 * are judged like those of the broker's clients.
 *
 * <p>Remedy: give the user another password, or remove the user.
 *
 * <p>Source: users.properties, credentials.properties, jetty-realm.properties and jmx.password in
 * ActiveMQ's distribution (5.18.3); ActiveMQ's security recommendations.
 */
public final class RefuseDefaultCredentials implements Rule {

  static final String ID = "refuse-default-credentials";

  private static final Fault SHIPPED =
      new Fault(
          "password-shipped",
          "user \"%s\" has a password that ActiveMQ is shipped with",
          "%3$s; its clients use it too, such as those of credentials.properties");

  /** How a login in activemq.xml is called. */
  private static final String SIMPLE = "simpleAuthenticationPlugin";

  private static final List<String> PASSWORDS =
      List.of("admin", "user", "manager", "password", "activemq");

  private static final Map<String, List<String>> PASSWORDS_OF =
      Map.of(
          "admin", List.of("admin", "activemq"),
          "user", List.of("user"),
          "system", List.of("manager"),
          "guest", List.of("password"));

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "no password that ActiveMQ is shipped with";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return Stream.of(broker.authentication().logins(), posture.management().logins())
            .flatMap(known -> known.logins().stream())
            .allMatch(login -> login.users().isEmpty())
        ? Optional.of("no known password")
        : Optional.empty();
  }

  @Override
  public Kind plainKind(String name) {
    return Kind.USER;
  }

  @Override
  public List<Violation> judge(BrokerFacts broker) {
    return judge(broker.authentication().logins());
  }

  @Override
  public List<Violation> judge(ManagementFacts management) {
    return judge(management.logins());
  }

  private List<Violation> judge(KnownLogins known) {
    return known.logins().stream().flatMap(login -> judge(login).stream()).toList();
  }

  /** Judges one login, for example after a change at run time. */
  public List<Violation> judge(KnownLogin login) {
    List<Violation> violations = new ArrayList<>();
    for (String user : login.users()) {
      if (asked(login, user).stream().anyMatch(word -> login.accepts().test(user, word))) {
        violations.add(
            violation(
                new Named(Resource.of(Kind.USER, user), login.where()),
                SHIPPED,
                user,
                login.where(),
                Argument.shown(change(login, user))));
      }
    }
    return violations;
  }

  private static String change(KnownLogin login, String user) {
    if (login.where().equals(SIMPLE)) {
      return "set password=\"...\" on <authenticationUser username=\"%s\">"
          .formatted(XmlText.of(user));
    }
    return login.hashed()
        ? "write a line of the command hash for %s into %s".formatted(user, login.where())
        : "write another password of %s into %s".formatted(user, login.where());
  }

  private static List<String> asked(KnownLogin login, String user) {
    return login.hashed() ? PASSWORDS_OF.getOrDefault(user, List.of()) : PASSWORDS;
  }
}
