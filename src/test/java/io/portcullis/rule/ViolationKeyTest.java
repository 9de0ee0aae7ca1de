package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** When two violations are the same. */
class ViolationKeyTest {

  private static final Fault FAULT = new Fault("code", "%s and %s", "remedy");

  @Test
  void addressesInAnotherOrderAreTheSame() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));
    InetAddress one = InetAddress.getByName("8.8.8.8");
    InetAddress other = InetAddress.getByName("1.1.1.1");

    assertThat(keys(rules, List.of(one, other)))
        .isEqualTo(keys(rules, List.of(other, one)))
        .isEqualTo(keys(rules, List.of(one)))
        .isNotEmpty();
  }

  private static List<ViolationKey> keys(Rules rules, List<InetAddress> addresses) {
    ConnectorFacts connector =
        new ConnectorFacts("c", "tcp://h:1", "tcp", addresses, false, Optional.empty());
    return rules.judge(connector, rule -> rule.judge(connector)).stream()
        .map(Violation::key)
        .toList();
  }

  @Property
  void severalTextsHaveNoOrder(@ForAll List<String> texts) {
    List<String> turned = new ArrayList<>(texts);
    Collections.reverse(turned);

    ViolationKey key = key("c", texts, "x");
    assertThat(key("c", turned, "x")).isEqualTo(key);
    assertThat(key("c", turned, "x").fingerprint()).isEqualTo(key.fingerprint());
  }

  @Property
  void whatIsOnlyShownMakesNoOther(@ForAll String one, @ForAll String other) {
    assertThat(key("c", Argument.shown(one))).isEqualTo(key("c", Argument.shown(other)));
  }

  /** What is written one after the other could be read in two ways. */
  @Property
  void differentKeysHaveDifferentFingerprints(
      @ForAll("keys") ViolationKey one, @ForAll("keys") ViolationKey other) {
    assertThat(one.fingerprint().equals(other.fingerprint())).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<ViolationKey> keys() {
    Arbitrary<String> texts = Arbitraries.strings().withChars("a1:*,").ofMaxLength(3);
    return Combinators.combine(
            Arbitraries.of(Kind.CONNECTOR, Kind.NETWORK_CONNECTOR),
            texts.list().ofMinSize(1).ofMaxSize(2),
            texts.list().ofMaxSize(2))
        .as(
            (kind, ids, arguments) ->
                new ViolationKey("r", new Resource(kind, ids), "c", List.copyOf(arguments)));
  }

  @Provide
  Arbitrary<Tuple2<Kind, String>> named() {
    return Combinators.combine(
            Arbitraries.of(Kind.values()),
            Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of(Kind.values()).map(Kind::word),
                Arbitraries.of("queue://A", "connector:x", "network-connector:connector:x", "")))
        .as(net.jqwik.api.Tuple::of);
  }

  @Property
  void kindAndIdAreReadAsTheyAreWritten(
      @ForAll("named") Tuple2<Kind, String> named, @ForAll Kind plain) {
    Resource resource = Resource.of(named.get1(), named.get2());

    assertThat(Resource.named(resource.toString(), plain)).isEqualTo(resource);
  }

  @Property
  void namesOfOtherKindsOrIdsAreNotTheSame(
      @ForAll @Size(2) List<@From("named") Tuple2<Kind, String>> two) {
    Resource one = Resource.of(two.get(0).get1(), two.get(0).get2());
    Resource other = Resource.of(two.get(1).get1(), two.get(1).get2());

    assertThat(one.toString().equals(other.toString())).isEqualTo(one.equals(other));
  }

  private static ViolationKey key(String connector, Object... arguments) {
    return Violation.of("rule", new Named(Resource.connector(connector), "where"), FAULT, arguments)
        .key();
  }
}
