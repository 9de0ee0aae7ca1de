package io.portcullis.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.ShownCertificateFacts.Flaw;
import io.portcullis.rule.ShownCertificateFacts.Flaw.Kind;
import io.portcullis.testing.TestAuthority;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains of real certificates, as a handshake shows them. */
class CertificateChainTest {

  @Test
  void aChainInOrderIsFlawlessWithAndWithoutItsRoot() throws Exception {
    TestAuthority root = TestAuthority.root("root");
    TestAuthority upper = root.below("upper");
    TestAuthority lower = upper.below("lower");
    TestAuthority own = lower.issue("mq.example.com");

    assertThat(flaws(own, lower, upper, root)).isEmpty();
    assertThat(flaws(own, lower, upper)).isEmpty();
    assertThat(flaws(root.issue("mq.example.com"))).isEmpty();
    assertThat(flaws(root.issue("mq.example.com"), root)).isEmpty();
    assertThat(flaws(root)).as("a certificate that signed itself").isEmpty();
  }

  @Test
  void anotherOrderIsFoundWithTheRightOne() throws Exception {
    TestAuthority root = TestAuthority.root("root");
    TestAuthority upper = root.below("upper");
    TestAuthority lower = upper.below("lower");

    assertThat(flaws(lower.issue("mq.example.com"), upper, lower))
        .containsExactly("ORDER CN=broker, CN=lower, CN=upper");
    assertThat(flaws(lower.issue("mq.example.com"), root, upper, lower))
        .containsExactly("ORDER CN=broker, CN=lower, CN=upper, CN=root");
  }

  /** Another key of an authority's name did not sign what that authority did. */
  @Test
  void aCertificateThatSignedNothingOfItIsFound() throws Exception {
    TestAuthority root = TestAuthority.root("root");
    TestAuthority lower = root.below("lower");
    TestAuthority former = root.below("lower");
    TestAuthority own = lower.issue("mq.example.com");

    assertThat(flaws(own, lower, TestAuthority.root("other"), root))
        .containsExactly("ALIEN CN=other");
    assertThat(flaws(own, former, root)).containsExactly("ALIEN CN=lower, CN=root");
    assertThat(flaws(own, root, lower, TestAuthority.root("other")))
        .containsExactly("ALIEN CN=other", "ORDER CN=broker, CN=lower, CN=root");
  }

  @Test
  void anAuthorityThatTheBrokerKnowsIsMissedIfItIsNoRoot() throws Exception {
    TestAuthority root = TestAuthority.root("root");
    TestAuthority upper = root.below("upper");
    TestAuthority lower = upper.below("lower");
    TestAuthority own = lower.issue("mq.example.com");

    assertThat(flaws(List.of(root, upper, lower), own))
        .containsExactly("INCOMPLETE CN=lower, CN=upper");
    assertThat(flaws(List.of(root, upper, lower), own, lower))
        .containsExactly("INCOMPLETE CN=upper");
    assertThat(flaws(List.of(root, upper, lower), own, lower, upper)).isEmpty();
    assertThat(flaws(List.of(root), root.issue("mq.example.com"))).isEmpty();
    assertThat(flaws(List.of(), own)).as("nobody can know it").isEmpty();
  }

  @ParameterizedTest(name = "{0} permits {1}: {2}")
  @CsvSource({
    "example.com,       mq.example.com,             true",
    "example.com,       example.com,                true",
    "example.com,       mq.example.org,             false",
    "example.com,       notexample.com,             false",
    "mq.example.com,    mq.example.com,             true",
    "mq.example.com,    other.example.com,          false",
    "example.com,       mq.example.com mq.example.org, false",
  })
  void theNameConstraintsOfEachAuthorityCount(String permitted, String names, boolean passes)
      throws Exception {
    String[] all = names.split(" ", -1);
    TestAuthority plain = TestAuthority.root("root");
    TestAuthority root = TestAuthority.rootFor("root", permitted);
    TestAuthority upper = plain.belowFor("upper", permitted);
    TestAuthority lower = upper.below("lower");

    assertThat(flaws(root.issue(all), root).isEmpty()).as("a root").isEqualTo(passes);
    assertThat(flaws(lower.issue(all), lower, upper))
        .as("an authority above")
        .isEqualTo(passes ? List.of() : List.of("EXCLUDED CN=upper"));
    assertThat(flaws(upper.issue(all), upper, plain))
        .as("the authority itself")
        .isEqualTo(passes ? List.of() : List.of("EXCLUDED CN=upper"));
  }

  /** Whatever the order, a chain and an alien are told apart, and the right order is the same. */
  @Property(tries = 40)
  void everyOrderIsReadAlike(@ForAll long seed, @ForAll @IntRange(max = 2) int aliens)
      throws Exception {
    TestAuthority root = TestAuthority.root("root");
    TestAuthority upper = root.below("upper");
    TestAuthority lower = upper.below("lower");
    List<TestAuthority> behind = new ArrayList<>(List.of(lower, upper, root));
    for (int i = 0; i < aliens; i++) {
      behind.add(TestAuthority.root("alien" + i));
    }
    List<TestAuthority> shuffled = new ArrayList<>(behind);
    Collections.shuffle(shuffled, new Random(seed));
    List<TestAuthority> chain = new ArrayList<>(shuffled);
    chain.retainAll(List.of(lower, upper, root));

    List<Flaw> flaws = found(List.of(), lower.issue("a"), shuffled.toArray(TestAuthority[]::new));

    assertThat(flaws.stream().filter(flaw -> flaw.kind() == Kind.ALIEN).findFirst())
        .matches(alien -> alien.map(flaw -> flaw.others().size()).orElse(0) == aliens);
    assertThat(flaws.stream().anyMatch(flaw -> flaw.kind() == Kind.ORDER))
        .isEqualTo(!chain.equals(List.of(lower, upper, root)));
    flaws.stream()
        .filter(flaw -> flaw.kind() == Kind.ORDER)
        .forEach(
            flaw ->
                assertThat(flaw.others())
                    .containsExactly("CN=broker", "CN=lower", "CN=upper", "CN=root"));
  }

  private static List<String> flaws(TestAuthority own, TestAuthority... behind) throws Exception {
    return flaws(List.of(), own, behind);
  }

  private static List<String> flaws(
      List<TestAuthority> known, TestAuthority own, TestAuthority... behind) throws Exception {
    return found(known, own, behind).stream()
        .map(flaw -> "%s %s".formatted(flaw.kind(), String.join(", ", flaw.others())))
        .toList();
  }

  private static List<Flaw> found(
      List<TestAuthority> known, TestAuthority own, TestAuthority... behind) throws Exception {
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(own.keyManagers(behind), null, null);
    return ShownCertificates.of(server, known.stream().map(TestAuthority::certificate).toList())
        .flaws();
  }
}
