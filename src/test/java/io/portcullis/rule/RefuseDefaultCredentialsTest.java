package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.testing.SomeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefuseDefaultCredentialsTest {

  private final RefuseDefaultCredentials rule = new RefuseDefaultCredentials();
  private final List<String> asked = new ArrayList<>();

  private List<Violation> judge(boolean hashed, String user, String password) {
    KnownLogin login =
        new KnownLogin(
            "a login",
            List.of(user),
            hashed,
            (name, word) -> {
              asked.add(word);
              return word.equals(password);
            });
    return rule.judge(
        SomeFacts.broker(
            new AuthenticationFacts(true, List.of(), new KnownLogins(List.of(login), List.of())),
            new AuthorizationMapView(AuthorizationFacts.Source.OPERATOR, OpenMap::new)));
  }

  @ParameterizedTest
  @CsvSource({
    "admin, admin, true, true",
    "admin, activemq, true, true",
    "system, manager, true, true",
    "user, user, true, true",
    "guest, password, true, true",
    "admin, manager, true, false",
    "alice, admin, true, false",
    "admin, Admin, false, false",
    "alice, a-good-password, false, false"
  })
  void shipped(String user, String password, boolean inClear, boolean hashed) {
    assertThat(judge(false, user, password)).hasSize(inClear ? 1 : 0);
    assertThat(judge(true, user, password)).hasSize(hashed ? 1 : 0);
  }

  @Test
  void theConsolesLoginsAreJudgedToo() {
    KnownLogin login = new KnownLogin("a login", List.of("admin"), false, String::equals);
    ManagementFacts console =
        new ManagementFacts(
            List.of(), List.of(), List.of(), List.of(), new KnownLogins(List.of(login), List.of()));

    assertThat(rule.judge(console)).hasSize(1);
  }

  @Test
  void saysWhoAndNotWhat() {
    assertThat(judge(false, "alice", "manager"))
        .extracting(Violation::line)
        .containsExactly(
            "[refuse-default-credentials] a login: user \"alice\" has a password that ActiveMQ is"
                + " shipped with; write another password of alice into a login; its clients use it too,"
                + " such as those of credentials.properties");
  }

  @Test
  void askingHashesIsBounded() {
    int questions =
        Stream.of("admin", "user", "system", "guest", "alice")
            .mapToInt(
                user -> {
                  asked.clear();
                  judge(true, user, "none-of-these");
                  return asked.size();
                })
            .sum();

    assertThat(questions).isEqualTo(5);
  }
}
