package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What gives a user a right, in words that name it all. */
class MissingRightTest {

  private static final DestinationName ORDERS = DestinationName.queue("ORDERS");

  private static String remedy(
      DestinationName destination, Set<String> holders, Set<String> groups, boolean pasted) {
    return new RightFacts(
            "bob", Operation.WRITE, destination, RightHolder.to(holders), false, groups, pasted)
        .remedy();
  }

  @Test
  void namesTheHoldersAndTheEntryToPaste() {
    assertThat(remedy(ORDERS, Set.of("clerks", "admins"), Set.of("users"), true))
        .isEqualTo(
            "if the user is to have the right, put it into one of admins,clerks, or add"
                + " <authorizationEntry queue=\"ORDERS\" write=\"users\"/> for its group users");
  }

  @Test
  void namesAllGroupsOfTheUser() {
    assertThat(remedy(ORDERS, Set.of(), Set.of("users", "tellers"), true))
        .isEqualTo(
            "if the user is to have the right, add <authorizationEntry queue=\"ORDERS\""
                + " write=\"tellers\"/> for one of its groups tellers,users");
  }

  @Test
  void aUserOfNoGroupNeedsOne() {
    assertThat(remedy(ORDERS, Set.of(), Set.of(), true))
        .endsWith(" write=\"GROUP\"/> for a new group of it");
  }

  @Test
  void whereNothingCanBePastedItSaysTheRight() {
    assertThat(remedy(ORDERS, Set.of("admins"), Set.of("users"), false))
        .endsWith(
            "put it into one of admins, or give its group users the right to write to"
                + " queue://ORDERS");
  }

  @Test
  void aTemporaryDestinationHasAnElementOfItsOwn() {
    DestinationName temporary = new DestinationName(DestinationKind.TEMPORARY_QUEUE, "ID:1");

    assertThat(remedy(temporary, Set.of(), Set.of("users"), true))
        .endsWith(
            "add write=\"users\" to the <tempDestinationAuthorizationEntry> for its group users");
  }

  @Test
  void whatIsPastedIsXml() {
    assertThat(remedy(DestinationName.queue("A&\"<B"), Set.of(), Set.of("r&d"), true))
        .contains("<authorizationEntry queue=\"A&amp;&quot;&lt;B\" write=\"r&amp;d\"/>");
  }

  @Test
  void aNameThatIsCutIsNotPasted() {
    assertThat(remedy(DestinationName.queue("L".repeat(5_000)), Set.of(), Set.of("users"), true))
        .startsWith(
            "if the user is to have the right, give its group users the right to write to"
                + " queue://LLL");
  }
}
