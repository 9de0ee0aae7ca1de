package io.portcullis.rule;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How clients log in.
 *
 * @param configured whether an authentication plugin is in the chain
 * @param anonymousEntrances what lets a client in without a name and password of its own, in words
 * @param failing the login configurations by which nobody can log in
 * @param byCertificate the login configurations that need a client's certificate
 * @param users the users of the broker's clients, with their groups
 * @param logins the logins of the broker's clients, and those in ActiveMQ's own file for the
 *     console
 * @param usualConfiguration whether there is a login configuration {@value #USUAL_CONFIGURATION}
 */
public record AuthenticationFacts(
    boolean configured,
    List<String> anonymousEntrances,
    List<FailingLogin> failing,
    List<CertificateLogin> byCertificate,
    Users users,
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

  /**
   * A login configuration that needs a client's certificate.
   *
   * @param configuration its name
   * @param handed which clients' certificates its plugin hands to it
   */
  public record CertificateLogin(String configuration, Handed handed) {

    /** Whose certificates a plugin hands to a login. */
    public enum Handed {
      /** Those of all clients. Nobody logs in without one. */
      OF_ALL,
      /** Those of clients with TLS. Others log in by another configuration. */
      OF_TLS_CLIENTS,
      /** The plugin hands on passwords only. */
      NOBODYS
    }
  }

  /**
   * A user whom the broker's files or configuration list.
   *
   * @param name the user's name
   * @param source what lists the user, in words
   * @param groups the user's groups
   */
  public record User(String name, String source, Set<String> groups) {

    /** Copies the set. */
    public User {
      groups = Set.copyOf(groups);
    }
  }

  /**
   * The users of a broker.
   *
   * @param known the users who are known, sorted by name
   * @param unknown why there may be others, in words; empty if all are known
   */
  public record Users(List<User> known, List<String> unknown) {

    /** No user is known. */
    public static final Users NONE = new Users(List.of(), List.of("nothing says who logs in"));

    /** Copies the lists. */
    public Users {
      known = List.copyOf(known);
      unknown = List.copyOf(unknown);
    }

    /** Tells whether there are no others. */
    public boolean areAllKnown() {
      return unknown.isEmpty();
    }
  }

  /** Copies the lists. */
  public AuthenticationFacts {
    anonymousEntrances = List.copyOf(anonymousEntrances);
    failing = List.copyOf(failing);
    byCertificate = List.copyOf(byCertificate);
  }

  /** Creates facts of logins by password, whose users are not known one by one. */
  public AuthenticationFacts(
      boolean configured,
      List<String> anonymousEntrances,
      List<FailingLogin> failing,
      KnownLogins logins) {
    this(configured, anonymousEntrances, failing, List.of(), Users.NONE, logins);
  }

  /** Creates facts of a broker that has the usual login configuration. */
  public AuthenticationFacts(
      boolean configured,
      List<String> anonymousEntrances,
      List<FailingLogin> failing,
      List<CertificateLogin> byCertificate,
      Users users,
      KnownLogins logins) {
    this(configured, anonymousEntrances, failing, byCertificate, users, logins, true);
  }

  /** Creates facts without failing login configurations. */
  public AuthenticationFacts(
      boolean configured, List<String> anonymousEntrances, KnownLogins logins) {
    this(configured, anonymousEntrances, List.of(), logins);
  }
}
