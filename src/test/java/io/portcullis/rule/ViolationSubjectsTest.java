package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.BodyRequirement;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.ConnectionFacts.Carrier;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a waiver has to name for a violation of each rule. */
class ViolationSubjectsTest {

  private static final InetAddress PUBLIC = address("8.8.8.8");

  private static final ConnectorFacts PLAIN =
      new ConnectorFacts(
          "legacy", "http://8.8.8.8:1", "http", List.of(PUBLIC), true, Optional.of(tls()));

  private static final ConnectionFacts CLIENT =
      new ConnectionFacts(
          new PeerFacts("legacy", "tcp://8.8.8.8:5", Optional.of(PUBLIC), false),
          Carrier.PLAIN,
          false,
          Optional.of(SessionFacts.UNKNOWN),
          false);

  private static final LinkFacts PROXY =
      new LinkFacts(LinkFacts.Kind.PROXY_CONNECTOR, "proxy", "tcp://h:1", List.of("tcp"));

  private static final RightFacts RIGHT =
      new RightFacts(
          "alice",
          Operation.ADMIN,
          new DestinationName(
              DestinationKind.QUEUE,
              "A, topic://B",
              List.of(DestinationName.queue("A"), DestinationName.topic("B"))),
          RightHolder.to(Set.of()),
          false,
          Set.of(),
          false);

  private static final UseFacts MIXED =
      new UseFacts(
          "alice",
          new DestinationName(
              DestinationKind.TEMPORARY_QUEUE,
              "ID:c-1:1:1,queue://A",
              List.of(
                  new DestinationName(DestinationKind.TEMPORARY_QUEUE, "ID:c-1:1:1"),
                  DestinationName.queue("A"))),
          true);

  private static final TargetFacts PATTERN =
      new TargetFacts("alice", DestinationName.queue("A.>"), true, true);

  private static final NameFacts LONG = new NameFacts("alice", 65_536, 1, 1, 0);

  private static Rules rules() throws Exception {
    return Rules.of(Policy.builder().clientCertificates("REQUIRED").build(Set.of()));
  }

  /** Asked within the test, so that it is known which test a change of a subject fails. */
  private interface Question {
    List<Violation> answer(Rules rules);
  }

  private static Arguments row(String name, Question question, String expected) {
    return Arguments.of(name, question, expected);
  }

