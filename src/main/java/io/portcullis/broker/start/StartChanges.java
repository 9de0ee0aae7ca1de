package io.portcullis.broker.start;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.rule.AuthenticationFacts.User;
import io.portcullis.rule.Operation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a start changes of a broker as it is configured. Violations are not among it: they keep the
 * broker from starting, or change nothing.
 *
 * @param rights the change of rights; empty if the operator's own map decides
 * @param tls the connectors whose TLS is narrowed, one entry for all with the same change
 * @param logins the files of users that {@code PasswordLoginModule} cannot use, with the reason
 * @param guards what else clients notice
 */
public record StartChanges(
    Optional<RightsChange> rights,
    List<TlsChange> tls,
    List<String> logins,
    List<GuardChange> guards) {

  /** Nothing is known, because the gate's properties are wrong. */
  public static final StartChanges UNKNOWN =
      new StartChanges(Optional.empty(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public StartChanges {
    tls = List.copyOf(tls);
    logins = List.copyOf(logins);
    guards = List.copyOf(guards);
  }

  /**
   * The default map in place of none, which lets every user do everything.
   *
   * @param enforced whether the start installs it; if not, it would if the rule enforced
   * @param after the rights of its groups
   * @param users the known users, with what each of them keeps and loses
   * @param unknown why there may be other users; empty if all are known
   */
  public record RightsChange(
      boolean enforced, List<GroupRights> after, List<UserChange> users, List<String> unknown) {

    /** Copies the lists. */
    public RightsChange {
      after = List.copyOf(after);
      users = List.copyOf(users);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * What the default map does to a user.
   *
   * @param user the user
   * @param kept the rights that the user keeps
   * @param lost the rights that the user loses
   */
  public record UserChange(User user, List<Right> kept, List<Right> lost) {

    /** Copies the lists. */
    public UserChange {
      kept = List.copyOf(kept);
      lost = List.copyOf(lost);
    }
  }

  /**
   * A right on some destinations.
   *
   * @param operation the operation
   * @param destinations the destinations, as {@link GroupRights} names them
   */
  public record Right(Operation operation, List<String> destinations) {

    /** Copies the list. */
    public Right {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * Protocols and cipher suites that a start sets.
   *
   * @param enforced whether the start sets them; if not, it would if the rule enforced
   * @param connectors the names of the connectors
   * @param protocols the protocols; empty if the connectors' options name some
   * @param cipherSuites the cipher suites; empty if the connectors' options name some
   * @param ended what this host's Java enables and the connectors then refuse
   */
  public record TlsChange(
      boolean enforced,
      List<String> connectors,
      List<String> protocols,
      List<String> cipherSuites,
      List<String> ended) {

    /** Copies the lists. */
    public TlsChange {
      connectors = List.copyOf(connectors);
      protocols = List.copyOf(protocols);
      cipherSuites = List.copyOf(cipherSuites);
      ended = List.copyOf(ended);
    }
  }

  /**
   * A guard that is put in.
   *
   * @param enforced whether the start puts it in; if not, it would if the rule enforced
   * @param rule the rule that decides
   * @param what what clients notice, as a sentence without a full stop
   */
  public record GuardChange(boolean enforced, String rule, String what) {}

  /** Tells whether it changes anything now. */
  public boolean changesSomething() {
    return Stream.of(
            rights.stream().map(RightsChange::enforced),
            tls.stream().map(TlsChange::enforced),
            guards.stream().map(GuardChange::enforced))
        .flatMap(all -> all)
        .anyMatch(enforced -> enforced);
  }
}
