package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Policy;
import io.portcullis.testing.NobodysRights;
import io.portcullis.testing.SomeFacts;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  /** The console may use the broker's own file of users. */
  private static final KnownLogins SHIPPED =
      new KnownLogins(
          List.of(new KnownLogin("users.properties", List.of("admin"), false, String::equals)),
          List.of("a directory"));

  @Test
  void whatIsWrongWithTheBrokerAndAroundItIsSaidOnceAndWhatIsComingAndWhatNobodyKnows()
      throws Exception {
    Rules rules = Rules.of(Policy.builder().build(Set.of()), Clock.fixed(NOW, ZoneOffset.UTC));
    BrokerFacts broker =
        new BrokerFacts(
            "b",
            List.of(ending("one"), ending("two")),
            List.of(),
            List.of(),
            false,
            new AuthenticationFacts(true, List.of(), SHIPPED),
            new NobodysRights(AuthorizationFacts.Source.NOT_ASKED));
    PostureFacts posture =
        new PostureFacts(
            new ProcessFacts(OptionalInt.empty(), "6.3.2", List.of("com")),
            Postures.LIMITS,
            Postures.FILES,
            new ManagementFacts(List.of(), List.of(), List.of(), List.of("a server"), SHIPPED));

    Judgement judgement =
        Judgement.of(
            rules, broker, posture, List.of(NotChecked.of("a file"), NotChecked.of("a server")));

    assertThat(judgement.broker()).isSameAs(broker);
    assertThat(judgement.violations())
        .extracting(violation -> violation.rule() + " " + violation.subject())
        .containsExactly("refuse-default-credentials admin", "narrow-serialization com");
    assertThat(judgement.foreseen())
        .extracting(violation -> violation.rule() + " " + violation.subject())
        .containsExactly("require-valid-certificate one", "require-valid-certificate two");
    assertThat(judgement.notChecked())
        .extracting(NotChecked::line)
        .containsExactly(
            "[secure-management] a server",
            "[refuse-root] the user that the broker runs as: this system has no"
                + " /proc/self/status",
            "[refuse-default-credentials] a directory",
            "a file",
            "a server");
    assertThat(judgement.unjudged())
        .extracting(Judgement.Unjudged::rule)
        .containsExactly(
            "require-client-certificate",
            "refuse-outside-client",
            "require-encrypted-body",
            "secure-management",
            "protect-files",
            "restrict-protocols");
  }

  private static ConnectorFacts ending(String name) {
    CertificateFacts certificate =
        new CertificateFacts(
            "CN=c",
            "1",
            true,
            false,
            List.of("mq.a"),
            NOW.minusSeconds(5),
            NOW.plusSeconds(5),
            "EC",
            256,
            "SHA256withECDSA");
    TlsFacts tls = SomeFacts.tls("", true, ShownCertificateFacts.of(List.of(certificate)));
    return new ConnectorFacts(
        name,
        "ssl://10.0.0.1:1",
        "ssl",
        List.of(InetAddress.getLoopbackAddress()),
        false,
        Optional.of(tls));
  }
}
