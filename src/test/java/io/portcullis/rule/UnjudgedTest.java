package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.testing.NobodysRights;
import io.portcullis.testing.SomeFacts;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rules judge something of a broker that is about to start, and which nothing. */
class UnjudgedTest {

  private static final String ALWAYS = "";

  private static final KnownLogins LOGINS =
      new KnownLogins(
          List.of(new KnownLogin("users.properties", List.of("ann"), false, (user, word) -> false)),
          List.of());

  private static final ManagementFacts MANAGEMENT =
      new ManagementFacts(
          List.of(new WebConnectorFacts("127.0.0.1", "1", List.of(loopback()), true)),
          List.of(),
          List.of(),
          List.of(),
          KnownLogins.NONE);

  private static final SilentFileFacts FILE = new SilentFileFacts("a key store", "/f", "it hangs");

  @ParameterizedTest(name = "{0} with nothing: {1}; with something: {2}")
  @CsvSource(
      delimiter = '|',
      emptyValue = ALWAYS,
      value = {
        "require-tls                  | no connector that leaves the JVM       | ''",
        "require-modern-tls           | no TLS connector                       | ''",
        "require-valid-certificate    | no TLS connector                       | ''",
        "require-client-certificate   | no TLS connector                       | ''",
        "refuse-unvetted-link         | ''                                     | ''",
        "refuse-public-connector      | no connector that leaves the JVM       | ''",
        "refuse-outside-client        | clients are judged later   | clients are judged later",
        "require-authentication       | ''                                     | ''",
        "refuse-default-credentials   | no known password                      | ''",
        "require-authorization        | ''                                     | ''",
        "require-system-group         | no authorization map                   | ''",
        "guard-temporary-destinations | no authorization map                   | ''",
        "guard-advisories             | no authorization map                   | ''",
        "require-encrypted-body       | messages are judged later | messages are judged later",
        "bound-resources              | ''                                     | ''",
        "narrow-serialization         | ''                                     | ''",
        "secure-management            | no management interface                | ''",
        "protect-files                | no file                                | ''",
        "refuse-root                  | ''                                     | ''",
        "require-supported-broker     | ''                                     | ''",
        "guard-reopened-doors         | ''                                     | ''",
        "restrict-protocols           | no connector                           | ''"
      })
  void everyRuleSaysWhetherItJudges(String rule, String nothing, String something)
      throws Exception {
    assertThat(why(rule, bare(Source.NOT_INSTALLED), around(ManagementFacts.NONE, List.of())))
        .isEqualTo(nothing);
    assertThat(why(rule, full("ssl"), around(MANAGEMENT, List.of(FILE)))).isEqualTo(something);
  }

  @Test
  void theTableNamesEveryRule() throws Exception {
    CsvSource rows =
        UnjudgedTest.class
            .getDeclaredMethod(
                "everyRuleSaysWhetherItJudges", String.class, String.class, String.class)
            .getAnnotation(CsvSource.class);

    assertThat(List.of(rows.value()).stream().map(row -> row.replaceFirst(" .*", "")))
        .containsExactlyElementsOf(Rules.ids());
  }

  /** A rule that finds a violation has judged something. */
  @Test
  void whatJudgesNothingFindsNothing() throws Exception {
    Rules rules = rules("REQUIRED");
    Map<String, List<String>> found = new HashMap<>();
    PostureFacts posture = around(ManagementFacts.NONE, List.of());
    for (Source source : Source.values()) {
      Judgement judgement = Judgement.of(rules, bare(source), posture, List.of());
      judgement
          .unjudged()
          .forEach(
              unjudged ->
                  found.put(
                      unjudged.rule() + source,
                      judgement.violations().stream()
                          .map(Violation::rule)
                          .filter(unjudged.rule()::equals)
                          .filter(rule -> !judgesOnlyTheMap(rule))
                          .toList()));
    }

    assertThat(found).isNotEmpty().allSatisfy((rule, lines) -> assertThat(lines).isEmpty());
  }

