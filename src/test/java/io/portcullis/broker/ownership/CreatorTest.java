package io.portcullis.broker.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.jaas.UserPrincipal;
import org.apache.activemq.security.SecurityContext;

/** Names as clients claim them, and users as logins show them. */
class CreatorTest {

  @Property
  void itIsWhoTheLoginShowsWhateverItClaims(
      @ForAll @AlphaChars @StringLength(max = 2) String claimed,
      @ForAll @AlphaChars @StringLength(max = 2) String other,
      @ForAll @AlphaChars @StringLength(min = 1, max = 1) String shown,
      @ForAll @AlphaChars @StringLength(min = 1, max = 1) String otherShown) {
    assertThat(
            Creator.of(connection(claimed, Set.of(shown)))
                .equals(Creator.of(connection(other, Set.of(otherShown)))))
        .isEqualTo(shown.equals(otherShown));
  }

  @Example
  void itIsTheNameWhereTheLoginShowsNobody() {
    assertThat(Creator.of(connection("alice", Set.of())))
        .isEqualTo(Creator.of(connection("alice", Set.of("alice"))))
        .isNotEqualTo(Creator.of(connection("bob", Set.of())));
  }

  @Example
  void allAreTheSameWhereNobodyLogsIn() {
    ConnectionInfo info = new ConnectionInfo(new ConnectionId("ID:alice"));
    info.setUserName("alice");
    ConnectionContext claims = new ConnectionContext(info);

    assertThat(Creator.of(claims)).isEqualTo(Creator.of(new ConnectionContext()));
    assertThat(Creator.of(claims)).isNotEqualTo(Creator.of(connection("alice", Set.of())));
  }

  private static ConnectionContext connection(String claimed, Set<String> shown) {
    Set<Principal> users = shown.stream().map(UserPrincipal::new).collect(Collectors.toSet());
    ConnectionContext context = new ConnectionContext();
    context.setSecurityContext(
        new SecurityContext(claimed) {
          @Override
          public Set<Principal> getPrincipals() {
            return users;
          }
        });
    return context;
  }
}
