package io.portcullis.rule;

import io.portcullis.rule.AuthenticationFacts.FailingLogin;
import java.util.Optional;

/** What to change, so that all clients log in. */
final class LoginRemedies {

  private static final String SIMPLE = "simpleAuthenticationPlugin ";

  private LoginRemedies() {}

  /** Adds ActiveMQ's usual login configuration if it is missing; empty if it is there. */
  static String usual(AuthenticationFacts facts) {
    return facts.usualConfiguration() ? "" : "; " + adding(AuthenticationFacts.USUAL_CONFIGURATION);
  }

  /** Names what lets clients in, as it is written. */
  static String open(String entrance) {
    return entrance.startsWith(SIMPLE)
        ? "%s from <%s>".formatted(entrance.substring(SIMPLE.length()), SIMPLE.strip())
        : entrance;
  }

  /** Lets somebody log in by a configuration that does not exist. */
  static String configuration(FailingLogin login) {
    String name = XmlText.of(login.configuration());
    return login
        .meant()
        .map(
            meant ->
                ("set configuration=\"%s\" on <jaasAuthenticationPlugin configuration=\"%s\">, or"
                        + " add %s to login.config")
                    .formatted(XmlText.of(meant), name, name))
        .orElseGet(() -> adding(login.configuration()));
  }

  private static String adding(String configuration) {
    String name =
        configuration.matches("[A-Za-z][\\w.-]*") ? configuration : '"' + configuration + '"';
    return ("add these lines to login.config: %s { io.portcullis.login.PasswordLoginModule required"
            + " org.apache.activemq.jaas.properties.user=\"users.properties\""
            + " org.apache.activemq.jaas.properties.group=\"groups.properties\"; }; and give each"
            + " user a line of the command hash in users.properties")
        .formatted(name);
  }

  /** Lets a login find its module. */
  static String module(String module, Optional<String> meant) {
    return meant
        .map(
            name ->
                "write %s for %s in login.config, or put the module's jar into lib/"
                    .formatted(name, module))
        .orElse("correct the class name in login.config, or put the module's jar into lib/");
  }
}
