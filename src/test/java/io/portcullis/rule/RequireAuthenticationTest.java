package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.AuthenticationFacts.CertificateLogin;
import io.portcullis.rule.AuthenticationFacts.CertificateLogin.Handed;
import io.portcullis.rule.AuthenticationFacts.FailingLogin;
import io.portcullis.rule.AuthenticationFacts.Users;
import io.portcullis.testing.NobodysRights;
import io.portcullis.testing.SomeFacts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequireAuthenticationTest {

  private final RequireAuthentication rule = new RequireAuthentication();

  @ParameterizedTest(name = "configured {0}, entrances {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | ''      | ''",
        "false | ''      | nobody",
        "true  | one two | one two",
        "false | one     | nobody one"
      })
  void aBrokerHasALoginAndNoWayAroundIt(boolean configured, String entrances, String expected) {
    BrokerFacts broker =
        SomeFacts.broker(
            new AuthenticationFacts(configured, words(entrances), KnownLogins.NONE),
            new NobodysRights());

    assertThat(rule.judge(broker))
        .extracting(Violation::line)
        .containsExactlyElementsOf(
            words(expected).stream()
                .map(
                    word ->
                        word.equals("nobody")
                            ? "[require-authentication] broker \"b\": no authentication plugin is"
                                + " configured, so everybody may connect; put"
                                + " <jaasAuthenticationPlugin configuration=\"activemq\"/> first into"
                                + " <plugins>"
                            : "[require-authentication] broker \"b\": "
                                + word
                                + " lets clients in without credentials; remove "
                                + word
                                + ", and give every client a user name and a password")
                .toList());
  }

  @ParameterizedTest(name = "{0}, connectors {1}: {2}")
  @CsvSource({
    "OF_ALL, '', certificate-never-asked",
    "OF_ALL, no, certificate-never-asked",
    "OF_ALL, no asks, none",
    "OF_TLS_CLIENTS, '', none",
    "OF_TLS_CLIENTS, no, certificate-never-asked",
    "OF_TLS_CLIENTS, no asks, none",
    "NOBODYS, asks, certificate-not-handed-on",
  })
  void aLoginByCertificateNeedsAConnectorThatAsksForOne(Handed handed, String asking, String code) {
    List<ConnectorFacts> connectors =
        Stream.of(asking.split(" ", -1))
            .filter(word -> !word.isEmpty())
            .map(word -> connector(word.equals("asks")))
            .toList();

    assertThat(rule.judge(broker(handed, connectors)))
        .extracting(Violation::code)
        .isEqualTo(code.equals("none") ? List.of() : List.of(code));
  }

  @Test
  void theRemedyNamesTheConnectors() {
    assertThat(rule.judge(broker(Handed.OF_ALL, List.of(connector(false)))))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authentication] broker \"b\": login configuration \"c\" needs the certificate of"
                + " every client, and no connector asks for one, so nobody can log in by it; write"
                + " transport.needClientAuth=true into the URI of <transportConnector name=\"ssl\">,"
                + " and set trustStore=\"file:FILE\" and trustStorePassword=\"PASSWORD\" on"
                + " <sslContext>, if it has none");
  }

  private static ConnectorFacts connector(boolean asks) {
    return new ConnectorFacts(
        "ssl",
        "ssl://h:1",
        "ssl",
        List.of(),
        false,
        Optional.of(SomeFacts.tls("h", asks, ShownCertificateFacts.untold("x"))));
  }

  private static BrokerFacts broker(Handed handed, List<ConnectorFacts> connectors) {
    return new BrokerFacts(
        "b",
        connectors,
        List.of(),
        List.of(),
        false,
        new AuthenticationFacts(
            true,
            List.of(),
            List.of(),
            List.of(new CertificateLogin("c", handed)),
            Users.NONE,
            KnownLogins.NONE),
        new NobodysRights());
  }

  @Test
  void aLoginConfigurationExistsAndItsModulesDo() {
    BrokerFacts broker =
        SomeFacts.broker(
            new AuthenticationFacts(
                true,
                List.of(),
                List.of(
                    new FailingLogin("karaf", Optional.empty()),
                    new FailingLogin("activemq", Optional.of("com.acme.Gone"))),
                KnownLogins.NONE),
            new NobodysRights());

    assertThat(rule.judge(broker))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authentication] broker \"b\": login configuration \"karaf\" does not exist, so"
                + " nobody can log in by it; add these lines to login.config: karaf {"
                + " io.portcullis.login.PasswordLoginModule required"
                + " org.apache.activemq.jaas.properties.user=\"users.properties\""
                + " org.apache.activemq.jaas.properties.group=\"groups.properties\"; }; and give"
                + " each user a line of the command hash in users.properties",
            "[require-authentication] broker \"b\": login configuration \"activemq\" names"
                + " com.acme.Gone, which is no login module on the class path, so nobody can log in;"
                + " correct the class name in login.config, or put the module's jar into lib/");
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

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
    LoginFacts login =
        new LoginFacts(Named.of(Kind.CONNECTOR, "client x"), loggedIn, credentials, principals);

    assertThat(rule.judge(login).stream().map(Violation::found).findFirst().orElse(""))
        .isEqualTo(found);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "SENT_COMMAND | a MessageAck | it sent a MessageAck before a login; log in before anything"
            + " else",
        "SENT_TOO_MUCH | a BrokerInfo of 2 m | it sent a BrokerInfo of 2 m before a login; let the"
            + " network connector there include less by name",
        "NAMED_BADLY | no connection id | its login has no connection id; name it by 1 to 1024"
            + " characters, none of them a control character",
        "WAITED | 30 s | it did not log in within 30 s; log in right after connecting",
        "LOGGED_IN_TOO_OFTEN | 4 connection ids | it is already logged in with 4 connection ids; use"
            + " a connection of its own for each login"
      })
  void whatAStrangerDoesIsSaid(UnauthenticatedFacts.Deed deed, String what, String expected) {
    assertThat(
            new RequireAuthentication()
                .judge(new UnauthenticatedFacts("c", "tcp://10.0.0.9:5", deed, what)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authentication] client tcp://10.0.0.9:5 on connector \"c\": " + expected);
  }

  @Test
  void aFrameLargerThanALoginIsRefused() {
    FrameFacts frame = new FrameFacts("mqtt", "tcp://10.0.0.1:5", FrameFacts.MOST_CONNECT_BYTES);

    assertThat(rule.judge(frame))
        .extracting(Violation::line)
        .containsExactly(
            "[require-authentication] client tcp://10.0.0.1:5 on connector \"mqtt\": it sent or"
                + " announced more than 327697 bytes before it logged in; log in before sending"
                + " anything else, with a smaller login");
  }
}
