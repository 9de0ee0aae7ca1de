package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.UnauthenticatedFacts;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNamesTest {

  private static ConnectionInfo named(String name) {
    ConnectionInfo info = new ConnectionInfo(new ConnectionId("id"));
    info.setClientId(name);
    return info;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ID:host-1234-5678:1", "grün-測試-🙂", "CN=a,O=b", "a b", "ID:x_y>z*?queue://"})
  void whatNamesSomethingPasses(String name) {
    assertThat(LoginNames.faultIn(named(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "\u0000", "\u001b[2J", "a\u2028b", "a\u202eb", "\ud800"})
  void whatEndsOrTurnsALineDoesNot(String name) {
    assertThat(LoginNames.faultIn(named(name))).contains("a client id with control characters");
  }

  @Test
  void theLongestIsLongEnough() {
    String longest = "x".repeat(UnauthenticatedFacts.LONGEST_NAME);

    assertThat(LoginNames.faultIn(named(longest))).isEmpty();
    assertThat(LoginNames.faultIn(named(longest + "x"))).contains("a client id of 1025 characters");
  }

  @Test
  void aLoginHasAConnectionId() {
    assertThat(LoginNames.faultIn(new ConnectionInfo())).contains("no connection id");
    assertThat(LoginNames.faultIn(new ConnectionInfo(new ConnectionId())))
        .contains("no connection id");
  }
}
