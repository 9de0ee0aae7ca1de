package io.portcullis.suggest;

import static io.portcullis.rule.Operation.WRITE;
import static io.portcullis.suggest.Observed.both;
import static io.portcullis.suggest.Observed.queue;
import static io.portcullis.suggest.Observed.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import inet.ipaddr.IPAddressString;
import io.portcullis.policy.ClientIdPattern;
import io.portcullis.policy.Policy;
import io.portcullis.usage.Observation.Dropped;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is proposed for the gate's properties, and what is not. */
class GateProposalTest {

  private static final String ARN = "arn:aws:kms:eu-west-1:111122223333:key/1";

  @TempDir private Path folder;

  @Test
  void whatIsPrintedForTheGate() throws Exception {
    Suggestion suggestion =
        new Observed()
            .key("alice", queue("ORDERS"), "aws-kms", ARN, "0578")
            .key("bob", queue("ORDERS"), "raw", "old", "0478")
            .encrypted("alice", queue("ORDERS"), "destination", "tenant")
            .encrypted("bob", queue("ORDERS"), "destination")
            .plain("carol", topic("PRICES--EU"))
            .client("alice", "app-\u2026", "openwire", "10.0.0.1")
            .client("bob", "robot", "mqtt+ws", "10.0.0.2")
            .suggestion();

    assertThat(PrintedMap.pasted(suggestion).replaceAll("(?m)^  |^\\n", "").strip())
        .isEqualTo(
            """
            <property name="bodyPolicies">
              <list>
                <bean class="io.portcullis.BodyPolicy">
                  <property name="queue" value="ORDERS"/>
                  <property name="keys" value="arn:aws:kms:eu-west-1:111122223333:key/1,raw/old"/>
                  <property name="destinationKey" value="destination"/>
                </bean>
              </list>
            </property>
            <property name="waivers">
              <list>
                <bean class="io.portcullis.Waiver">
                  <property name="rule" value="require-encrypted-body"/>
                  <property name="subject" value="topic://PRICES-&#45;EU"/>
                  <property name="reason" value="plaintext of 1 sender"/>
                  <property name="until" value="2026-12-30"/>
                </bean>
              </list>
            </property>
            <property name="clientIds">
              <list>
                <bean class="io.portcullis.ClientIds">
                  <property name="user" value="alice"/>
                  <property name="pattern" value="app-*"/>
                </bean>
                <bean class="io.portcullis.ClientIds">
                  <property name="user" value="bob"/>
                  <property name="pattern" value="robot"/>
                </bean>
              </list>
            </property>
            <property name="protocols" value="openwire,mqtt+ws"/>
            <property name="allowedNetworks" value="10.0.0.1/32,10.0.0.2/32"/>"""
                .strip());
  }

  @Test
  void theGateReadsItAsItIsMeant() throws Exception {
    Policy policy =
        PrintedMap.policy(
            new Observed()
                .key("alice", queue("ORDERS"), "aws-kms", ARN, "0578")
                .encrypted("alice", queue("ORDERS"), "destination")
                .plain("carol", topic("PRICES--EU"))
                .client("alice", "app-\u2026", "openwire", "10.0.0.1")
                .client("bob", "app-7", "openwire", "::1")
                .suggestion(),
            folder);

    assertThat(policy.bodies().of(queue("ORDERS")).keys()).hasSize(1);
    assertThat(policy.bodies().of(queue("ORDERS")).context().destinationKey())
        .isEqualTo("destination");
    assertThat(policy.waivers().all())
        .extracting(w -> w.subject())
        .containsExactly("topic://PRICES--EU");
    assertThat(policy.clientIds().all())
        .containsExactly(
            new ClientIdPattern(ClientIdPattern.Owner.USER, "alice", "app-*"),
            new ClientIdPattern(ClientIdPattern.Owner.USER, "bob", "app-7"));
    assertThat(policy.allowedNetworks().contains(address("10.0.0.1"))).isTrue();
    assertThat(policy.allowedNetworks().contains(address("10.0.0.2"))).isFalse();
    assertThat(policy.allowedNetworks().contains(address("::1"))).isTrue();
  }

