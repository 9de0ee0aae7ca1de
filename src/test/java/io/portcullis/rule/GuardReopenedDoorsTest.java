package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.BrokerFacts.Stealing;
import io.portcullis.rule.JolokiaDenials.Denial;
import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Beans;
import io.portcullis.rule.ManagementFacts.Servlet;
import io.portcullis.rule.ManagementFacts.Unreadable;
import io.portcullis.rule.ManagementFacts.WebFiles;
import io.portcullis.testing.NobodysRights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardReopenedDoorsTest {

  private static final Set<String> COMMANDS = Set.of("read", "list", "version", "search");
  private static final List<Beans> ALLOWED =
      List.of(new Beans("org.apache.activemq:*", List.of("*"), List.of("*")));

  private final GuardReopenedDoors rule = new GuardReopenedDoors();

  @Test
  void temporaryDestinationsBelongToTheirConnection() {
    BrokerFacts broker =
        new BrokerFacts(
            "b",
            List.of(),
            List.of(),
            List.of(),
            false,
            new AuthenticationFacts(true, List.of(), KnownLogins.NONE),
            new NobodysRights(),
            List.of(new Stealing("temp-queue://>", "<policyEntry tempQueue=\"true\">")));

    assertThat(rule.judge(broker))
        .extracting(Violation::line)
        .containsExactly(
            "[guard-reopened-doors] <policyEntry tempQueue=\"true\">: anybody may read temporary"
                + " destinations of others; remove allowTempDestinationStealing=\"true\" from"
                + " <policyEntry tempQueue=\"true\">");
  }

  @ParameterizedTest(name = "vm {0}, xbean {1}")
  @CsvSource(
      emptyValue = "",
      value = {
        "'broker,properties', 'file,classpath', ''",
        "broker,              classpath,        ''",
        "'',                  '',               ''",
        "'broker,xbean',      file,             vm-schemes-opened xbean",
        "'*',                 file,             vm-schemes-opened any scheme",
        "BROKER,              file,             vm-schemes-opened BROKER",
        "broker,              'file,http,url',  'xbean-protocols-opened http, url'",
        "broker,              '*,file',         xbean-protocols-opened any scheme"
      })
  void factoriesTakeTheirOwnSchemes(String vm, String xbean, String expected) {
    ProcessFacts process =
        new ProcessFacts(
            OptionalInt.of(1),
            "6.3.1",
            List.of(),
            Map.of(ProcessFacts.VM_SCHEMES, names(vm), ProcessFacts.XBEAN_PROTOCOLS, names(xbean)));

    assertThat(
            String.join(
                "; ",
                rule.judge(process).stream()
                    .map(found -> found.code() + " " + found.arguments().get(0).value())
                    .toList()))
        .isEqualTo(expected);
  }

  @Test
  void aPropertyIsNamedAsTheJvmTakesIt() {
    ProcessFacts process =
        new ProcessFacts(
            OptionalInt.of(1), "6.3.1", List.of(), Map.of(ProcessFacts.VM_SCHEMES, Set.of("*")));

    assertThat(rule.judge(process))
        .extracting(Violation::line)
        .containsExactly(
            "[guard-reopened-doors] system property"
                + " org.apache.activemq.transport.VM_TRANSPORT_FACTORY_SCHEMES_ENABLED: a vm:// URI"
                + " may create a broker of any scheme, which runs code; remove"
                + " -Dorg.apache.activemq.transport.VM_TRANSPORT_FACTORY_SCHEMES_ENABLED");
  }

  private static Set<String> names(String text) {
    return text.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(text.split(",")));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "static:(ssl://a:1),          ssl,         ''",
    "'masterslave:(ssl://a:1,nio+ssl://b:1)', 'ssl,nio+ssl', ''",
    "vm://a,                      vm,          ''",
    "static:(tcp://a:1),          tcp,         subscriptions-shown",
    "'static:(ssl://a:1,tcp://b:1)', 'ssl,tcp', subscriptions-shown",
    "multicast://default,         discovered,  subscriptions-shown",
    "LdapNetworkConnector,        discovered,  'links-from-directory subscriptions-shown'"
  })
  void aPeerThatProvesNothingLearnsNoSubscriptions(String uri, String schemes, String codes) {
    LinkFacts link =
        new LinkFacts(LinkFacts.Kind.NETWORK_CONNECTOR, "north", uri, List.of(schemes.split(",")));

    assertThat(
            String.join(" ", rule.judge(link.showing(true)).stream().map(Violation::code).toList()))
        .isEqualTo(codes);
    assertThat(rule.judge(link))
        .as("without the option")
        .extracting(Violation::code)
        .containsExactlyElementsOf(
            uri.startsWith("Ldap") ? List.of("links-from-directory") : List.of());
  }

  @Test
  void messageServletIsOut() {
    assertThat(
            judge(
                new WebFiles(
                    List.of(new Servlet("/w/web.xml", 25)), List.of(), List.of(), List.of())))
        .containsExactly(
            "[guard-reopened-doors] file \"/w/web.xml\" (line 25): MessageServlet sends and receives"
                + " messages for any page, and ActiveMQ has taken it out; remove its <servlet> and"
                + " its <servlet-mapping>; send by STOMP over WebSocket instead");
  }

  @Test
  void aFileThatCannotBeReadOpensWhatNobodyKnows() {
    assertThat(
            judge(
                new WebFiles(
                    List.of(),
                    List.of(),
                    List.of(new Unreadable("/c/jolokia-access.xml", "it has a DOCTYPE")),
                    List.of())))
        .containsExactly(
            "[guard-reopened-doors] file \"/c/jolokia-access.xml\" (line 1): it cannot be read, so"
                + " nobody knows what it opens: it has a DOCTYPE; correct the file or its permissions; if it is"
                + " ActiveMQ's, take the release's own");
  }

  @Test
  void whatIsNotReadIsNotChecked() {
    ManagementFacts management =
        management(new WebFiles(List.of(), List.of(), List.of(), List.of("a file")));

    assertThat(
            rule.notChecked(
                new PostureFacts(Postures.PROCESS, Postures.LIMITS, Postures.FILES, management)))
        .containsExactly("a file");
  }

  @Test
  void anAgentWithoutAPolicyAllowsEverything() {
    assertThat(judge(policy(false, Set.of(), Set.of(), List.of(), List.of())))
        .singleElement()
        .asString()
        .startsWith(
            "[guard-reopened-doors] file \"/c/jolokia-access.xml\" (line 18): its Jolokia agent has"
                + " no policy, so it allows everything; put <init-param>");
  }

  @Test
  void thePolicyOfOlderReleasesIsLoose() {
    List<Beans> denied =
        List.of(
            new Beans("com.sun.management:type=DiagnosticCommand", List.of("*"), List.of("*")),
            new Beans("org.apache.logging.log4j2:*", List.of("*"), List.of("*")));

    assertThat(judge(policy(true, Set.of(), COMMANDS, ALLOWED, denied)))
        .hasSize(2)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "[guard-reopened-doors] file \"/c/jolokia-access.xml\" (line 18): it allows"
                            + " every HTTP method and not POST alone, so a link in any page can"
                            + " call Jolokia; put <http><method>post</method></http> into"
                            + " <restrict>, in place of any other <http>"),
            line ->
                assertThat(line)
                    .contains(
                        "it allows what ActiveMQ's own file denies: terminateJVM of"
                            + " org.apache.activemq:type=Broker,brokerName=*, stop of")
                    .contains(" more; take ActiveMQ's own jolokia-access.xml, or put into <deny>")
                    .endsWith(
                        "<mbean><name>org.apache.activemq:type=Broker,brokerName=*</name>"
                            + "<operation>terminateJVM</operation></mbean>"));
  }

  @ParameterizedTest
  @CsvSource({"post, 0", "'post,get', 1", "get, 1", "options, 1"})
  void postAloneCallsJolokia(String methods, int violations) {
    assertThat(judge(policy(true, names(methods), COMMANDS, ALLOWED, whole()))).hasSize(violations);
  }

  @Provide
  Arbitrary<Set<Integer>> leftOut() {
    return Arbitraries.integers().between(0, JolokiaDenials.ALL.size() - 1).set().ofMaxSize(5);
  }

  /** What is left out is named, as far as the rest does not deny or allow it otherwise. */
  @Property(tries = 200)
  void eachDenialThatIsLeftOutIsFound(@ForAll("leftOut") Set<Integer> leftOut) {
    List<Beans> denied = new ArrayList<>();
    List<Denial> expected = new ArrayList<>();
    for (int i = 0; i < JolokiaDenials.ALL.size(); i++) {
      Denial denial = JolokiaDenials.ALL.get(i);
      if (leftOut.contains(i)) {
        expected.add(denial);
      } else {
        denied.add(beans(denial));
      }
    }

    assertThat(JolokiaDenials.missing(agent(true, Set.of(), Set.of(), List.of(), denied)))
        .containsExactlyElementsOf(expected);
  }

  /** With no command for operations and nothing allowed, only attributes can be read. */
  @Test
  void whatIsNotAllowedNeedsNoDenial() {
    assertThat(JolokiaDenials.missing(agent(true, Set.of(), COMMANDS, List.of(), List.of())))
        .isNotEmpty()
        .noneMatch(Denial::operation);
    assertThat(
            JolokiaDenials.missing(agent(true, Set.of(), Set.of("version"), List.of(), List.of())))
        .isEmpty();
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org.apache.activemq:type=Broker,brokerName=localhost   | addNetworkConnector      | 1
          org.apache.activemq:type=Broker,brokerName=localhost   | addNetworkConnector(java.lang.String) | 1
          org.apache.activemq:type=Broker,brokerName=localhost   | add*Connector            | 2
          org.apache.activemq:type=Broker,brokerName=l*,*        | purge                    | 1
          org.apache.activemq:brokerName=localhost,type=Broker   | purge                    | 0
          org.apache.activemq:type=Broker,brokerName=localhost   | getBrokerVersion         | 0
          org.apache.*:type=Broker,brokerName=a?                 | stop                     | 2
          java.lang:type=Memory                                  | gc                       | 1
          java.lang:type=Memor?                                  | gc                       | 1
          java.lang:type=Memory,name=a                           | gc                       | 0
          java.*:*                                               | dumpAllThreads           | 4
          com.example:*                                          | *                        | 0
          no name                                                | *                        | 0
          """)
  void whatIsAllowedOfSomeBeansIsOpen(String names, String operation, int opened) {
    List<Beans> allowed = List.of(new Beans(names, List.of(), List.of(operation)));

    assertThat(JolokiaDenials.missing(agent(true, Set.of(), Set.of("version"), allowed, List.of())))
        .hasSize(opened);
    assertThat(JolokiaDenials.missing(agent(true, Set.of(), Set.of("version"), allowed, allowed)))
        .as("denied as well")
        .isEmpty();
    assertThat(JolokiaDenials.missing(agent(true, Set.of(), Set.of("version"), allowed, whole())))
        .as("with ActiveMQ's denials")
        .isEmpty();
  }

  @Test
  void whatIsDeniedOfTheSameBeansNeedsNoDenialOfAll() {
    String names = "org.apache.activemq:type=Broker,brokerName=localhost";
    List<Beans> allowed = List.of(new Beans(names, List.of(), List.of("add*")));
    List<Beans> denied =
        List.of(
            new Beans(
                names, List.of(), List.of("addNetworkConnector", "addConnector", "addQueue")));

    assertThat(JolokiaDenials.missing(agent(true, Set.of(), Set.of("version"), allowed, denied)))
        .extracting(Denial::member)
        .containsExactly("addTopic");
  }

  @Test
  void aDenialOfBrokersWithOneLetterIsNotForAll() {
    List<Beans> denied = new ArrayList<>(whole());
    denied.removeIf(beans -> beans.names().equals("org.apache.activemq:type=Broker,brokerName=*"));
    denied.add(new Beans("org.apache.activemq:type=Broker,brokerName=a*", List.of(), List.of("*")));

    assertThat(JolokiaDenials.missing(agent(true, Set.of(), Set.of(), ALLOWED, denied)))
        .isNotEmpty();
  }

  @Test
  void widerDenialsCount() {
    List<Beans> denied = List.of(new Beans("*:*", List.of("*"), List.of("*")));

    assertThat(JolokiaDenials.missing(agent(true, Set.of(), Set.of(), ALLOWED, denied))).isEmpty();
  }

  @Test
  void aDenialForOneBrokerIsNotForAll() {
    List<Beans> denied = new ArrayList<>(whole());
    denied.removeIf(beans -> beans.names().equals("org.apache.activemq:type=Broker,brokerName=*"));
    denied.add(
        new Beans("org.apache.activemq:type=Broker,brokerName=one", List.of(), List.of("*")));

    assertThat(JolokiaDenials.missing(agent(true, Set.of(), COMMANDS, ALLOWED, denied)))
        .isNotEmpty();
  }

  @Test
  void waiversNameTheSetting() {
    assertThat(rule.plainKind("/opt/conf/jolokia-access.xml")).isEqualTo(Kind.FILE);
    assertThat(rule.plainKind("north")).isEqualTo(Kind.NETWORK_CONNECTOR);
    assertThat(
            rule.judge(
                management(
                    new WebFiles(
                        List.of(new Servlet("/w/web.xml", 2)), List.of(), List.of(), List.of()))))
        .extracting(Violation::about)
        .containsExactly(Resource.of(Kind.FILE, "/w/web.xml"));
  }

  private static List<Beans> whole() {
    return JolokiaDenials.ALL.stream().map(GuardReopenedDoorsTest::beans).toList();
  }

  private static Beans beans(Denial denial) {
    return denial.operation()
        ? new Beans(denial.names(), List.of(), List.of(denial.member()))
        : new Beans(denial.names(), List.of(denial.member()), List.of());
  }

  private static AgentPolicy agent(
      boolean exists,
      Set<String> methods,
      Set<String> commands,
      List<Beans> allowed,
      List<Beans> denied) {
    return new AgentPolicy("/c/jolokia-access.xml", 18, exists, methods, commands, allowed, denied);
  }

  private static WebFiles policy(
      boolean exists,
      Set<String> methods,
      Set<String> commands,
      List<Beans> allowed,
      List<Beans> denied) {
    return new WebFiles(
        List.of(),
        List.of(agent(exists, methods, commands, allowed, denied)),
        List.of(),
        List.of());
  }

  private static ManagementFacts management(WebFiles files) {
    return new ManagementFacts(List.of(), List.of(), List.of(), List.of(), KnownLogins.NONE, files);
  }

  private List<String> judge(WebFiles files) {
    return rule.judge(management(files)).stream().map(Violation::line).toList();
  }
}
