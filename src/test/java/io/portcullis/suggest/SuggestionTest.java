package io.portcullis.suggest;

import static io.portcullis.rule.Operation.ADMIN;
import static io.portcullis.rule.Operation.READ;
import static io.portcullis.rule.Operation.WRITE;
import static io.portcullis.suggest.Observed.both;
import static io.portcullis.suggest.Observed.queue;
import static io.portcullis.suggest.Observed.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.suggest.Unproposed.Cause;
import io.portcullis.suggest.UnusedRights.Right;
import io.portcullis.testing.Line;
import io.portcullis.usage.Observation.Dropped;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rights are proposed for whom, and what is said of the others. */
class SuggestionTest {

  private static final Set<String> SHOP = Set.of("shop");

  @TempDir private Path folder;

  @Test
  void whatIsPrintedForAShop() {
    Suggestion suggestion =
        new Observed()
            .createdByClients()
            .went("alice", SHOP, WRITE, queue("ORDERS"))
            .went("alice", SHOP, ADMIN, queue("ORDERS"))
            .went("bob", Set.of("billing"), READ, queue("ORDERS"))
            .went("alice", SHOP, READ, Observed.ADVISORIES)
            .went("bob", Set.of("billing"), WRITE, Observed.TEMPORARY)
            .went("", Set.of(), READ, queue("OPEN"))
            .went("root", Set.of("admins"), READ, queue("ORDERS"))
            .refused("mallory", SHOP, READ, queue("SALARIES"))
            .today(queue("ORDERS"), WRITE, "shop", "users")
            .suggestion();

    assertThat(String.join("\n", XmlSuggestion.lines(suggestion)) + "\n")
        .isEqualTo(
            """
            <!-- Proposed by Portcullis from what was observed:
              Broker main, ActiveMQ 6.1.8. Observed from 2026-10-30T00:00:00Z to 2026-11-30T00:00:00Z, for 44,640 minutes of that time.
              No rows were dropped.
              Only what went through is proposed. Read it, and put the element in the place of your
              <authorizationPlugin>. Other rights, such as those of yearly jobs, are not in it.
            -->
            <authorizationPlugin xmlns="http://activemq.apache.org/schema/core">
              <map>
                <authorizationMap>
                  <authorizationEntries>
                    <authorizationEntry queue="&gt;" read="activemq-webconsole,admins" write="activemq-webconsole,admins" admin="activemq-webconsole,admins"/> <!-- every map needs it -->
                    <authorizationEntry topic="&gt;" read="activemq-webconsole,admins" write="activemq-webconsole,admins" admin="activemq-webconsole,admins"/> <!-- every map needs it -->
                    <authorizationEntry queue="ORDERS" read="billing" write="shop" admin="shop"/> <!-- read: user bob, 2026-11-02 to 2026-11-28 in 812 minutes; write: user alice, 2026-11-02 to 2026-11-28 in 812 minutes; admin: user alice, 2026-11-02 to 2026-11-28 in 812 minutes -->
                    <authorizationEntry topic="ActiveMQ.Advisory.&gt;" admin="billing,shop"/> <!-- this ActiveMQ creates advisory topics in the name of the client -->
                    <authorizationEntry topic="ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic" read="shop"/> <!-- read: user alice, 2026-11-02 to 2026-11-28 in 812 minutes -->
                  </authorizationEntries>
                  <tempDestinationAuthorizationEntry>
                    <tempDestinationAuthorizationEntry read="activemq-webconsole,admins" write="activemq-webconsole,admins,billing" admin="activemq-webconsole,admins"/> <!-- write: user bob, 2026-11-02 to 2026-11-28 in 812 minutes -->
                  </tempDestinationAuthorizationEntry>
                </authorizationMap>
              </map>
            </authorizationPlugin>
            <!-- Needs a decision. It went through, and no entry above is for it:
              read queue://OPEN: nobody logged in (groups: none), 2026-11-02 to 2026-11-28 in 812 minutes; nobody was logged in, and an entry gives rights to groups; let the client log in
            -->
            <!-- Would be newly refused:
              nothing else that went through
            -->
            <!-- Was refused, so nothing of it is proposed:
              read queue://SALARIES: user mallory (groups: shop), 2026-11-02 to 2026-11-28 in 812 minutes
            -->
            <!-- Used by users who have every right already, so no other group gets it:
              user root (group admins has every right): 1 right
            -->
            <!-- Rights of today's map that nobody used for 30 days:
              write queue://ORDERS: group users
            -->
            <!-- Rights, one for each entry, operation and group:
              today: 2
              proposed: 25
            -->
            """);
  }

