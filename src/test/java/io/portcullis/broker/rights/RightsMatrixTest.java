package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.policy.Groups;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.UnansweredException;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.filter.DestinationMap;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.apache.activemq.security.SimpleAuthorizationMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsMatrixTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a name                      | queue://ORDERS      | queue://ORDERS
          all below a name            | queue://ORDERS.>    | queue://ORDERS.>
          one level                   | topic://*.ORDERS    | topic://*.ORDERS
          what stands behind >        | queue://A.>.B       | queue://A.>.B
          the first of two in one     | queue://A,topic://B | queue://A
          the second of two in one    | queue://A,topic://B | topic://B
          """)
  void anEntryIsShownByItsPattern(String name, String entry, String shown) {
    AuthorizationMap map = Rights.ofNobody().add(entry, "billing", "shop", "").map();

    assertThat(of(map, shown)).containsExactly("billing r--", "shop -w-");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wider ones add up                  | queue://A.B  | queue://A.>  | one r-a, two -w-
          narrower ones do not               | queue://A.>  | queue://A.B  | one r-a
          one level is not all               | queue://A.>  | queue://A.*  | one r-a
          all is one level, too              | queue://A.*  | queue://A.>  | one r-a, two -w-
          queues are no topics               | queue://A    | topic://A    | one r-a
          the same group has what both give  | queue://A    | queue://>    | one r-a, two -w-
          """)
  void entriesThatMatchAddUp(String name, String shown, String other, String groups) {
    AuthorizationMap map =
        Rights.ofNobody().add(shown, "one", "", "one").add(other, "", "two", "").map();

    assertThat(String.join(", ", of(map, shown))).isEqualTo(groups);
  }

  /** To ActiveMQ they are equal, so that a set has only one of them. */
  @Test
  void entriesThatGiveTheSameAreBothShown() {
    AuthorizationMap map =
        Rights.ofNobody().add("queue://A", "group", "", "").add("queue://B", "group", "", "").map();

    assertThat(of(map, "queue://A")).containsExactly("group r--");
    assertThat(of(map, "queue://B")).containsExactly("group r--");
  }

  @Test
  void whatAnyGroupHasTheOthersHaveToo() {
    AuthorizationMap map = Rights.ofNobody().add("queue://A", "*", "shop", "").map();

    assertThat(of(map, "queue://A")).containsExactly("* r--", "shop rw-");
  }

  @Test
  void aDefaultEntryIsForEverythingAndWithoutOneTemporaryDestinationsAreOpen() throws Exception {
    DefaultAuthorizationMap map = new DefaultAuthorizationMap();
    AuthorizationEntry entry = new AuthorizationEntry();
    entry.setRead("readers");
    map.setDefaultEntry(entry);

    assertThat(RightsMatrix.of(new AuthorizationMapView(Source.OPERATOR, () -> map)))
        .extracting(RightsMatrixTest::line)
        .containsExactly(
            "queue://> readers r--",
            "temporary destinations * rwa",
            "topic://> readers r--",
            "topic://ActiveMQ.Advisory.> readers r--",
            "topic://ActiveMQ.Advisory.TempQueue readers r--",
            "topic://ActiveMQ.Advisory.TempTopic readers r--");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGatesOwnMapIsShownAsItAnswers(boolean createdByClients) {
    Groups groups = new Groups("admins", "users", "console");
    DefaultRights map =
        new DefaultRights(
            groups,
            new Advisories(createdByClients),
            PathSeparators.of(GatedBroker.create().getBrokerService()));

    assertThat(of(map, "queue://>")).containsExactly("admins rwa", "console rwa", "users r--");
    assertThat(of(map, "topic://>")).containsExactly("admins rwa", "console rwa", "users r--");
    assertThat(of(map, "topic://ActiveMQ.Advisory.>"))
        .startsWith("admins rwa", "console rwa")
        .last()
        .isEqualTo(createdByClients ? "users --a" : "console rwa");
    assertThat(of(map, "topic://ActiveMQ.Advisory.TempQueue"))
        .containsExactly("admins rwa", "console rwa", createdByClients ? "users r-a" : "users r--");
    assertThat(of(map, "temporary destinations"))
        .containsExactly("admins rwa", "console rwa", "users rwa");
  }

  @Test
  void aMapWithoutEntriesIsAskedForAllAndForWhatEveryBrokerHas() {
    DestinationMap rights = new DestinationMap();
    rights.put(
        ActiveMQDestination.createDestination("queue://>", ActiveMQDestination.QUEUE_TYPE),
        new GroupPrincipal("group"));
    SimpleAuthorizationMap map =
        new SimpleAuthorizationMap(rights, new DestinationMap(), new DestinationMap());

    assertThat(RightsMatrix.of(new AuthorizationMapView(Source.OPERATOR, () -> map)))
        .extracting(RightsMatrixTest::line)
        .containsExactly("queue://> group -w-", "temporary destinations * rwa");
  }

  @Test
  void withoutAMapEverybodyMayDoEverything() {
    AuthorizationMap wouldBe = Rights.ofOperators().map();

    assertThat(RightsMatrix.of(new AuthorizationMapView(Source.NOT_INSTALLED, () -> wouldBe)))
        .extracting(RightsMatrixTest::line)
        .containsExactly("queue://> * rwa", "temporary destinations * rwa", "topic://> * rwa");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOT_ASKED", "UNUSABLE"})
  void aMapThatIsNotToBeAskedIsNot(Source source) {
    AuthorizationMapView rights =
        new AuthorizationMapView(
            source,
            () -> {
              throw new AssertionError("asked");
            });

    assertThat(RightsMatrix.of(rights)).isEmpty();
  }

  /** It would answer that nobody has a right, and everybody on temporary destinations. */
  @Test
  void aDirectoryThatDoesNotAnswerIsNoMatrix() {
    LDAPAuthorizationMap map = new LDAPAuthorizationMap();
    map.setConnectionURL("ldap://127.0.0.1:1");
    map.setConnectionUsername("cn=mqbroker");
    map.setConnectionPassword("unused");

    assertThatThrownBy(() -> RightsMatrix.of(new AuthorizationMapView(Source.OPERATOR, () -> map)))
        .isInstanceOf(UnansweredException.class)
        .hasMessageStartingWith("its directory ldap://127.0.0.1:1 cannot be asked (");
  }

  @Test
  void theMatrixIsBoundedAndHasWhatIsForEverything() {
    Rights rights = Rights.ofOperators();
    for (int i = 0; i < 10_000; i++) {
      rights.add("queue://Q%04d".formatted(i), "group", "", "");
    }

    AuthorizationMap map = rights.map();

    assertThat(RightsMatrix.of(new AuthorizationMapView(Source.OPERATOR, () -> map)))
        .hasSize(10_000)
        .extracting(GroupRights::destinations)
        .contains("queue://>", "queue://Q0000", "temporary destinations", "topic://>")
        .doesNotContain("queue://Q9999");
  }

  private static List<String> of(AuthorizationMap map, String destinations) {
    return RightsMatrix.of(new AuthorizationMapView(Source.OPERATOR, () -> map)).stream()
        .filter(access -> access.destinations().equals(destinations))
        .map(access -> access.group() + " " + rights(access))
        .toList();
  }

  private static String line(GroupRights access) {
    return "%s %s %s".formatted(access.destinations(), access.group(), rights(access));
  }

  private static String rights(GroupRights access) {
    return (access.read() ? "r" : "-")
        + (access.write() ? "w" : "-")
        + (access.admin() ? "a" : "-");
  }
}
