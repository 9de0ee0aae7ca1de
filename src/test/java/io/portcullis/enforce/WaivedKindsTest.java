package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.policy.WaiverEntry;
import io.portcullis.rule.LinkFacts;
import io.portcullis.rule.Rules;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A waiver names one kind of thing. */
class WaivedKindsTest {

  private static ActivePolicy active(String rule, String subject) throws Exception {
    return ActivePolicy.of(
        Policy.builder()
            .waivers(List.of(new WaiverEntry(rule, subject, "old printer", "9999-12-31")))
            .build(Rules.ids()),
        Clock.systemUTC());
  }

  @Test
  void aConnectorsNameIsNotThatOfANetworkConnector() throws Exception {
    LinkFacts link =
        new LinkFacts(
            LinkFacts.Kind.NETWORK_CONNECTOR, "legacy", "tcp://h:1", List.of("tcp", "http"));

    assertThat(dispositions("legacy", link)).containsOnly(Disposition.REFUSED).isNotEmpty();
    assertThat(dispositions("connector:legacy", link)).containsOnly(Disposition.REFUSED);
    assertThat(dispositions("network-connector:legacy", link)).containsOnly(Disposition.WAIVED);
    assertThat(dispositions("*", link)).containsOnly(Disposition.WAIVED);
  }

  private static List<Disposition> dispositions(String subject, LinkFacts link) throws Exception {
    ActivePolicy active = active("require-tls", subject);
    return active.rules().judge(link, rule -> rule.judge(link)).stream()
        .map(violation -> active.on(violation).disposition())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "require-tls,                connector",
    "require-authentication,     connector",
    "refuse-default-credentials, user",
    "require-authorization,      destination",
    "require-encrypted-body,     destination",
    "narrow-serialization,       package",
    "protect-files,              file",
    "require-supported-broker,   release",
    "guard-reopened-doors,       network-connector",
    "restrict-protocols,         connector"
  })
  void aNameAloneIsOfTheKindThatTheRuleIsMostlyAbout(String rule, String kind) throws Exception {
    ActivePolicy active = active(rule, "legacy");

    assertThat(Arrays.stream(Kind.values()).filter(k -> active.waives(rule, of(k, "legacy"))))
        .extracting(Kind::word)
        .containsExactly(kind);
  }

  @Provide
  Arbitrary<String> rules() {
    return Arbitraries.of(Rules.ids());
  }

  @Provide
  Arbitrary<String> subjects() {
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(6),
        Arbitraries.of(Kind.values()).map(Kind::word),
        Arbitraries.of(
            "10.0.0.1",
            "::1",
            "/conf",
            "queue://A",
            "storeUsage",
            "maxUncommittedCount",
            "destinationPathSeparatorPlugin",
            "http://h:80",
            "port 1099",
            "file:/conf",
            "broker:b"));
  }

  @Property
  void noSubjectIsForTwoKinds(
      @ForAll("rules") String rule,
      @ForAll("subjects") String subject,
      @ForAll("subjects") String id)
      throws Exception {
    ActivePolicy active = active(rule, subject);

    for (String named : List.of(id, subject, subject.replaceFirst("^[a-z-]+:", ""))) {
      assertThat(Arrays.stream(Kind.values()).filter(kind -> active.waives(rule, of(kind, named))))
          .as("%s for %s of %s", subject, named, rule)
          .hasSizeLessThan(2);
    }
  }

  @Property
  void eachKindCanBeNamed(
      @ForAll("rules") String rule, @ForAll Kind kind, @ForAll("subjects") String id)
      throws Exception {
    Resource resource = of(kind, id);

    assertThat(active(rule, resource.toString()).waives(rule, resource)).isTrue();
  }

  private static Resource of(Kind kind, String id) {
    return Resource.of(kind, id);
  }
}