  @Test
  void theGateHasNothingAgainstIt() throws Exception {
    Observed observed = new Observed();
    if (Line.clientsCreateAdvisories()) {
      observed.createdByClients();
    }
    Suggestion suggestion =
        observed
            .went("alice", SHOP, WRITE, queue("ORDERS"))
            .went("alice", SHOP, READ, Observed.ADVISORIES)
            .suggestion();

    CheckedBroker checked =
        CheckedBroker.of(PrintedMap.write(suggestion, folder), Clock.systemUTC());

    assertThat(checked.findings())
        .extracting(finding -> finding.violation().rule())
        .doesNotContain(
            "require-system-group",
            "guard-temporary-destinations",
            "guard-advisories",
            "configuration");
  }

  /** A group of many is not given what two of its members use, if each is in a group of its own. */
  @Test
  void whoDoesNotUseARightDoesNotGainIt() throws Exception {
    Observed observed =
        new Observed()
            .went("a1", Set.of("teamA", "everybody"), READ, queue("SALARIES"))
            .went("b1", Set.of("teamB", "everybody"), READ, queue("SALARIES"));
    for (int i = 0; i < 50; i++) {
      observed.went("other" + i, Set.of("everybody"), READ, queue("NEWS"));
    }

    assertThat(Observed.entries(observed.suggestion()))
        .anySatisfy(
            entry ->
                assertThat(entry).contains("queue=\"SALARIES\"").contains("read=\"teamA,teamB\""));
  }

  /** ActiveMQ's own advisory topics are names of three levels, too. */
  @Test
  void namesThatLookLikeAdvisoriesAreNotGathered() throws Exception {
    Observed observed = new Observed();
    for (int i = 0; i < 6; i++) {
      observed.went("alice", SHOP, READ, topic("T" + i + ".Advisory.Connection"));
    }

    assertThat(Observed.entries(observed.suggestion())).noneMatch(entry -> entry.contains("\"*."));
  }

  @ParameterizedTest
  @ValueSource(strings = {">", "*.>", "*", "*.*"})
  void whoReadsEverythingIsNamed(String pattern) throws Exception {
    assertThat(new Observed().went("alice", SHOP, READ, queue(pattern)).suggestion().notices())
        .anySatisfy(notice -> assertThat(notice).contains("alice reads all of"));
  }

  @ParameterizedTest(name = "{0} is written as {1}")
  @CsvSource({
    "'a,b;b,c',b",
    "'a;b','a,b'",
    "'a,x;b,x;c,y','c,x'",
    "'a,admins2;admins2','admins2'",
  })
  void fewGroupsAreChosen(String users, String chosen) {
    Observed observed = new Observed();
    for (String groups : users.split(";", -1)) {
      observed.went("u-" + groups, Set.of(groups.split(",", -1)), WRITE, queue("ORDERS"));
    }

    assertThat(Observed.entries(observed.suggestion()))
        .containsExactly("<authorizationEntry queue=\"ORDERS\" write=\"%s\"/>".formatted(chosen));
  }

  /** So that as few others as possible get the right. */
  @Test
  void ofTwoGroupsTheSmallerIsChosen() {
    Suggestion suggestion =
        new Observed()
            .went("alice", Set.of("everybody", "shop"), WRITE, queue("ORDERS"))
            .went("bob", Set.of("everybody"), READ, queue("NEWS"))
            .suggestion();

    assertThat(Observed.entries(suggestion))
        .contains("<authorizationEntry queue=\"ORDERS\" write=\"shop\"/>");
  }