  private static InetAddress address(String text) {
    return new IPAddressString(text).getAddress().toInetAddress();
  }

  /** The alternative is said, with its senders, and never among what is pasted. */
  @Test
  void anyBodyIsNotProposed() throws Exception {
    Suggestion suggestion = new Observed().plain("carol", queue("ORDERS")).suggestion();

    assertThat(PrintedMap.pasted(suggestion)).doesNotContain("ANY");
    assertThat(String.join("\n", XmlSuggestion.lines(suggestion)))
        .contains("queue://ORDERS: user carol, 3 messages, the last at 2026-11-28T09:00:00Z")
        .contains(
            "or for ever, and for everybody: a body policy with queue=\"ORDERS\" and body=\"ANY\"");
  }

  @ParameterizedTest(name = "{0} / {1}")
  @CsvSource({
    "aws-kms,arn:aws:kms:*:111122223333:key/1",
    "aws-kms,arn:aws:kms:eu-west-1:111122223333:alias/a",
    "raw,*",
    "raw,'a,b'",
    "raw,0xab12",
    "raw,''",
    "raw,arn:aws:kms:eu-west-1:111122223333:key/1",
    "a/b,c",
    "'',c",
    "arn:a,c",
    "raw,'${a}'",
    "raw,'a '",
  })
  void aKeyThatThePropertyCannotNameKeepsAllKeysAllowed(String provider, String key) {
    Suggestion suggestion =
        new Observed()
            .key("alice", queue("ORDERS"), "raw", "good", "0578")
            .key("alice", queue("ORDERS"), provider, key, "0578")
            .suggestion();

    assertThat(suggestion.gate().bodies()).isEmpty();
    assertThat(suggestion.gate().notices()).hasSize(1);
  }

  @Test
  void keysAreNotNamedIfSomeMayBeMissing() {
    Suggestion suggestion =
        new Observed()
            .key("alice", queue("ORDERS"), "raw", "good", "0578")
            .encrypted("alice", queue("ORDERS"), "destination")
            .dropped(new Dropped(0, 0, 1, 1, 1))
            .client("alice", "robot", "openwire", "10.0.0.1")
            .suggestion();

    assertThat(suggestion.gate().bodies()).isEmpty();
    assertThat(suggestion.gate().clientIds()).isEmpty();
    assertThat(suggestion.gate().protocols()).isEmpty();
    assertThat(suggestion.gate().networks()).isEmpty();
    assertThat(suggestion.gate().notices()).hasSize(2);
  }

  /** A message to several destinations names none of them. */
  @Test
  void partsOfACompositeDestinationGetNoDestinationKey() {
    Suggestion suggestion =
        new Observed()
            .went("alice", Set.of("shop"), WRITE, both(queue("ORDERS"), queue("COPY")))
            .encrypted("alice", queue("ORDERS"), "destination")
            .suggestion();

    assertThat(suggestion.gate().bodies()).isEmpty();
  }

  @Test
  void destinationKeyIsWhatEveryMessageHas() {
    Suggestion suggestion =
        new Observed()
            .encrypted("alice", queue("ORDERS"), "a", "b")
            .encrypted("bob", queue("ORDERS"), "b", "c")
            .encrypted("alice", queue("NONE"), "a")
            .encrypted("bob", queue("NONE"), "b")
            .suggestion();

    assertThat(suggestion.gate().bodies()).hasSize(1);
    assertThat(suggestion.gate().bodies().get(0).destinationKey()).contains("b");
  }

