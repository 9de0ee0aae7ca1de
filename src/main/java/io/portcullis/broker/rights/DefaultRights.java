package io.portcullis.broker.rights;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.Operation;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.AuthorizationMap;

/**
 * The authorization map of a broker without a configured map. It follows the example of Amazon MQ's
 * guide, but it narrows advisory topics and guards temporary destinations.
 *
 * <table>
 * <caption>Who may do what</caption>
 * <tr><th></th><th>read</th><th>write</th><th>admin</th></tr>
 * <tr><td>queues and topics</td><td>administrators, users, system</td><td>administrators,
 * system</td><td>administrators, system</td></tr>
 * <tr><td>advisory topics</td><td>administrators, system</td><td>administrators,
 * system</td><td>administrators, system, and users where the broker creates advisory topics in the
 * name of the client that causes them</td></tr>
 * <tr><td>advisories of temporary destinations</td><td>administrators, users, system</td><td>as
 * above</td><td>as above</td></tr>
 * <tr><td>temporary destinations</td><td colspan="3">administrators, users, system</td></tr>
 * </table>
 *
 * <p>ActiveMQ's own maps add up all entries that match, so in them an entry for advisories could
 * only give more; here it narrows. A composite destination, and one with wildcards, is given to
 * those who have the right on every kind of destination in it.
 */
public final class DefaultRights implements AuthorizationMap {

  private final Set<Principal> all;
  private final Set<Principal> operators;
  private final Advisories advisories;
  private final PathSeparators separators;
  private final Groups groups;

  /**
   * @param groups the names of the groups
   * @param advisories which advisory topics clients need
   * @param separators what ActiveMQ makes of the names that it asks for; only behind this map, if
   *     that plugin comes before the gate
   */
  public DefaultRights(Groups groups, Advisories advisories, PathSeparators separators) {
    this.groups = groups;
    this.all = principals(groups.administrators(), groups.users(), groups.system());
    this.operators = principals(groups.administrators(), groups.system());
    this.advisories = advisories;
    this.separators = separators;
  }

  private static Set<Principal> principals(String... groups) {
    return Arrays.stream(groups).map(GroupPrincipal::new).collect(Collectors.toUnmodifiableSet());
  }

  private Set<Principal> of(Operation operation, ActiveMQDestination asked) {
    ActiveMQDestination destination = separators.translate(asked);
    if (!destination.isComposite()) {
      return ofOne(operation, destination);
    }
    for (ActiveMQDestination part : destination.getCompositeDestinations()) {
      if (ofOne(operation, part).equals(operators)) {
        return operators;
      }
    }
    return all;
  }

  private Set<Principal> ofOne(Operation operation, ActiveMQDestination destination) {
    String name = destination.getPhysicalName();
    boolean usersToo =
        (destination.isTopic() && Advisories.isReachedBy(name))
            ? advisories.clientsNeed(operation, name)
            : operation == Operation.READ;
    return usersToo ? all : operators;
  }

  @Override
  public Set<?> getReadACLs(ActiveMQDestination destination) {
    return of(Operation.READ, destination);
  }

  @Override
  public Set<?> getWriteACLs(ActiveMQDestination destination) {
    return of(Operation.WRITE, destination);
  }

  @Override
  public Set<?> getAdminACLs(ActiveMQDestination destination) {
    return of(Operation.ADMIN, destination);
  }

  @Override
  public Set<?> getTempDestinationReadACLs() {
    return all;
  }

  @Override
  public Set<?> getTempDestinationWriteACLs() {
    return all;
  }

  @Override
  public Set<?> getTempDestinationAdminACLs() {
    return all;
  }

  /** Returns the groups that it names. */
  Map<String, Set<DestinationName>> holders() {
    return Stream.of(groups.administrators(), groups.users(), groups.system())
        .distinct()
        .collect(Collectors.toMap(group -> group, group -> Set.of()));
  }

  /** Describes the map, a line each, as an operator would configure it. */
  public List<String> lines() {
    String everybody = String.join(",", groups.administrators(), groups.users(), groups.system());
    String some = String.join(",", groups.administrators(), groups.system());
    String row = "%-58s read=%s write=%s admin=%s";
    String advisoryAdmin = advisories.createdByClients() ? everybody : some;
    return List.of(
        row.formatted("queue > and topic >", everybody, some, some),
        row.formatted("topic ActiveMQ.Advisory.>, instead", some, some, advisoryAdmin),
        row.formatted(
            "topics ActiveMQ.Advisory.TempQueue and TempTopic, instead",
            everybody,
            some,
            advisoryAdmin),
        row.formatted("temporary destinations", everybody, everybody, everybody));
  }
}
