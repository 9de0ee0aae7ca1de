package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.send.Administrators;
import io.portcullis.broker.send.BodyRequirementCache;
import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.BodyRequirements;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.Operation;
import io.portcullis.testing.RawDestination;
import io.portcullis.testing.RawDestination.Kind;
import io.portcullis.testing.Rights;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SecurityContext;

/**
 * A client chooses kind and name of every destination that it asks for. Whatever was asked before,
 * and in which order, the next answer is the one of somebody who remembers nothing.
 */
class RememberedNamesTest {

  private static final List<String> PREFIXES =
      List.of("", "", "queue://", "topic://", "temp-queue://", "temp-topic://");

  private static final BodyRequirements BODIES = bodies();
  private static final SecurityContext USER =
      new SecurityContext("user") {
        @Override
        public Set<Principal> getPrincipals() {
          return Set.of(new GroupPrincipal("users"));
        }
      };

  record Name(Kind kind, String text) {
    ActiveMQDestination read() {
      return RawDestination.read(kind, text);
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void noNameChangesWhatAnotherDemandsOfABody(@ForAll("names") List<Name> names) {
    BodyRequirementCache demands = new BodyRequirementCache(BODIES);
    for (Name name : names) {
      DestinationFacts known = demands.of(name.read());
      DestinationFacts asked = new BodyRequirementCache(BODIES).of(name.read());

      assertThat(known.demandsTheSameAs(asked)).isTrue();
      assertThat(List.of(known.name(), known.about(), known.open(), known.special()))
          .isEqualTo(List.of(asked.name(), asked.about(), asked.open(), asked.special()));
    }
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void noNameLendsAnotherARight(@ForAll("names") List<Name> names, @ForAll boolean ofDirectory) {
    AuthorizationMap map = ofDirectory ? new MapOfADirectory(rights()) : rights();
    RightsSnapshot answers = RightsSnapshot.of(map);
    Map<ActiveMQDestination, ActiveMQDestination> writable =
        new LiveSecurityContext(
                USER,
                new ConnectionContext(),
                () -> answers,
                new Administrators(() -> "admins"),
                (user, destination) -> {})
            .getAuthorizedWriteDests();
    for (Name name : names) {
      assertThat(writable.containsKey(name.read()))
          .as("writes to %s", name)
          .isEqualTo(RightsSnapshot.of(map).held(Operation.WRITE, name.read(), USER));
      assertThat(answers.held(Operation.READ, name.read(), USER))
          .as("reads from %s", name)
          .isEqualTo(RightsSnapshot.of(map).held(Operation.READ, name.read(), USER));
    }
  }

  /** Few enough that they meet, and some of every other kind. */
  @Provide
  Arbitrary<List<Name>> names() {
    Arbitrary<String> alike =
        Combinators.combine(
                Arbitraries.of(PREFIXES),
                Arbitraries.of(PREFIXES),
                Arbitraries.of("", "", " ", "\t", "\u2003"),
                Arbitraries.of(
                    "OPEN.A", "SECRET.G", "OPEN.A,SECRET.G", "OPEN.*", ">", "OPEN\u0001"),
                Arbitraries.of("", "", " ", ",", "\u0000"),
                Arbitraries.of("", "", "?", "?x=1", " ?x=1", "?x=queue://SECRET.G"))
            .as((one, two, before, name, behind, end) -> one + before + two + name + behind + end);
    Arbitrary<String> any =
        Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
                Arbitraries.strings().withChars('\uD800', '\uDC00', '.', ',', 'A').ofLength(5),
                Arbitraries.strings().withChars("OPEN.").ofMinLength(250).ofMaxLength(260),
                Arbitraries.of("OPEN.".repeat(13_000), "OPEN,".repeat(13_000)))
            .map(text -> "N" + text.replace('?', '_'));
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.of(9, 9, 9, 1).flatMap(n -> n == 1 ? any : alike))
        .as(Name::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(8);
  }

  private static DefaultAuthorizationMap rights() {
    return Rights.ofOperators()
        .users("queue://OPEN.>", true, true)
        .users("topic://OPEN.A", true, false)
        .map();
  }

  /** One whose answers are remembered, since it may have to ask elsewhere. */
  private record MapOfADirectory(DefaultAuthorizationMap rights) implements AuthorizationMap {
    @Override
    public Set<Object> getReadACLs(ActiveMQDestination destination) {
      return rights.getReadACLs(destination);
    }

    @Override
    public Set<Object> getWriteACLs(ActiveMQDestination destination) {
      return rights.getWriteACLs(destination);
    }

    @Override
    public Set<Object> getAdminACLs(ActiveMQDestination destination) {
      return rights.getAdminACLs(destination);
    }

    @Override
    public Set<Object> getTempDestinationReadACLs() {
      return rights.getTempDestinationReadACLs();
    }

    @Override
    public Set<Object> getTempDestinationWriteACLs() {
      return rights.getTempDestinationWriteACLs();
    }

    @Override
    public Set<Object> getTempDestinationAdminACLs() {
      return rights.getTempDestinationAdminACLs();
    }
  }

  private static BodyRequirements bodies() {
    try {
      return Policy.builder()
          .bodies(
              List.of(
                  new BodyEntry(Map.of("queue", "OPEN.>", "body", "ANY")),
                  new BodyEntry(Map.of("topic", "OPEN.A", "onRefusal", "QUARANTINE")),
                  new BodyEntry(Map.of("temporary", "true", "body", "ANY"))))
          .build(Set.of())
          .bodies();
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
