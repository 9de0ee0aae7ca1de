package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.BodyRequirement;
import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.testing.LoggedErrors;
import io.portcullis.testing.NobodysRights;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RulesTest {

  private static final Path SOURCES = Path.of("src/main/java/io/portcullis/rule");

  @Test
  void everyRuleFileIsInTheListAndHasARowAndAHeadingInTheManual() throws Exception {
    Set<String> files;
    try (var sources = Files.list(SOURCES)) {
      files =
          sources
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(RulesTest::isRule)
              .collect(Collectors.toSet());
    }
    Set<String> listed =
        Rules.of(Policy.builder().build(Set.of())).all().stream()
            .map(rule -> rule.getClass().getSimpleName())
            .collect(Collectors.toSet());
    String manual = Files.readString(Path.of("src/site/markdown/rules.md"));

    assertThat(listed).isEqualTo(files);
    assertThat(matches(manual, "^## ([a-z-]+)$")).containsExactlyElementsOf(Rules.ids());
    assertThat(matches(manual, "^\\| \\[`([a-z-]+)`\\]")).containsExactlyElementsOf(Rules.ids());
  }

  /** The picture says the same three times: to the eye, to a screen reader, and in the manual. */
  @Test
  void theRoadOfTheReadmeShowsEveryRuleOnceAndThoseThatOnlyReport() throws Exception {
    String road = Files.readString(Path.of("src/site/resources/images/road.svg"));
    String description = road.substring(road.indexOf("<desc"), road.indexOf("</desc>"));
    String manual = Files.readString(Path.of("src/site/markdown/rules.md"));
    List<String> onlyReport = matches(manual, "^- `([a-z-]+)`$");

    assertThat(matches(road, ">([a-z]+-[a-z-]+)</text>"))
        .containsExactlyInAnyOrderElementsOf(Rules.ids());
    assertThat(matches(road, "#reports\"[^>]+><text[^>]+>([a-z]+-[a-z-]+)</text>"))
        .hasSize(6)
        .isSubsetOf(onlyReport);
    assertThat(description).contains(Rules.ids());
  }

  @Test
  void aRulesIdIsItsNameInHyphens() throws Exception {
    for (Rule rule : Rules.of(Policy.builder().build(Set.of())).all()) {
      String hyphens =
          rule.getClass()
              .getSimpleName()
              .replaceAll("(?<=.)([A-Z])", "-$1")
              .toLowerCase(java.util.Locale.ROOT);

      assertThat(rule.id()).isEqualTo(hyphens);
    }
  }

  @Test
  void aRuleThatFailsIsViolated() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));

    List<Violation> violations =
        rules.judge(
            Named.of(Kind.CONNECTOR, "anything"),
            rule -> {
              if (rule.id().equals("require-tls")) {
                throw new IllegalStateException("secret");
              }
              return List.of();
            });

    assertThat(violations)
        .extracting(Violation::line)
        .containsExactly(
            "[require-tls] anything: the rule failed with java.lang.IllegalStateException; report"
                + " this as a defect of Portcullis");
  }

  /** Once, since a client may have it fail as often as it likes. */
  @Test
  void whereARuleFailedIsLoggedOnceAndWithoutItsWords() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));
    try (LoggedErrors log = LoggedErrors.of(Rules.class.getName())) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                rules.judge(
                    Named.of(Kind.CONNECTOR, "anything"),
                    rule -> {
                      if (rule.id().equals("require-tls")) {
                        throw new UnsupportedOperationException("secret", new Error("secret"));
                      }
                      return List.of();
                    }))
            .hasSize(1);
      }

      assertThat(log.errors())
          .singleElement()
          .satisfies(
              thrown -> {
                assertThat(thrown)
                    .hasMessage("java.lang.UnsupportedOperationException")
                    .hasRootCauseMessage("java.lang.Error");
                assertThat(thrown.getStackTrace()[0].getClassName())
                    .startsWith(RulesTest.class.getName());
              });
    }
  }

  @Test
  void aMessageThatTheRuleFailsOnIsRefused() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));
    BodyFacts beyondItsArray = BodyFacts.bytes(new byte[2], 1, 2);

    assertThat(
            rules.judge(
                new SendFacts(
                    new DestinationFacts(
                        "queue://Q", "queue://Q", false, List.of(BodyRequirement.ENCRYPTED)),
                    "",
                    beyondItsArray)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-encrypted-body] message to queue://Q: the rule failed with"
                + " java.lang.IndexOutOfBoundsException; report this as a defect of Portcullis");
  }

  @Test
  void aBrokerIsJudgedWithItsMapAndEachOfItsConnectorsAndLinks() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));

    assertThat(rules.judge(broker(AuthorizationFacts.Source.OPERATOR)))
        .filteredOn(violation -> !violation.rule().equals("guard-advisories"))
        .extracting(violation -> violation.rule() + " " + violation.subject())
        .containsExactly(
            "require-tls one",
            "require-tls two",
            "require-tls three",
            "require-tls four",
            "require-authentication b",
            "require-system-group queue://>",
            "require-system-group queue://>",
            "require-system-group queue://>",
            "require-system-group topic://>",
            "require-system-group topic://>",
            "require-system-group topic://>");
    assertThat(rules.judge(broker(AuthorizationFacts.Source.NOT_ASKED)))
        .as("without the map")
        .extracting(violation -> violation.rule() + " " + violation.subject())
        .containsExactly(
            "require-tls one",
            "require-tls two",
            "require-tls three",
            "require-tls four",
            "require-authentication b");
  }

  @Test
  void aMapIsJudgedByItself() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));

    assertThat(rules.judge(new NobodysRights()))
        .extracting(Violation::rule)
        .contains("require-system-group");
  }

  @Test
  void everythingThatSurroundsABrokerIsJudgedAndEveryFile() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));
    PostureFacts posture =
        new PostureFacts(
            new ProcessFacts(OptionalInt.of(0), "6.3.2", List.of()),
            new LimitFacts(
                List.of(),
                Postures.LIMITS.uncommitted(),
                Postures.LIMITS.inflated(),
                List.of(),
                List.of(new SpaceLimit("storeUsage", "the disk", 0, OptionalLong.empty())),
                1),
            new FilesFacts(List.of(open("/one"), open("/two")), List.of(), List.of()),
            new ManagementFacts(
                List.of(new WebConnectorFacts("h", "80", List.of(), false)),
                List.of(),
                List.of(),
                List.of(),
                KnownLogins.NONE));

    assertThat(rules.judge(posture))
        .extracting(Violation::subject)
        .containsExactly("storeUsage", "http://h:80", "/one", "/two", "process");
  }

  @Test
  void onlyTheseReportUnlessToldToEnforce() throws Exception {
    assertThat(
            Rules.of(Policy.builder().build(Set.of())).all().stream()
                .filter(rule -> !rule.enforcedByDefault())
                .map(Rule::id))
        .containsExactly(
            "guard-advisories",
            "bound-resources",
            "narrow-serialization",
            "protect-files",
            "refuse-root",
            "require-supported-broker");
  }

  private static BrokerFacts broker(AuthorizationFacts.Source map) {
    return new BrokerFacts(
        "b",
        List.of(plain("one"), plain("two")),
        List.of(link("three"), link("four")),
        List.of(),
        false,
        new AuthenticationFacts(false, List.of(), KnownLogins.NONE),
        new NobodysRights(map));
  }

  private static ConnectorFacts plain(String name) {
    return new ConnectorFacts(
        name,
        "tcp://127.0.0.1:1",
        "tcp",
        List.of(InetAddress.getLoopbackAddress()),
        false,
        Optional.empty());
  }

  private static LinkFacts link(String name) {
    return new LinkFacts(
        LinkFacts.Kind.NETWORK_CONNECTOR, name, "static:(tcp://h:1)", List.of("tcp"));
  }

  private static FileFacts open(String path) {
    return new FileFacts(
        "file", path, false, true, "bob", Set.of(), "staff", Set.of(), EnumSet.of(FileAccess.READ));
  }

  @Test
  void whatARuleCannotKnowIsSaidInItsName() throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()));
    PostureFacts posture =
        new PostureFacts(
            new ProcessFacts(OptionalInt.empty(), "6.3.1", List.of()),
            Postures.LIMITS,
            new FilesFacts(List.of(), List.of(), List.of("store \"s\": it does not exist yet")),
            new ManagementFacts(
                List.of(),
                List.of(),
                List.of(),
                List.of("a server\nof its own"),
                KnownLogins.NONE));

    assertThat(rules.notChecked(posture))
        .extracting(NotChecked::line)
        .containsExactly(
            "[secure-management] a server?of its own",
            "[protect-files] store \"s\": it does not exist yet",
            "[refuse-root] the user that the broker runs as: this system has no"
                + " /proc/self/status");
  }

  @Test
  void aViolationIsOneLineWhateverAClientPutsIntoIt() {
    Violation violation =
        Violation.of(
            "id",
            new Named(Resource.connector("c"), "client \"a\r\nb\u001b[2J\""),
            new Fault("code", "found", "remedy"));

    assertThat(violation.line()).isEqualTo("[id] client \"a??b?[2J\": found; remedy");
  }

  private static boolean isRule(String name) {
    try {
      Class<?> type = Class.forName("io.portcullis.rule." + name);
      return Rule.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
