package io.portcullis.broker.rights;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.Argument;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightHolder;
import io.portcullis.rule.UnansweredException;
import io.portcullis.rule.WrittenEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a map for rights before the broker starts. If the map cannot answer, it says so and never
 * guesses.
 */
public final class RightsAtStart implements AuthorizationFacts {

  private static final Fault UNANSWERED =
      new Fault("map-unanswered", "%s cannot be asked (%s)", "correct the map");

  private final AuthorizationMapView rights;
  private Optional<UnansweredException> silence = Optional.empty();
  private boolean tried;

  /** Asks this map, after reaching the directory behind it. */
  public RightsAtStart(AuthorizationMapView rights) {
    this.rights = rights;
  }

  @Override
  public Source source() {
    return rights.source();
  }

  @Override
  public Advisories advisories() {
    return rights.advisories();
  }

  /**
   * Asks the map for the holders of a right.
   *
   * @throws UnansweredException if it cannot be asked
   */
  @Override
  public RightHolder grant(Operation operation, DestinationName destination) {
    reach();
    try {
      return rights.grant(operation, destination);
    } catch (RuntimeException e) {
      throw unanswered(e);
    }
  }

  /**
   * Asks the map for the holders of a right on temporary destinations.
   *
   * @throws UnansweredException if it cannot be asked
   */
  @Override
  public RightHolder temporaryGrant(Operation operation) {
    reach();
    try {
      return rights.temporaryGrant(operation);
    } catch (RuntimeException e) {
      throw unanswered(e);
    }
  }

  /**
   * Asks the map for the groups that it names.
   *
   * @throws UnansweredException if it cannot be asked
   */
  @Override
  public Set<String> groupsOfClients() {
    reach();
    try {
      return rights.groupsOfClients();
    } catch (RuntimeException e) {
      throw unanswered(e);
    }
  }

  /**
   * Asks the map for everybody whom its entries name.
   *
   * @throws UnansweredException if it cannot be asked
   */
  @Override
  public Optional<Map<String, Set<DestinationName>>> holders() {
    reach();
    try {
      return rights.holders();
    } catch (RuntimeException e) {
      throw unanswered(e);
    }
  }

  /** Lists the map's entries. Entries in a directory are not written in the configuration. */
  @Override
  public Optional<List<WrittenEntry>> entries() {
    return LdapDirectory.behind(rights.map()).isPresent()
        ? Optional.empty()
        : MapEntries.written(rights.map());
  }

  /** Tries the directory once, so that a timeout is waited for only once. */
  private void reach() {
    if (!tried) {
      silence = LdapDirectory.behind(rights.map()).flatMap(LdapDirectory::reach);
      tried = true;
    }
    if (silence.isPresent()) {
      throw silence.get();
    }
  }

  /** Wraps an error. Maps of other vendors may throw anything. */
  private UnansweredException unanswered(RuntimeException e) {
    return new UnansweredException(
        AuthorizationFacts.MAP,
        UNANSWERED,
        TimedAuthorizationMap.behind(rights.map()).getClass().getName(),
        Argument.shown(e));
  }
}
