package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Operation;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.filter.DestinationMapEntry;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.UserPrincipal;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SecurityContext;

/**
 * Whatever ActiveMQ's map and entries say, the shorter way says the same, but for somebody without
 * any principal, whom 6.3 takes for one of everybody.
 */
class RightsSnapshotTest {

  private static final List<String> GROUPS = List.of("a", "b", "c", "*");

  record Entry(String destination, Set<String> read, Set<String> write, Set<String> admin) {}

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void theyAreThoseOfActiveMq(
      @ForAll("entries") List<Entry> entries,
      @ForAll("destinations") String destination,
      @ForAll("principals") Set<Principal> principals,
      @ForAll Operation operation,
      @ForAll boolean withDefault)
      throws Exception {
    DefaultAuthorizationMap map = map(entries, withDefault);
    ActiveMQDestination name = destination(destination);
    SecurityContext who = context(principals);

    assertThat(RightsSnapshot.of(map).held(operation, name, who))
        .isEqualTo(!principals.isEmpty() && who.isInOneOf(asked(map, operation, name)));
  }

  private static Set<?> asked(AuthorizationMap map, Operation operation, ActiveMQDestination name) {
    return switch (operation) {
      case READ -> map.getReadACLs(name);
      case WRITE -> map.getWriteACLs(name);
      case ADMIN -> map.getAdminACLs(name);
    };
  }

  @SuppressWarnings("rawtypes")
  private static DefaultAuthorizationMap map(List<Entry> entries, boolean withDefault)
      throws Exception {
    List<DestinationMapEntry> all = new ArrayList<>();
    for (Entry entry : entries) {
      all.add(entry(entry));
    }
    DefaultAuthorizationMap map = new DefaultAuthorizationMap(all);
    if (withDefault && !entries.isEmpty()) {
      map.setDefaultEntry(entry(entries.get(0)));
    }
    return map;
  }

  private static AuthorizationEntry entry(Entry entry) throws Exception {
    AuthorizationEntry made = new AuthorizationEntry();
    made.setDestination(destination(entry.destination));
    made.setRead(String.join(",", entry.read));
    made.setWrite(String.join(",", entry.write));
    made.setAdmin(String.join(",", entry.admin));
    return made;
  }

  private static ActiveMQDestination destination(String name) {
    return ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE);
  }

  private static SecurityContext context(Set<Principal> principals) {
    return new SecurityContext("somebody") {
      @Override
      public Set<Principal> getPrincipals() {
        return principals;
      }
    };
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<Set<String>> groups = Arbitraries.of(GROUPS).set().ofMaxSize(2);
    return Combinators.combine(names("A", "B", "*", ">"), groups, groups, groups)
        .as(Entry::new)
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> destinations() {
    return Arbitraries.oneOf(
        names("A", "B", "C"),
        names("A", "*", ">"),
        Combinators.combine(names("A", "B"), names("A", "C")).as((one, two) -> one + "," + two));
  }

  private static Arbitrary<String> names(String... levels) {
    return Combinators.combine(
            Arbitraries.of("queue://", "topic://"),
            Arbitraries.of(levels).list().ofMinSize(1).ofMaxSize(3))
        .as((kind, path) -> kind + String.join(".", path));
  }

  @Provide
  Arbitrary<Set<Principal>> principals() {
    Arbitrary<Principal> group = Arbitraries.of(GROUPS).map(GroupPrincipal::new);
    Arbitrary<Principal> user = Arbitraries.of(GROUPS).map(UserPrincipal::new);
    Arbitrary<Principal> lax = Arbitraries.of(GROUPS).map(Lax::new);
    return Arbitraries.oneOf(group, user, lax).set().ofMaxSize(3);
  }

  /** A principal of somebody's own login module that claims to equal any group of its name. */
  private record Lax(String name) implements Principal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Principal principal && principal.getName().equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }
}