  private static boolean judgesOnlyTheMap(String rule) {
    return Rules.ofSecureDefault().all().stream()
        .filter(Rule::judgesAuthorizationOnly)
        .anyMatch(known -> known.id().equals(rule));
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void onlyAMapThatDecidesIsJudged(Source source) throws Exception {
    boolean decides =
        EnumSet.of(Source.OPERATOR, Source.DEFAULT, Source.NOT_ASKED).contains(source);

    assertThat(why("require-system-group", bare(source), around(MANAGEMENT, List.of())))
        .isEqualTo(decides ? ALWAYS : "no authorization map");
  }

  @Test
  void aConnectorThatNeverLeavesTheJvmIsNothingToJudge() throws Exception {
    PostureFacts posture = around(MANAGEMENT, List.of());

    assertThat(why("require-tls", full("vm"), posture)).isNotEmpty();
    assertThat(why("refuse-public-connector", full("vm"), posture)).isNotEmpty();
    assertThat(why("require-tls", full("tcp"), posture)).isEmpty();
  }

  @Test
  void aNetworkConnectorAloneIsJudgedForTls() throws Exception {
    LinkFacts link =
        new LinkFacts(
            LinkFacts.Kind.NETWORK_CONNECTOR, "n", "static:(tcp://far:1)", List.of("tcp"));
    BrokerFacts broker =
        new BrokerFacts(
            "b",
            List.of(),
            List.of(link),
            List.of(),
            false,
            new AuthenticationFacts(true, List.of(), LOGINS),
            new NobodysRights());

    assertThat(why("require-tls", broker, around(MANAGEMENT, List.of()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONAL,NOT_REQUIRED,clientCertificates is OPTIONAL",
    "REQUIRED,NOTHING_TO_JUDGE,no TLS connector"
  })
  void whatThePolicyDoesNotRequireIsNotRequired(String policy, Judgement.State state, String why)
      throws Exception {
    Judgement judgement =
        Judgement.of(
            rules(policy),
            bare(Source.OPERATOR),
            around(ManagementFacts.NONE, List.of()),
            List.of());

    assertThat(judgement.unjudged())
        .contains(new Judgement.Unjudged("require-client-certificate", state, why));
  }

  /** The names are a format that programs read. */
  @Test
  void theStatesHaveStableNamesTheWorstFirst() {
    assertThat(Judgement.State.values())
        .extracting(Judgement.State::word)
        .containsExactly(
            "refused",
            "reported",
            "waived",
            "not-checked",
            "not-required",
            "nothing-to-judge",
            "passed");
  }

  private static String why(String rule, BrokerFacts broker, PostureFacts posture)
      throws Exception {
    return Judgement.of(rules("REQUIRED"), broker, posture, List.of()).unjudged().stream()
        .filter(unjudged -> unjudged.rule().equals(rule))
        .map(Judgement.Unjudged::why)
        .findFirst()
        .orElse(ALWAYS);
  }

  private static Rules rules(String clientCertificates) throws Exception {
    return Rules.of(
        Policy.builder()
            .clientCertificates(clientCertificates)
            .protocols("openwire")
            .build(Set.of()));
  }

  private static BrokerFacts bare(Source source) {
    return SomeFacts.broker(
        new AuthenticationFacts(false, List.of(), KnownLogins.NONE), new NobodysRights(source));
  }

  private static BrokerFacts full(String scheme) {
    TlsFacts tls = SomeFacts.tls(ShownCertificateFacts.of(List.of()));
    ConnectorFacts connector =
        new ConnectorFacts(
            "c", scheme + "://c:1", scheme, List.of(loopback()), false, Optional.of(tls));
    return new BrokerFacts(
        "b",
        List.of(connector),
        List.of(),
        List.of(),
        false,
        new AuthenticationFacts(true, List.of(), LOGINS),
        new NobodysRights());
  }

  private static PostureFacts around(ManagementFacts management, List<SilentFileFacts> files) {
    return new PostureFacts(
        Postures.PROCESS, Postures.LIMITS, new FilesFacts(List.of(), files, List.of()), management);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