  @Test
  void nobodyGetsWhatAnAdministratorUsed() {
    Suggestion suggestion =
        new Observed().went("root", Set.of("admins", "shop"), READ, queue("ORDERS")).suggestion();

    assertThat(Observed.entries(suggestion)).isEmpty();
    assertThat(suggestion.unproposed())
        .extracting(Unproposed::cause)
        .containsExactly(Cause.ALL_RIGHTS);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void whatWasRefusedIsNotProposed(Operation operation) {
    Suggestion suggestion =
        new Observed().refused("mallory", SHOP, operation, queue("ORDERS")).suggestion();

    assertThat(Observed.entries(suggestion)).isEmpty();
    assertThat(suggestion.refused()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " A",
        "A ",
        "A,B",
        "A?b=c",
        "queue://A",
        "${user}",
        "#{1}",
        "#A",
        "A.",
        "A..B",
        "A.>.B",
        ">.A",
        "a\u0000",
        "a\n",
        "\ud800",
        "\uFFFE",
        "\u202Ea"
      })
  void aNameThatWouldMeanSomethingElseIsListed(String name) {
    Suggestion suggestion = new Observed().went("alice", SHOP, READ, queue(name)).suggestion();

    assertThat(Observed.entries(suggestion)).isEmpty();
    assertThat(suggestion.unproposed())
        .extracting(Unproposed::cause)
        .containsExactly(Cause.DESTINATION_NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "", "a,b", " a", "${a}", "#a", "a\u0001"})
  void aGroupThatWouldMeanSomethingElseIsListed(String group) {
    Suggestion suggestion =
        new Observed().went("alice", Set.of(group), READ, queue("ORDERS")).suggestion();

    assertThat(Observed.entries(suggestion)).isEmpty();
    assertThat(suggestion.unproposed())
        .extracting(Unproposed::cause)
        .containsExactly(Cause.GROUP_NAME);
  }

  @Test
  void aPatternIsReadAndNeverSentTo() {
    Suggestion suggestion =
        new Observed()
            .went("alice", SHOP, READ, queue("ORDERS.>"))
            .went("alice", SHOP, WRITE, queue("PRICES.*"))
            .went("alice", SHOP, ADMIN, queue("ORDERS.>"))
            .suggestion();

    assertThat(Observed.entries(suggestion))
        .containsExactly("<authorizationEntry queue=\"ORDERS.&gt;\" read=\"shop\"/>");
    assertThat(suggestion.unproposed()).hasSize(2);
  }

  /** ActiveMQ permits several destinations at once only by one entry. */
  @Test
  void severalDestinationsAtOnceAreOneEntry() throws Exception {
    Suggestion suggestion =
        new Observed().went("alice", SHOP, READ, both(queue("B"), queue("A"))).suggestion();

    assertThat(Observed.entries(suggestion))
        .containsExactly("<authorizationEntry queue=\"A,B\" read=\"shop\"/>");
    assertThat(PrintedMap.of(suggestion, folder).permits(SHOP, READ, both(queue("B"), queue("A"))))
        .isTrue();
  }

  @Test
  void severalDestinationsOfSeveralKindsAreListed() {
    Suggestion suggestion =
        new Observed().went("alice", SHOP, READ, both(queue("A"), topic("A"))).suggestion();

    assertThat(Observed.entries(suggestion)).isEmpty();
    assertThat(suggestion.unproposed()).hasSize(1);
  }

  @Test
  void namesOfOneShapeAreGathered() {
    Suggestion suggestion = devices(5).suggestion();

    assertThat(Observed.entries(suggestion))
        .containsExactly("<authorizationEntry queue=\"DEVICE.*.CMD\" read=\"devices\"/>");
    assertThat(String.join("\n", XmlSuggestion.lines(suggestion)))
        .contains(
            "stands for DEVICE.1.CMD, DEVICE.2.CMD, DEVICE.3.CMD, DEVICE.4.CMD, DEVICE.5.CMD, and"
                + " also covers names that were not seen -->");
  }

  private static Observed devices(int count) {
    Observed observed = new Observed();
    for (int i = 1; i <= count; i++) {
      observed.went("d" + i, Set.of("devices"), READ, queue("DEVICE.%d.CMD".formatted(i)));
    }
    return observed;
  }

  @Test
  void fourNamesAreNotGathered() {
    assertThat(Observed.entries(devices(4).suggestion())).hasSize(4);
  }

  @Test
  void oneThatDisagreesKeepsTheNamesApart() {
    assertThat(devices(6).refused("x", SHOP, WRITE, queue("DEVICE.X.CMD")).suggestion())
        .as("a refused one")
        .extracting(Observed::entries)
        .matches(entries -> entries.size() == 6);
    assertThat(devices(6).key("x", queue("DEVICE.X.CMD"), "a", "b", "0578").suggestion())
        .as("one with a key")
        .extracting(Observed::entries)
        .matches(entries -> entries.size() == 6);
    assertThat(devices(6).plain("x", queue("DEVICE.X.CMD")).suggestion())
        .as("one with a body")
        .extracting(Observed::entries)
        .matches(entries -> entries.size() == 6);
    assertThat(devices(6).today(queue("DEVICE.X.CMD"), READ, "shop").suggestion())
        .as("one of today's map")
        .extracting(Observed::entries)
        .matches(entries -> entries.size() == 6);
    assertThat(devices(6).went("x", Set.of("devices"), WRITE, queue("DEVICE.6.CMD")).suggestion())
        .as("one with other rights")
        .extracting(Observed::entries)
        .matches(entries -> entries.size() == 6);
    assertThat(devices(6).dropped(new Dropped(0, 1, 0, 0, 0)).suggestion())
        .as("one that may have been dropped")
        .extracting(Observed::entries)
        .matches(entries -> entries.size() == 6);
  }

  @Test
  void whatNobodyUsedIsUnused() {
    UnusedRights unused =
        new Observed()
            .went("alice", SHOP, READ, queue("ORDERS.EU"))
            .refused("alice", SHOP, WRITE, queue("ORDERS.EU"))
            .today(queue("ORDERS.>"), READ, "shop", "users")
            .today(queue("ORDERS.>"), WRITE, "shop", "admins")
            .suggestion()
            .unused();

    assertThat(unused.unknown()).isEmpty();
    assertThat(unused.rights())
        .containsExactly(
            new Right(queue("ORDERS.>"), READ, "users"),
            new Right(queue("ORDERS.>"), WRITE, "shop"));
  }

  @Test
  void unusedIsNotKnownAfterTooShortATimeOrWithRowsDropped() {
    Observed observed = new Observed().today(queue("ORDERS"), READ, "shop");

    assertThat(observed.minutes(30 * 1_440).suggestion().unused().unknown()).isEmpty();
    assertThat(observed.minutes(30 * 1_440 - 1).suggestion().unused().unknown())
        .contains("the broker was observed for 43199 minutes, which is less than 30 days");
    assertThat(
            observed
                .minutes(30 * 1_440)
                .dropped(new Dropped(1, 0, 0, 0, 0))
                .suggestion()
                .unused()
                .unknown())
        .contains("1 rows of uses were dropped because the table was full");
    assertThat(new Observed().suggestion().unused().unknown())
        .contains("today's map cannot list its entries");
    assertThat(new Observed().map(Source.NOT_INSTALLED).suggestion().unused().unknown())
        .contains("no map is installed today");
  }

  @Test
  void whatTodaysMapDoesNotPermitIsSaid() {
    Suggestion suggestion =
        new Observed().reported("alice", SHOP, WRITE, queue("ORDERS")).suggestion();

    assertThat(suggestion.notPermittedToday()).hasSize(1);
    assertThat(suggestion.newlyRefused()).isEmpty();
  }

  @Test
  void readingAllOrWhatTellsOfOthersIsSaid() {
    Suggestion suggestion =
        new Observed()
            .went("alice", SHOP, READ, queue(">"))
            .went("alice", SHOP, READ, topic("ActiveMQ.Advisory.Connection"))
            .went("b", Set.of("bridges"), READ, topic("ActiveMQ.Advisory.Consumer.>"))
            .suggestion();

    assertThat(suggestion.notices())
        .containsExactly(
            "alice reads all of queue://>; name what it needs",
            "alice reads topic://ActiveMQ.Advisory.Connection, which tells of other users;"
                + " guard-advisories reports it");
  }

  /** A terminal may know other letters only. */
  @Test
  void elementsAreWrittenInAscii() throws Exception {
    Suggestion suggestion =
        new Observed().went("alice", SHOP, READ, queue("gr\u00fcn.\ud83d\ude00")).suggestion();

    assertThat(Observed.entries(suggestion))
        .containsExactly("<authorizationEntry queue=\"gr&#xFC;n.&#x1F600;\" read=\"shop\"/>");
    assertThat(
            PrintedMap.of(suggestion, folder).permits(SHOP, READ, queue("gr\u00fcn.\ud83d\ude00")))
        .isTrue();
  }
}
