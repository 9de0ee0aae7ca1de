package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Groups;
import io.portcullis.rule.EntranceFacts.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecureManagementTest {

  private final SecureManagement rule =
      new SecureManagement(new Groups("admins", "users", "activemq-webconsole"));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "loopback,                   127.0.0.1,            false, true",
    "loopback beyond the first,  127.9.9.9,            false, true",
    "loopback of IPv6,           ::1,                  false, true",
    "private,                    10.0.0.1,             false, false",
    "private with TLS,           10.0.0.1,             true,  true",
    "public with TLS,            8.8.8.8,              true,  true",
    "loopback and another,       127.0.0.1 10.0.0.1,   false, false",
    "link-local,                 169.254.1.1,          false, false",
  })
  void aConnectorIsOnLoopbackOrSpeaksTls(
      String name, String addresses, boolean tls, boolean allowed) throws Exception {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses.split(" ", -1)) {
      all.add(InetAddress.getByName(address));
    }

    assertThat(judge(new WebConnectorFacts("h", "1", all, tls)).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void aConnectorThatOthersReachWithoutTlsIsRefused() throws Exception {
    assertThat(
            judge(
                new WebConnectorFacts(
                    "0.0.0.0", "8161", List.of(InetAddress.getByName("10.0.0.1")), false)))
        .containsExactly(
            "[secure-management] web connector (http://0.0.0.0:8161): other machines reach it, and"
                + " it does not speak TLS; name host 127.0.0.1, or give it an SslContextFactory");
  }

  @Test
  void aConnectorOfWhichNobodyKnowsWhereItListensIsRefusedUnlessItSpeaksTls() {
    assertThat(judge(new WebConnectorFacts("#{host}", "1", List.of(), false)))
        .containsExactly(
            "[secure-management] web connector (http://#{host}:1): nobody can tell where it would"
                + " listen, and it does not speak TLS; name host 127.0.0.1, or give it an"
                + " SslContextFactory");
    assertThat(judge(new WebConnectorFacts("#{host}", "1", List.of(), true))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "admins", "activemq-webconsole", "admins activemq-webconsole"})
  void administratorsAndTheSystemGroupMayLogIn(String roles) {
    assertThat(judge(application(roles))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "users,                    users",
    "users admins,             users",
    "admins users guests,      guests or users",
    "admin,                    admin",
    "Admins,                   Admins",
    "*,                        *",
    "admins **,                **",
  })
  void nobodyElseMay(String roles, String found) {
    assertThat(judge(application(roles)))
        .containsExactly(
            ("[secure-management] web application \"/admin\": whoever has the role %s may log in"
                    + " and act as the console's own user; let in roles"
                    + " \"admins,activemq-webconsole\" and no others; whoever has neither role"
                    + " loses the console")
                .formatted(found));
  }

  @Test
  void anApplicationWithoutALoginIsRefusedForEveryOpening() {
    WebApplicationFacts open =
        new WebApplicationFacts("/api", List.of("no handler", "no service"), Set.of(), false);

    assertThat(judge(open))
        .containsExactly(
            "[secure-management] web application \"/api\": no handler, so it can be used without a"
                + " login; demand one for every path, with a login service, as conf/jetty.xml of"
                + " Portcullis does",
            "[secure-management] web application \"/api\": no service, so it can be used without a"
                + " login; demand one for every path, with a login service, as conf/jetty.xml of"
                + " Portcullis does");
  }

  @Test
  void otherGroupsOfThePolicyAreTheOnesThatCount() {
    SecureManagement renamed = new SecureManagement(new Groups("ops", "users", "console"));

    assertThat(renamed.judge(facts(application("ops console")))).isEmpty();
    assertThat(renamed.judge(facts(application("admins")))).hasSize(1);
  }

  @ParameterizedTest(name = "{0}: TLS {1}, login {2}")
  @CsvSource({
    "127.0.0.1,          false, false, true",
    "::1,                false, false, true",
    "10.0.0.1,           true,  true,  true",
    "10.0.0.1,           true,  false, false",
    "10.0.0.1,           false, true,  false",
    "127.0.0.1 10.0.0.1, false, true,  false",
  })
  void anEntranceIsOnLoopbackOrOnTlsWithALogin(
      String addresses, boolean tls, boolean login, boolean allowed) throws Exception {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses.split(" ", -1)) {
      all.add(InetAddress.getByName(address));
    }

    assertThat(judge(new EntranceFacts(Kind.JVM_JMX, "port 1", all, tls, login)).isEmpty())
        .isEqualTo(allowed);
  }

  @Test
  void saysOfEachKindOfEntranceWhatItLacksAndWhatToDo() throws Exception {
    List<InetAddress> other = List.of(InetAddress.getByName("10.0.0.1"));

    assertThat(judge(new EntranceFacts(Kind.BROKER_JMX, "port 1099", other, false, true)))
        .containsExactly(
            "[secure-management] ActiveMQ's JMX connector (port 1099): other machines reach it,"
                + " without TLS; set createConnector=\"false\", since it can neither be kept to an"
                + " address (connectorHost is only what it calls itself) nor speak TLS, and use the"
                + " JVM's own: com.sun.management.jmxremote.port with host=127.0.0.1 and ssl=false,"
                + " or with ssl, registry.ssl and authenticate");
    assertThat(judge(new EntranceFacts(Kind.JVM_JMX, "port 0", other, false, false)))
        .containsExactly(
            "[secure-management] JMX connector of the JVM (port 0): other machines reach it, without"
                + " TLS and without a login; set com.sun.management.jmxremote.host=127.0.0.1, or"
                + " leave ssl and authenticate at true");
    assertThat(judge(new EntranceFacts(Kind.JVM_JMX_REGISTRY, "port 9", other, false, true)))
        .containsExactly(
            "[secure-management] JMX registry of the JVM (port 9): other machines reach it, without"
                + " TLS; set com.sun.management.jmxremote.registry.ssl=true, or with host=127.0.0.1"
                + " ssl=false");
    assertThat(
            judge(new EntranceFacts(Kind.JVM_JMX_LOCAL, "local.only=false", other, false, false)))
        .containsExactly(
            "[secure-management] local JMX connector of the JVM (local.only=false): other machines"
                + " reach it, without TLS and without a login; remove"
                + " com.sun.management.jmxremote.local.only=false");
    assertThat(judge(new EntranceFacts(Kind.JOLOKIA, "${h}:8778", List.of(), true, false)))
        .containsExactly(
            "[secure-management] Jolokia agent (${h}:8778): nobody can tell where it listens, without"
                + " a login; name host=127.0.0.1, or protocol=https with a key store, user and"
                + " password");
    assertThat(judge(new EntranceFacts(Kind.PROMETHEUS, "0.0.0.0:9404", other, false, false)))
        .containsExactly(
            "[secure-management] Prometheus agent (0.0.0.0:9404): other machines reach it, without"
                + " TLS and without a login; name 127.0.0.1 before its port"
                + " (-javaagent:JAR=127.0.0.1:9404:FILE), or httpServer with ssl and authentication"
                + " in its file");
  }

  @Test
  void aDebuggerIsRefusedOnEveryAddress() throws Exception {
    List<InetAddress> other = List.of(InetAddress.getByName("10.0.0.1"));
    List<InetAddress> loopback = List.of(InetAddress.getLoopbackAddress());
    String power =
        " and it runs whatever it is told as the broker's user, without TLS or a login; remove -Xrunjdwp"
            + " from ACTIVEMQ_DEBUG_OPTS, ACTIVEMQ_OPTS, JAVA_TOOL_OPTIONS or whatever else starts"
            + " the JVM";

    assertThat(judge(new EntranceFacts(Kind.DEBUGGER, "-Xrunjdwp", other, false, false)))
        .containsExactly(
            "[secure-management] debugger of the JVM (-Xrunjdwp): other machines reach it,"
                + power);
    assertThat(judge(new EntranceFacts(Kind.DEBUGGER, "-Xrunjdwp", loopback, false, false)))
        .containsExactly(
            "[secure-management] debugger of the JVM (-Xrunjdwp): every user of this host reaches"
                + " it,"
                + power);
    assertThat(judge(new EntranceFacts(Kind.WAITING_DEBUGGER, "-Xrunjdwp", loopback, false, false)))
        .containsExactly(
            "[secure-management] debugger of the JVM that jcmd starts (-Xrunjdwp): every user of this"
                + " host reaches it,"
                + power);
    assertThat(judge(new EntranceFacts(Kind.REMOTE_DEBUGGER, "-Xrunjdwp", other, false, false)))
        .containsExactly(
            "[secure-management] debugger that the JVM connects to (-Xrunjdwp): whoever answers there"
                + " has it,"
                + power);
    assertThat(judge(new EntranceFacts(Kind.DEBUGGER, "-Xrunjdwp", List.of(), false, false)))
        .containsExactly(
            "[secure-management] debugger of the JVM (-Xrunjdwp): nobody can tell where it listens,"
                + power);
  }

  @Test
  void anApplicationThatAnySitesPageMayUseIsRefused() {
    assertThat(judge(new WebApplicationFacts("/api", List.of(), Set.of("admins"), true)))
        .containsExactly(
            "[secure-management] web application \"/api\": a page of any site may use it with the"
                + " login of whoever sits before the browser; put <bean"
                + " class=\"io.portcullis.SameOrigin\" factory-method=\"before\"><constructor-arg> and"
                + " </constructor-arg></bean> around what is in <property name=\"handler\"> of the"
                + " server's bean");
  }

  private List<String> judge(EntranceFacts entrance) {
    ProcessEntrances process = new ProcessEntrances(List.of(entrance), List.of());
    return rule.judge(ManagementFacts.NONE.and(process)).stream().map(Violation::line).toList();
  }

  private static WebApplicationFacts application(String roles) {
    Set<String> each = roles.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(roles.split(" ", -1)));
    return new WebApplicationFacts("/admin", List.of(), each, false);
  }

  private static ManagementFacts facts(WebApplicationFacts application) {
    return new ManagementFacts(
        List.of(), List.of(application), List.of(), List.of(), KnownLogins.NONE);
  }

  private List<String> judge(WebApplicationFacts application) {
    return rule.judge(facts(application)).stream().map(Violation::line).toList();
  }

  private List<String> judge(WebConnectorFacts connector) {
    return rule
        .judge(
            new ManagementFacts(
                List.of(connector), List.of(), List.of(), List.of(), KnownLogins.NONE))
        .stream()
        .map(Violation::line)
        .toList();
  }
}
