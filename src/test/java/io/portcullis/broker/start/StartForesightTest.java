package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.DefaultRights;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.broker.start.StartChanges.Right;
import io.portcullis.broker.start.StartChanges.TlsChange;
import io.portcullis.broker.start.StartChanges.UserChange;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.policy.Groups;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.AuthenticationFacts;
import io.portcullis.rule.AuthenticationFacts.User;
import io.portcullis.rule.AuthenticationFacts.Users;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.KnownLogins;
import io.portcullis.rule.Operation;
import io.portcullis.rule.ShownCertificateFacts;
import io.portcullis.rule.TlsFacts;
import io.portcullis.testing.NobodysRights;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a start changes, compared with the map that it installs. */
class StartForesightTest {

  private static final Groups GROUPS = new Groups("admins", "users", "activemq-webconsole");

  /** A destination for each that the matrix shows. */
  private static final Map<String, ActiveMQDestination> EXAMPLES =
      new TreeMap<>(
          Map.of(
              "queue://>", new ActiveMQQueue("some.name"),
              "topic://>", new ActiveMQTopic("some.name"),
              "topic://ActiveMQ.Advisory.>", new ActiveMQTopic("ActiveMQ.Advisory.Queue"),
              "topic://ActiveMQ.Advisory.TempQueue",
                  new ActiveMQTopic("ActiveMQ.Advisory.TempQueue"),
              "topic://ActiveMQ.Advisory.TempTopic",
                  new ActiveMQTopic("ActiveMQ.Advisory.TempTopic"),
              "temporary destinations", new ActiveMQTempQueue("ID:x:1")));

  /** The map that decides after the start says the same of each user and each destination. */
  @Property(tries = 100)
  void everyUserKeepsWhatTheMapGivesAndLosesTheRest(
      @ForAll("members") Map<String, Set<String>> members, @ForAll boolean creating)
      throws Exception {
    AuthorizationMapView map = map(Source.DEFAULT, creating);
    StartChanges changes = changes(map, members, List.of());

    assertThat(changes.rights().orElseThrow().users())
        .hasSameSizeAs(members.entrySet())
        .allSatisfy(
            change -> {
              Set<Principal> principals = new HashSet<>();
              change.user().groups().forEach(name -> principals.add(new GroupPrincipal(name)));
              for (Operation operation : Operation.values()) {
                List<String> kept = new ArrayList<>();
                List<String> lost = new ArrayList<>();
                EXAMPLES.forEach(
                    (name, example) ->
                        (held(map, principals, operation, example) ? kept : lost).add(name));
                assertThat(on(change.kept(), operation)).containsExactlyInAnyOrderElementsOf(kept);
                assertThat(on(change.lost(), operation)).containsExactlyInAnyOrderElementsOf(lost);
              }
            });
  }

  @Provide
  Arbitrary<Map<String, Set<String>>> members() {
    Arbitrary<Set<String>> groups =
        Arbitraries.of("admins", "users", "activemq-webconsole", "Admins", "shop", "*", "é<")
            .set()
            .ofMaxSize(3);
    return Arbitraries.maps(Arbitraries.of("ann", "bob", "admins", "\n"), groups).ofMaxSize(4);
  }

  private static List<String> on(List<Right> rights, Operation operation) {
    return rights.stream()
        .filter(right -> right.operation() == operation)
        .flatMap(right -> right.destinations().stream())
        .toList();
  }

  private static boolean held(
      AuthorizationMapView map,
      Set<Principal> principals,
      Operation operation,
      ActiveMQDestination destination) {
    SecurityContext login =
        new SecurityContext("u") {
          @Override
          public Set<Principal> getPrincipals() {
            return principals;
          }
        };
    return map.right("u", login, operation, destination).held();
  }

  @ParameterizedTest
  @EnumSource(
      value = Source.class,
      names = {"OPERATOR", "UNUSABLE", "NOT_ASKED"})
  void anotherMapChangesNoRight(Source source) throws Exception {
    assertThat(changes(map(source, false), Map.of("ann", Set.of()), List.of()).rights()).isEmpty();
  }

  @Test
  void whereTheRuleOnlyReportsTheChangeIsNotForNow() throws Exception {
    StartChanges changes =
        changes(map(Source.NOT_INSTALLED, false), Map.of("ann", Set.of()), List.of());

    assertThat(changes.rights().orElseThrow().enforced()).isFalse();
    assertThat(changes.rights().orElseThrow().users())
        .singleElement()
        .extracting(UserChange::kept)
        .isEqualTo(List.of());
  }

  @Test
  void connectorsWithTheSameChangeAreSaidOnce() throws Exception {
    List<TlsChange> tls =
        changes(
                map(Source.OPERATOR, false),
                Map.of(),
                List.of(
                    connector("a", List.of(), List.of(), false),
                    connector("plain", null, null, false),
                    connector("b", List.of("TLSv1.3"), List.of(), false),
                    connector("c", List.of(), List.of(), false),
                    connector("own", List.of("TLSv1.3"), List.of("TLS_AES_128_GCM_SHA256"), false),
                    connector("early", List.of(), List.of(), true)))
            .tls();

    assertThat(tls)
        .extracting(TlsChange::connectors)
        .containsExactly(List.of("a", "c"), List.of("b"));
    assertThat(tls.get(0).protocols()).containsExactly("TLSv1.2", "TLSv1.3");
    assertThat(tls.get(1).protocols()).isEmpty();
    assertThat(tls.get(1).cipherSuites()).contains("TLS_AES_128_GCM_SHA256");
    assertThat(tls.get(0).ended())
        .doesNotContainAnyElementsOf(tls.get(0).cipherSuites())
        .anyMatch(name -> name.contains("CBC"));
  }

  private static ConnectorFacts connector(
      String name, List<String> protocolsOrNull, List<String> suites, boolean early) {
    return new ConnectorFacts(
        name,
        "ssl://h:1",
        "ssl",
        List.of(),
        early,
        Optional.ofNullable(protocolsOrNull)
            .map(
                protocols ->
                    new TlsFacts(
                        protocols,
                        suites,
                        false,
                        false,
                        Optional.empty(),
                        ShownCertificateFacts.untold("x"))));
  }

  private static AuthorizationMapView map(Source source, boolean creating) {
    DefaultRights map =
        new DefaultRights(GROUPS, new Advisories(creating), PathSeparators.of(new BrokerService()));
    return new AuthorizationMapView(source, () -> map, new Advisories(creating));
  }

  private static StartChanges changes(
      AuthorizationMapView map, Map<String, Set<String>> members, List<ConnectorFacts> connectors)
      throws Exception {
    Users users =
        new Users(
            members.entrySet().stream()
                .map(member -> new User(member.getKey(), "x", member.getValue()))
                .toList(),
            List.of());
    BrokerFacts broker =
        new BrokerFacts(
            "b",
            connectors,
            List.of(),
            List.of(),
            false,
            new AuthenticationFacts(true, List.of(), List.of(), List.of(), users, KnownLogins.NONE),
            new NobodysRights());
    ActivePolicy policy = ActivePolicy.of(Policy.builder().build(Set.of()), Clock.systemUTC());
    return new StartForesight(new BrokerService(), policy, broker)
        .changes(map, LoginModules.ofThisJvm(), true);
  }
}
