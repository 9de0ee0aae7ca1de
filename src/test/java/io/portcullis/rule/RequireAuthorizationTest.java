package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.testing.NobodysRights;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequireAuthorizationTest {

  private final RequireAuthorization rule = new RequireAuthorization(Set.of());

  @ParameterizedTest(name = "{0}, translated behind its rights {1}: {2} violations")
  @CsvSource({
    "OPERATOR,      false, 0",
    "OPERATOR,      true,  1",
    "DEFAULT,       false, 0",
    "NOT_ASKED,     false, 0",
    "NOT_INSTALLED, false, 1",
    "NOT_INSTALLED, true,  2",
    "UNUSABLE,      false, 1"
  })
  void thereIsAMapAndItIsAskedForTheNamesThatAreUsed(
      Source source, boolean translated, int violations) {
    assertThat(rule.judge(broker(source, translated))).hasSize(violations);
  }

  @Test
  void saysWhichMapIsMissingAndWhatTranslatesTooLate() {
    assertThat(rule.judge(broker(Source.NOT_INSTALLED, true)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] broker \"b\": no authorization map is configured, so every"
                + " user may do everything; configure an <authorizationPlugin>, or enforce this"
                + " rule, which installs the default map",
            "[require-authorization] broker \"b\": destinationPathSeparatorPlugin acts behind the"
                + " authorization plugin, which is asked for rights on names that are not"
                + " translated yet; list it after <authorizationPlugin>");
    assertThat(rule.judge(broker(Source.UNUSABLE, false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] broker \"b\": no authorization map is configured, and the"
                + " default one is of no use beside Shiro's plugin, whose logins show no groups;"
                + " log in with another plugin, or let this rule only report, so that Shiro's own"
                + " rights are all there is");
  }

  @Test
  void whoeverHoldsARightMayUseIt() {
    assertThat(rule.judge(right(Set.of("users"), true))).isEmpty();
  }

  @Test
  void whoeverDoesNotIsToldWhoWould() {
    assertThat(rule.judge(right(Set.of("clerks", "admins"), false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] user \"alice\": the authorization map does not let it write to"
                + " queue://Q; if the user is to have the right, put it into one of admins,clerks,"
                + " or add <authorizationEntry queue=\"Q\" write=\"users\"/> for its group users");
    assertThat(rule.judge(right(Set.of(), false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] user \"alice\": the authorization map does not let it write to"
                + " queue://Q; if the user is to have the right, add <authorizationEntry"
                + " queue=\"Q\" write=\"users\"/> for its group users");
  }

  @Test
  void aPatternIsNoTarget() {
    DestinationName pattern = DestinationName.queue("A.>");

    assertThat(rule.judge(new TargetFacts("alice", pattern, true, false)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] user \"alice\": queue://A.> is a pattern, and a message to it"
                + " reaches destinations that it does not name; send to each destination by its own"
                + " name");
    assertThat(rule.judge(new TargetFacts("alice", pattern, false, false))).isEmpty();
  }

  @Test
  void aServiceAnswersAtItsOwnKindOnly() {
    DestinationName queue = DestinationName.queue("ActiveMQ.Scheduler.Management");

    assertThat(rule.judge(new TargetFacts("alice", queue, false, true)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] user \"alice\": queue://ActiveMQ.Scheduler.Management has the"
                + " name of a service of the broker, which has no destination of that kind; use the"
                + " scheduler's topic, or the statistics' queues and topics");
  }

  @ParameterizedTest
  @CsvSource({
    "65535, 1000, 1000, 1000, true",
    "65536, 1, 1, 0, false",
    "1, 1001, 1, 0, false",
    "1, 1, 1001, 0, false",
    "1, 1, 1, 1001, false"
  })
  void aNameIsBounded(int characters, int parts, int levels, int options, boolean passes) {
    assertThat(rule.judge(new NameFacts("alice", characters, parts, levels, options)).isEmpty())
        .isEqualTo(passes);
  }

  private static RightFacts right(Set<String> groups, boolean held) {
    return new RightFacts(
        "alice",
        Operation.WRITE,
        DestinationName.queue("Q"),
        RightHolder.to(groups),
        held,
        Set.of("users"),
        true);
  }

  private static BrokerFacts broker(Source source, boolean translated) {
    return new BrokerFacts(
        "b",
        List.of(),
        List.of(),
        List.of(),
        translated,
        new AuthenticationFacts(true, List.of(), KnownLogins.NONE),
        new NobodysRights(source));
  }

  @Test
  void anIdBelongsToItsConnection() {
    assertThat(rule.judge(new CommandFacts("c", "tcp://10.0.0.9:5", "MessageAck", "ID:x-1")))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] client tcp://10.0.0.9:5 on connector \"c\": its MessageAck"
                + " carries an id of connection \"ID:x-1\", which is not its own; use the ids of"
                + " its own connection");
    assertThat(rule.judge(new CommandFacts("c", "tcp://10.0.0.9:5", "JournalTrace", "")))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authorization] client tcp://10.0.0.9:5 on connector \"c\": it sent a"
                + " JournalTrace, which only brokers send; send what a client sends");
  }
}
