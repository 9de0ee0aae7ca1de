package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.AuthenticationFacts.User;
import io.portcullis.rule.AuthenticationFacts.Users;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.testing.NobodysRights;
import io.portcullis.testing.SomeFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups of the map that nobody is in, and users in none of them. */
class MembershipsTest {

  private static final String SYSTEM = "activemq-webconsole";

  private final RequireAuthorization rule = new RequireAuthorization(Set.of(SYSTEM));

  /** A map that lists whom it names. */
  private record Listed(NobodysRights rights, Optional<Map<String, Set<DestinationName>>> holders)
      implements AuthorizationFacts {

    @Override
    public Source source() {
      return rights.source();
    }

    @Override
    public Advisories advisories() {
      return rights.advisories();
    }

    @Override
    public RightHolder grant(Operation operation, DestinationName destination) {
      return rights.grant(operation, destination);
    }

    @Override
    public RightHolder temporaryGrant(Operation operation) {
      return rights.temporaryGrant(operation);
    }
  }

  @Test
  void saysWhoWithThePlacesToChange() {
    Map<String, Set<DestinationName>> holders = new TreeMap<>();
    holders.put("billing", Set.of(DestinationName.topic("ORDERS.>")));
    holders.put("shop", Set.of(DestinationName.queue("COMP")));

    assertThat(
            judged(
                Source.OPERATOR,
                holders,
                new Users(
                    List.of(
                        new User("ann", "groups.properties", Set.of("shop")),
                        new User("bob", "groups.properties", Set.of("noadv", "x"))),
                    List.of())))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] authorization map: the authorization map gives rights to group"
                + " \"billing\", and none of the users is in it; put a user into"
                + " group \"billing\" in groups.properties, or take billing out of read, write and"
                + " admin of <authorizationEntry topic=\"ORDERS.>\">",
            "[require-authorization] groups.properties: user \"bob\" may do nothing: the"
                + " authorization map names none of its groups (noadv, x); put user \"bob\" into one"
                + " of the groups billing, shop in groups.properties, or name one of its groups in an entry of the map");
  }

  @Property(tries = 200)
  void exactlyThoseWithoutACounterpartAreNamed(
      @ForAll("names") Set<String> ofMap, @ForAll("members") Map<String, Set<String>> members) {
    Set<String> present = new TreeSet<>(members.keySet());
    members.values().forEach(present::addAll);
    Map<String, Set<DestinationName>> holders = new TreeMap<>();
    ofMap.forEach(name -> holders.put(name, Set.of(DestinationName.queue(name))));

    List<Violation> found = judged(Source.OPERATOR, holders, users(members, List.of()));

    Set<String> groups = new TreeSet<>(ofMap);
    groups.removeAll(present);
    groups.remove(SYSTEM);
    assertThat(named(found, "map-group-without-users")).isEqualTo(groups);
    Set<String> users = new TreeSet<>(members.keySet());
    users.removeIf(
        user ->
            ofMap.isEmpty()
                || ofMap.contains(user)
                || members.get(user).stream().anyMatch(ofMap::contains));
    assertThat(named(found, "user-without-rights")).isEqualTo(users);
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return Arbitraries.of("a", "b", "admins", "every one", SYSTEM, "\"<&é").set().ofMaxSize(5);
  }

  @Provide
  Arbitrary<Map<String, Set<String>>> members() {
    return Arbitraries.maps(Arbitraries.of("ann", "bob", "a", "%s"), names()).ofMaxSize(4);
  }

  @Test
  void whoeverIsLoggedInIsInTheGroupOfAll() {
    assertThat(
            judged(
                Source.OPERATOR,
                Map.of("*", Set.of(DestinationName.queue(">"))),
                users(Map.of("ann", Set.of()), List.of())))
        .isEmpty();
  }

  @Test
  void manyUsersAreOneViolation() {
    Map<String, Set<String>> members = new TreeMap<>();
    IntStream.range(0, 51).forEach(i -> members.put("user%02d".formatted(i), Set.of()));
    Map<String, Set<DestinationName>> holders = Map.of("*x", Set.of());

    assertThat(judged(Source.DEFAULT, holders, users(members, List.of())))
        .extracting(Violation::found)
        .containsExactly(
            "51 users may do nothing, since the authorization map names none of their groups: %s,"
                    .formatted(
                        IntStream.range(0, 50)
                            .mapToObj("\"user%02d\""::formatted)
                            .collect(Collectors.joining(", ")))
                + " and 1 more");
    members.keySet().removeIf(name -> name.compareTo("user20") >= 0);
    assertThat(judged(Source.DEFAULT, holders, users(members, List.of()))).hasSize(20);
  }

  @Test
  void ifUsersAreUnknownNoGroupIsCalledEmpty() {
    Map<String, Set<DestinationName>> holders = Map.of("a", Set.of(DestinationName.queue("Q")));
    BrokerFacts broker =
        broker(Source.OPERATOR, holders, users(Map.of(), List.of("LDAP only knows its users")));

    assertThat(rule.foresee(broker)).isEmpty();
    assertThat(Memberships.notChecked(broker))
        .extracting(NotChecked::line)
        .containsExactly(
            "[require-authorization] whether users are in the groups of the map: LDAP only knows its"
                + " users");
  }

  @ParameterizedTest
  @EnumSource(
      value = Source.class,
      names = {"UNUSABLE", "NOT_INSTALLED", "NOT_ASKED"})
  void withoutAMapNothingIsCompared(Source source) {
    assertThat(
            judged(
                source,
                Map.of("a", Set.of(DestinationName.queue("Q"))),
                users(Map.of("ann", Set.of()), List.of())))
        .isEmpty();
  }

  private List<Violation> judged(
      Source source, Map<String, Set<DestinationName>> holders, Users users) {
    return rule.foresee(broker(source, holders, users));
  }

  private static BrokerFacts broker(
      Source source, Map<String, Set<DestinationName>> holders, Users users) {
    return SomeFacts.broker(
        new AuthenticationFacts(true, List.of(), List.of(), List.of(), users, KnownLogins.NONE),
        new Listed(new NobodysRights(source), Optional.of(holders)));
  }

  private static Users users(Map<String, Set<String>> members, List<String> unknown) {
    return new Users(
        members.entrySet().stream()
            .map(member -> new User(member.getKey(), "the file", member.getValue()))
            .toList(),
        unknown);
  }

  private static Set<String> named(List<Violation> found, String code) {
    Set<String> names = new TreeSet<>();
    found.stream()
        .filter(violation -> violation.code().equals(code))
        .forEach(violation -> names.add(String.valueOf(violation.arguments().get(0).value())));
    return names;
  }
}