  static Stream<Arguments> subjects() {
    return Stream.of(
        row(
            "a connector",
            rules -> rules.judge(PLAIN, rule -> rule.judge(PLAIN)),
            "require-tls legacy; require-modern-tls legacy; require-valid-certificate legacy;"
                + " require-client-certificate legacy; refuse-unvetted-link legacy;"
                + " refuse-public-connector legacy"),
        row(
            "a connection",
            rules -> rules.judge(CLIENT, rule -> rule.judge(CLIENT)),
            "require-tls legacy; require-modern-tls legacy; require-client-certificate legacy;"
                + " refuse-unvetted-link legacy; refuse-outside-client legacy"),
        row(
            "a login",
            rules -> rules.judge(CLIENT, rule -> rule.judge(login())),
            "require-authentication legacy"),
        row(
            "a bridge",
            rules ->
                rules.judge(
                    CLIENT, rule -> rule.judge(new DuplexBridgeFacts("legacy", "tcp://h:1"))),
            "refuse-unvetted-link legacy"),
        row(
            "a link",
            rules -> rules.judge(PROXY, rule -> rule.judge(PROXY)),
            "require-tls proxy; refuse-unvetted-link proxy"),
        row(
            "a right",
            rules -> rules.judge(RIGHT, rule -> rule.judge(RIGHT)),
            "require-authorization queue://A,topic://B"),
        row(
            "a target",
            rules -> rules.judge(PATTERN, rule -> rule.judge(PATTERN)),
            "require-authorization queue://A.>"),
        row(
            "a name",
            rules -> rules.judge(LONG, rule -> rule.judge(LONG)),
            "require-authorization names"),
        row(
            "the use of temporary destinations",
            rules -> rules.judge(MIXED, rule -> rule.judge(MIXED)),
            "guard-temporary-destinations temp-queue://ID:c-1:1:1,queue://A"),
        row(
            "a message",
            rules -> rules.judge(new SendFacts(queue("Q"), "", BodyFacts.EMPTY)),
            "require-encrypted-body queue://Q"),
        row(
            "a message that would be delivered elsewhere",
            rules -> rules.judge(new SendFacts(queue("Q"), "queue://R", BodyFacts.EMPTY)),
            "require-encrypted-body queue://Q,queue://R"),
        row(
            "a broker and its map",
            rules -> rules.judge(broker()),
            "refuse-unvetted-link com.example.Plugin; require-authentication b;"
                + " refuse-default-credentials admin; require-authorization b;"
                + " require-authorization destinationPathSeparatorPlugin;"
                + " require-system-group queue://>; require-system-group topic://>;"
                + " guard-temporary-destinations temporary destinations"),
        row(
            "what surrounds a broker",
            rules -> rules.judge(posture()),
            "bound-resources legacy; bound-resources maxUncommittedCount;"
                + " bound-resources queue://ORDERS.>; bound-resources storeUsage;"
                + " narrow-serialization com; secure-management http://h:80;"
                + " secure-management /admin; secure-management port 1099; protect-files /conf;"
                + " protect-files /mount;"
                + " refuse-root process; require-supported-broker 5.10.0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void subjects(String name, Question question, String expected) throws Exception {
    assertThat(
            question.answer(rules()).stream()
                .map(violation -> violation.rule() + " " + violation.subject())
                .distinct()
                .collect(Collectors.joining("; ")))
        .isEqualTo(expected);
  }

  @Test
  void advisoriesAreSpelledOutOneByOne() throws Exception {
    List<Violation> violations =
        rules().all().stream()
            .filter(GuardAdvisories.class::isInstance)
            .flatMap(rule -> rule.judge(new FlatMap(false)).stream())
            .toList();

    assertThat(violations)
        .extracting(Violation::subject)
        .allSatisfy(
            subject ->
                assertThat(subject.split(",")).allMatch(s -> s.startsWith("topic://ActiveMQ.Adv")));
    assertThat(violations.get(0).subject())
        .startsWith("topic://ActiveMQ.Advisory.Consumer.Queue.>,topic://ActiveMQ.Adv")
        .contains(",topic://ActiveMQ.Advisory.Connection,");
  }

  @Test
  void whoeverDoesNotAnswerIsNamedToo() throws Exception {
    List<Violation> violations =
        rules()
            .judge(
                Named.of(Kind.CONNECTOR, "anything"),
                rule -> {
                  throw new UnansweredException(
                      AuthorizationFacts.MAP, new Fault("code", "silent", "speak"));
                });

    assertThat(violations).extracting(Violation::subject).containsOnly("authorization map");
  }

  @Test
  void everyRuleHasARowInTheGuide() throws Exception {
    String guide = Files.readString(Path.of("src/site/markdown/waivers.md"));

    assertThat(
            Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                .matcher(guide)
                .results()
                .map(row -> row.group(1)))
        .containsExactlyElementsOf(Rules.ids());
  }

  private static TlsFacts tls() {
    return new TlsFacts(
        List.of("TLSv1"),
        List.of(),
        false,
        false,
        Optional.empty(),
        ShownCertificateFacts.untold("x"));
  }

  private static LoginFacts login() {
    return new LoginFacts(CLIENT, false, false, Set.of());
  }

  private static DestinationFacts queue(String name) {
    return new DestinationFacts(
        "queue://" + name, "queue://" + name, false, List.of(BodyRequirement.ENCRYPTED));
  }

  private static BrokerFacts broker() {
    KnownLogin login = new KnownLogin("a file", List.of("admin"), false, String::equals);
    return new BrokerFacts(
        "b",
        List.of(),
        List.of(),
        List.of("com.example.Plugin"),
        true,
        new AuthenticationFacts(false, List.of(), new KnownLogins(List.of(login), List.of())),
        new FlatMap(true));
  }

  private static PostureFacts posture() {
    return new PostureFacts(
        new ProcessFacts(OptionalInt.of(0), "5.10.0", List.of("com")),
        new LimitFacts(
            List.of(
                new ConnectorLimits(
                    PLAIN, Optional.of(new Bound("n", "", OptionalLong.empty())), List.of(), 1)),
            Optional.of(new Bound("maxUncommittedCount", "0", OptionalLong.empty())),
            Optional.empty(),
            List.of(new DestinationLimit("queue://ORDERS.>", "its <policyEntry>", false)),
            List.of(new SpaceLimit("storeUsage", "the disk", 0, OptionalLong.empty())),
            1),
        new FilesFacts(
            List.of(
                new FileFacts(
                    "folder",
                    "/conf",
                    true,
                    true,
                    "u",
                    Set.of(),
                    "g",
                    Set.of(),
                    EnumSet.allOf(FileAccess.class))),
            List.of(new SilentFileFacts("store", "/mount", "it hangs")),
            List.of()),
        new ManagementFacts(
            List.of(new WebConnectorFacts("h", "80", List.of(PUBLIC), false)),
            List.of(new WebApplicationFacts("/admin", List.of("it is open"), Set.of(), true)),
            List.of(
                new EntranceFacts(
                    EntranceFacts.Kind.BROKER_JMX, "port 1099", List.of(PUBLIC), false, false)),
            List.of(),
            KnownLogins.NONE));
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A map that says the same of all destinations. */
  private record FlatMap(boolean everybody) implements AuthorizationFacts {

    @Override
    public Source source() {
      return Source.NOT_INSTALLED;
    }

    @Override
    public Advisories advisories() {
      return new Advisories(false);
    }

    @Override
    public RightHolder grant(Operation operation, DestinationName destination) {
      return RightHolder.to(everybody ? Set.of() : new TreeSet<>(Set.of("users", "others")));
    }

    @Override
    public RightHolder temporaryGrant(Operation operation) {
      return everybody ? RightHolder.EVERYONE : RightHolder.to(Set.of("admins"));
    }
  }
}