  /** Today's policy lets such messages through, and the default would not. */
  @Test
  void aSuiteThatDoesNotCommitStaysAllowed() throws Exception {
    Policy policy =
        PrintedMap.policy(
            new Observed()
                .key("alice", queue("ORDERS"), "raw", "k", "0378")
                .encrypted("alice", queue("ORDERS"))
                .suggestion(),
            folder);

    assertThat(policy.bodies().of(queue("ORDERS")).commitmentRequired()).isFalse();
    assertThat(policy.bodies().of(queue("OTHER")).commitmentRequired()).isTrue();
  }

  @Test
  void temporaryDestinationsHaveOnePolicyAndAWaiverForEachKind() throws Exception {
    Policy policy =
        PrintedMap.policy(
            new Observed()
                .key("alice", Observed.TEMPORARY, "raw", "k", "0578")
                .plain("bob", Observed.TEMPORARY)
                .suggestion(),
            folder);

    assertThat(policy.bodies().of(Observed.TEMPORARY).keys()).hasSize(1);
    assertThat(policy.waivers().all())
        .extracting(w -> w.subject())
        .containsExactly("temp-queue://>");
  }

  @Test
  void aClientIdThatAnotherUserHadIsNotKeptFromThatUser() {
    List<ProposedClientId> ids =
        new Observed()
            .client("alice", "app-\u2026", "openwire", "10.0.0.1")
            .client("", "app-1", "openwire", "10.0.0.1")
            .client("bob", "ap\u2026", "openwire", "10.0.0.1")
            .client("carol", "robot", "openwire", "10.0.0.1")
            .client("carol", "ID:host-\u2026", "openwire", "10.0.0.1")
            .client("dave", "a*b*c", "openwire", "10.0.0.1")
            .suggestion()
            .gate()
            .clientIds();

    assertThat(ids)
        .extracting(ProposedClientId::user, ProposedClientId::pattern)
        .containsExactly(tuple("carol", "robot"));
  }

  @Test
  void addressesOfOtherPlacesInThisJvmDoNotCount() {
    Suggestion suggestion =
        new Observed().client("console", "console", "openwire", "").suggestion();

    assertThat(suggestion.gate().protocols()).isEmpty();
    assertThat(suggestion.gate().networks()).isEmpty();
    assertThat(suggestion.gate().notices()).isEmpty();
  }

  @Test
  void fewAddressesAreBlocksOfTheirOwn() {
    assertThat(
            NetworkProposal.of(
                List.of(
                    "10.0.0.9",
                    "127.0.0.1",
                    "127.3.0.1",
                    "::1",
                    "::ffff:10.0.0.9",
                    "2001:db8::1",
                    "fe80::1%3")))
        .containsExactly("10.0.0.9/32", "127.0.0.0/8", "::1/128", "2001:db8::1/128", "fe80::1/128");
  }

  @Test
  void manyAddressesBecomeLargerBlocksWhereSeveralAreNear() {
    Stream<String> near = IntStream.range(0, 20).mapToObj("10.0.1.%d"::formatted);
    Stream<String> far = Stream.of("10.9.9.1", "10.9.9.2");

    assertThat(NetworkProposal.of(Stream.concat(near, far).toList()))
        .containsExactly("10.0.1.0/24", "10.9.9.1/32", "10.9.9.2/32");
    assertThat(NetworkProposal.of(IntStream.range(0, 21).mapToObj("10.1.%d.1"::formatted).toList()))
        .containsExactly("10.1.0.0/16");
    assertThat(NetworkProposal.of(IntStream.range(0, 20).mapToObj("10.1.%d.1"::formatted).toList()))
        .hasSize(20);
  }

  @Test
  void addressesFarFromEachOtherAreNotGuessedAt() {
    Observed observed = new Observed();
    IntStream.range(1, 22)
        .forEach(i -> observed.client("u", "robot", "openwire", "%d.1.1.1".formatted(i)));

    GateProposal gate = observed.suggestion().gate();

    assertThat(gate.networks()).isEmpty();
    assertThat(gate.notices())
        .containsExactly(
            "no allowedNetworks: clients came from 21 addresses far from each other; name your"
                + " networks");
  }
}
