package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Beans;
import io.portcullis.rule.ManagementFacts.Servlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class WebFilesTest {

  private static final String MESSAGES =
      """
      <servlet>
        <servlet-name>messages</servlet-name>
        <servlet-class> org.apache.activemq.web.MessageServlet </servlet-class>
      </servlet>
      """;

  private static final String POLICY =
      """
      <?xml version="1.0"?>
      <!-- one
           two -->
      <restrict>
        <http><method> POST </method><method>get</method></http>
        <commands><command>read</command></commands>
        <allow><mbean><name>a:*</name><operation>*</operation></mbean></allow>
        <mbeans><mbean><name>b:*</name><attribute>X</attribute></mbean></mbeans>
        <deny><mbean><name>c:type=d</name><attribute>Y</attribute><operation>z</operation></mbean></deny>
      </restrict>
      """;

  private static final Beans LAST = new Beans("c:type=d", List.of("Y"), List.of("z"));

  @TempDir private Path folder;
  private Path application;
  private Path web;

  @BeforeEach
  void application() throws IOException {
    folder = folder.toRealPath();
    application = folder.resolve("webapps/api");
    web = Files.createDirectories(application.resolve("WEB-INF")).resolve("web.xml");
  }

  @Test
  void messageServletIsFoundWithItsLine() throws Exception {
    web("\n\n" + MESSAGES + agent("file:" + policy()));

    assertThat(look().servlets()).containsExactly(new Servlet(web.toString(), 3));
  }

  @Test
  void whatIsCommentedOutIsOut() throws Exception {
    web("<!--" + MESSAGES + "-->");

    assertThat(look()).isEqualTo(ManagementFacts.WebFiles.NONE);
  }

  @Test
  void anotherServletOfThatNameIsAnother() throws Exception {
    web(MESSAGES.replace("org.apache.activemq.web.", "com.example."));

    assertThat(look().servlets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.jolokia.http.AgentServlet",
        "org.jolokia.server.core.http.AgentServlet",
        "org.jolokia.support.jakarta.AgentServlet"
      })
  void thePolicyOfAnAgentIsReadAsJolokiaReadsIt(String type) throws Exception {
    Path policy = policy();
    web(agent("file:" + policy).replace("org.jolokia.http.AgentServlet", type));

    assertThat(look().policies())
        .containsExactly(
            new AgentPolicy(
                policy.toString(),
                5,
                true,
                Set.of("post", "get"),
                Set.of("read"),
                List.of(
                    new Beans("a:*", List.of(), List.of("*")),
                    new Beans("b:*", List.of("X"), List.of())),
                List.of(LAST)));
  }

  @Test
  void anAgentWithoutALocationHasThatOfItsClasses() throws Exception {
    web(agent(""));
    assertThat(look().policies()).extracting(AgentPolicy::exists).containsExactly(false);
    assertThat(look().policies()).extracting(AgentPolicy::file).containsExactly(web.toString());

    Files.createDirectories(application.resolve("WEB-INF/classes"));
    Files.writeString(application.resolve("WEB-INF/classes/jolokia-access.xml"), POLICY);
    assertThat(look().policies()).extracting(AgentPolicy::exists).containsExactly(true);
  }

  /** Jolokia then answers nobody. */
  @Test
  void aFileThatIsNotThereAllowsNothing() throws Exception {
    web(agent("file:" + folder.resolve("none.xml")));

    assertThat(look()).isEqualTo(ManagementFacts.WebFiles.NONE);
  }

  @Test
  void aPolicyFromElsewhereIsNotChecked() throws Exception {
    web(agent("http://192.0.2.1/policy.xml"));

    assertThat(look().notChecked())
        .containsExactly("the policy of the Jolokia agent in \"%s\"".formatted(web));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<restrict>",
        "",
        "<!DOCTYPE restrict [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><restrict>&b;</restrict>",
        "<!DOCTYPE restrict SYSTEM \"file:///etc/passwd\"><restrict/>",
        "<restrict>&unknown;</restrict>"
      })
  void aHostilePolicyIsUnreadable(String text) throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.xml"), text);
    web(agent("file:" + policy));

    assertThat(look().policies()).isEmpty();
    assertThat(look().unreadable())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.file()).isEqualTo(policy.toString());
              assertThat(file.why()).isNotBlank().doesNotContain("root:");
            });
  }

  @Test
  void aHugePolicyIsUnreadable() throws Exception {
    Path policy = folder.resolve("policy.xml");
    Files.write(policy, new byte[(int) FileReach.MOST_BYTES + 1]);
    web(agent("file:" + policy));

    assertThat(look().unreadable()).hasSize(1);
  }

  @Test
  void dataOutsideTheFolderIsNotRead() throws Exception {
    web(MESSAGES);
    WebFiles files =
        new WebFiles(FileReach.inside(Files.createDirectory(folder.resolve("conf"))), false);
    files.lookAt(beans("resourceBase"));

    assertThat(files.facts().servlets()).isEmpty();
    assertThat(files.facts().notChecked())
        .containsExactly("\"%s\", which is outside the folder of the configuration".formatted(web));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resourceBase", "war", "baseResource"})
  void everyPropertyThatNamesItsFolderCounts(String property) throws Exception {
    web(MESSAGES);
    WebFiles files = new WebFiles(FileReach.EVERYWHERE, false);
    files.lookAt(beans(property));

    assertThat(files.facts().servlets()).hasSize(1);
  }

  private Path policy() throws IOException {
    return Files.writeString(folder.resolve("policy.xml"), POLICY);
  }

  private void web(String servlets) throws IOException {
    Files.writeString(
        web, "<web-app xmlns=\"http://java.sun.com/xml/ns/javaee\">" + servlets + "</web-app>");
  }

  private static String agent(String location) {
    String parameter =
        location.isEmpty()
            ? ""
            : "<init-param><param-name>policyLocation</param-name><param-value>%s</param-value></init-param>"
                .formatted(location);
    return "<servlet><servlet-class>org.jolokia.http.AgentServlet</servlet-class>%s</servlet>"
        .formatted(parameter);
  }

  private ManagementFacts.WebFiles look() {
    WebFiles files = new WebFiles(FileReach.EVERYWHERE, false);
    files.lookAt(beans("resourceBase"));
    return files.facts();
  }

  private Set<DefinedBean> beans(String property) {
    DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
    factory.registerBeanDefinition(
        "app",
        BeanDefinitionBuilder.genericBeanDefinition("org.eclipse.jetty.webapp.WebAppContext")
            .addPropertyValue(property, application.toString())
            .getBeanDefinition());
    return new DefinedBeans(factory).all();
  }
}
