package io.portcullis.rule;

import java.util.List;
import java.util.Optional;

/**
 * How clients log in.
 *
 * @param configured whether an authentication plugin is in the chain
 * @param anonymousEntrances what lets a client in without a name and password of its own, in words
 * @param failing the login configurations by which nobody can log in
 * @param logins the logins of the broker's clients, and those in ActiveMQ's own file for the
 *     console
 * @param usualConfiguration whether there is a login configuration {@value #USUAL_CONFIGURATION}
 */
public record AuthenticationFacts(
    boolean configured,
    List<String> anonymousEntrances,
    List<FailingLogin> failing,
    KnownLogins logins,
    boolean usualConfiguration) {

  /** The name of the login configuration that ActiveMQ is shipped with. */
  public static final String USUAL_CONFIGURATION = "activemq";

  /**
   * A login configuration that an authentication plugin names, and by which nobody can log in.
   *
   * @param configuration its name
   * @param module the class name of a module that every login needs and that is none; empty if
   *     there is no configuration of that name
   * @param meant the configuration or class that was probably meant; empty if nobody can tell
   */
  public record FailingLogin(
      String configuration, Optional<String> module, Optional<String> meant) {

    /** Creates one of which nobody can tell what was meant. */
    public FailingLogin(String configuration, Optional<String> module) {
      this(configuration, module, Optional.empty());
    }
  }

  /** Copies the lists. */
  public AuthenticationFacts {
    anonymousEntrances = List.copyOf(anonymousEntrances);
    failing = List.copyOf(failing);
  }

  /** Creates facts without failing login configurations. */
  public AuthenticationFacts(
      boolean configured, List<String> anonymousEntrances, KnownLogins logins) {
    this(configured, anonymousEntrances, List.of(), logins);
  }

  /** Creates facts of a broker that has the usual login configuration. */
  public AuthenticationFacts(
      boolean configured,
      List<String> anonymousEntrances,
      List<FailingLogin> failing,
      KnownLogins logins) {
    this(configured, anonymousEntrances, failing, logins, true);
  }
}
