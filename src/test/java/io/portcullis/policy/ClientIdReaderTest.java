package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.policy.ClientIdPattern.Owner;
import io.portcullis.policy.ClientIdPatterns.Standing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientIdReaderTest {

  private static ClientIdPatterns read(ClientIdEntry... entries) throws ConfigurationException {
    return Policy.builder().clientIds(List.of(entries)).build(Set.of()).clientIds();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    new ClientIdEntry("", "", "a*"),
                    new ClientIdEntry("u", "g", " "),
                    new ClientIdEntry("*", "", "b"),
                    new ClientIdEntry("", "g,h", "c"),
                    new ClientIdEntry("u", "", "d"),
                    new ClientIdEntry(" u ", "", "d")))
        .hasMessageContaining("(6 errors)")
        .hasMessageContaining("clientIds[0] names neither user nor group; name one of them")
        .hasMessageContaining(
            "clientIds[1]: user=\"u\" and group=\"g\" are both named; make two entries of it")
        .hasMessageContaining(
            "clientIds[1].pattern is missing; name client ids, with * for any run of characters")
        .hasMessageContaining("clientIds[2].user=\"*\" is not the name of one user")
        .hasMessageContaining("clientIds[3].group=\"g,h\" is not the name of one group")
        .hasMessageContaining("clientIds[5]: pattern \"d\" was said for the same user already");
  }

  @Test
  void anIdIsForEveryOneWhoseEntryMatchesItAndForNobodyElse() throws Exception {
    ClientIdPatterns patterns =
        read(
            new ClientIdEntry("robot", "", "robot-*"),
            new ClientIdEntry("", "drivers", "*-17"),
            new ClientIdEntry("", "admins", "x"));

    assertThat(patterns.of("other", (owner, name) -> false)).isEqualTo(Standing.FREE);
    assertThat(patterns.of("robot-1", (owner, name) -> false)).isEqualTo(Standing.OF_OTHERS);
    assertThat(patterns.of("robot-17", (owner, name) -> name.equals("drivers")))
        .isEqualTo(Standing.OWN);
    assertThat(
            patterns.of("robot-17", (owner, name) -> owner == Owner.USER && name.equals("robot")))
        .isEqualTo(Standing.OWN);
    assertThat(
            patterns.of("robot-17", (owner, name) -> owner == Owner.GROUP && name.equals("robot")))
        .as("a group of the user's name is not the user")
        .isEqualTo(Standing.OF_OTHERS);
    assertThat(read().of("robot-1", (owner, name) -> false)).isEqualTo(Standing.FREE);
  }
}
