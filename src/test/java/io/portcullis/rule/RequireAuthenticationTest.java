package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequireAuthenticationTest {

  private final RequireAuthentication rule = new RequireAuthentication();

  static Stream<Arguments> logins() {
    return Stream.of(
        Arguments.of("a user of a group", true, true, Set.of("alice", "users"), ""),
        Arguments.of("a user of no group", true, true, Set.of(), ""),
        Arguments.of("nobody asked", false, true, Set.of(), "nobody logged it in"),
        Arguments.of(
            "no credentials",
            true,
            false,
            Set.of("alice"),
            "it came without a user name and without a certificate"),
        Arguments.of(
            "let in as guest", true, true, Set.of("guest"), "it was logged in as \"guest\""),
        Arguments.of(
            "in the guests' group",
            true,
            true,
            Set.of("x", "guests"),
            "it was logged in as \"guests\""),
        Arguments.of(
            "anonymous", true, true, Set.of("anonymous"), "it was logged in as \"anonymous\""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void logins(
      String name, boolean loggedIn, boolean credentials, Set<String> principals, String found) {
    LoginFacts login = new LoginFacts(Named.of("client x"), loggedIn, credentials, principals);

    assertThat(rule.judge(login).stream().map(Violation::found).findFirst().orElse(""))
        .isEqualTo(found);
  }
}
