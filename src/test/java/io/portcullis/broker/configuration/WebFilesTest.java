package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Beans;
import io.portcullis.rule.ManagementFacts.Servlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.ByteArrayResource;

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
    ManagementFacts.WebFiles found =
        look(
            property("resourceBase", application),
            FileReach.inside(Files.createDirectory(folder.resolve("conf"))));

    assertThat(found.servlets()).isEmpty();
    assertThat(found.notChecked())
        .containsExactly("\"%s\", which is outside the folder of the configuration".formatted(web));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resourceBase",
        "war",
        "baseResource",
        "baseResourceAsString",
        "baseResourceAsPath"
      })
  void everyPropertyThatNamesItsFolderCounts(String property) throws Exception {
    web(MESSAGES);

    assertThat(look(property(property, application)).servlets()).hasSize(1);
  }

  @Test
  void aCollectionOfFoldersCounts() throws Exception {
    web(MESSAGES);
    String folders = "<value>%s</value><value>%s</value>".formatted(folder, application);
    String text = "<constructor-arg value='%s,%s'/>".formatted(folder, application);

    for (String made :
        List.of(
            text,
            "<constructor-arg><list>%s</list></constructor-arg>".formatted(folders),
            "<property name='resources'><list>%s</list></property>".formatted(folders))) {
      ManagementFacts.WebFiles found =
          look(
              "<property name='baseResource'><bean class='org.eclipse.jetty.R'>%s</bean></property>"
                  .formatted(made));
      assertThat(found.servlets()).as(made).hasSize(1);
      assertThat(found.notChecked()).as(made).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"${no.such.property}/shop", "http://192.0.2.1/shop.war", "/no/such"})
  void anApplicationWhoseFilesAreNotFoundIsNotChecked(String place) {
    assertThat(look("<property name='contextPath' value='/shop'/>" + property("war", place)))
        .isEqualTo(
            notChecked(
                "web application \"/shop\", whose web.xml is not found in \"%s\""
                    .formatted(place)));
  }

  @Test
  void onePlaceOfSeveralThatNobodyKnowsIsNotChecked() throws Exception {
    web(MESSAGES);
    ManagementFacts.WebFiles found =
        look(property("baseResource", "${no.such.property}/a," + application));

    assertThat(found.servlets()).hasSize(1);
    assertThat(found.notChecked())
        .containsExactly(
            "web application \"/\", whose web.xml is not found in \"${no.such.property}/a\"");
  }

  @Test
  void anApplicationWithoutAFolderIsNotChecked() {
    assertThat(look(""))
        .isEqualTo(notChecked("web application \"/\", whose folder its definition does not name"));
  }

  @Test
  void aDescriptorIsReadInPlaceOfTheFoldersOwn() throws Exception {
    web("");
    Path descriptor = Files.writeString(folder.resolve("other.xml"), webXml(MESSAGES));

    assertThat(look(property("war", application) + property("descriptor", descriptor)).servlets())
        .containsExactly(new Servlet(descriptor.toString(), 1));

    web(MESSAGES);
    Files.writeString(descriptor, webXml(""));
    assertThat(look(property("war", application) + property("descriptor", descriptor)))
        .isEqualTo(ManagementFacts.WebFiles.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"descriptor", "overrideDescriptor", "defaultsDescriptor"})
  void aDescriptorThatIsNotFoundIsNotChecked(String property) throws Exception {
    web(MESSAGES);
    ManagementFacts.WebFiles found =
        look(property("war", application) + property(property, "${no.such.property}/web.xml"));

    assertThat(found.servlets()).hasSize(1);
    assertThat(found.notChecked())
        .containsExactly(
            "web application \"/\", whose descriptor \"${no.such.property}/web.xml\" is not found");
  }

  @Test
  void anOverridingDescriptorIsReadToo() throws Exception {
    web("");
    Path descriptor = Files.writeString(folder.resolve("override-web.xml"), webXml(MESSAGES));

    assertThat(
            look(property("war", application) + property("overrideDescriptor", descriptor))
                .servlets())
        .containsExactly(new Servlet(descriptor.toString(), 1));
  }

  @Test
  void aPackedApplicationIsLookedInto() throws Exception {
    Path war = folder.resolve("shop.war");
    String agent = agent("");
    archive(war, Map.of("WEB-INF/web.xml", webXml("\n" + MESSAGES + agent)));
    ManagementFacts.WebFiles found = look(property("war", war));

    assertThat(found.servlets()).containsExactly(new Servlet(war + "!/WEB-INF/web.xml", 2));
    assertThat(found.policies()).extracting(AgentPolicy::exists).containsExactly(false);

    archive(
        war,
        Map.of("WEB-INF/web.xml", webXml(agent), "WEB-INF/classes/jolokia-access.xml", POLICY));
    assertThat(look(property("war", war)).policies())
        .extracting(AgentPolicy::exists, AgentPolicy::file)
        .containsExactly(tuple(true, war + "!/WEB-INF/classes/jolokia-access.xml"));
  }

  @Test
  void aPackedApplicationWithoutAWebXmlIsNotChecked() throws Exception {
    Path war = folder.resolve("shop.war");
    archive(war, Map.of("index.html", ""));

    assertThat(look(property("war", war)))
        .isEqualTo(
            notChecked(
                "web application \"/\", whose web.xml is not found in \"%s\"".formatted(war)));
  }

  @Test
  void aHugeFileInAnArchiveIsUnreadable() throws Exception {
    Path war = folder.resolve("shop.war");
    archive(war, Map.of("WEB-INF/web.xml", " ".repeat((int) FileReach.MOST_BYTES + 1)));

    assertThat(look(property("war", war)).unreadable()).hasSize(1);
  }

  @Test
  void damagedArchivesEndNoCheck() throws Exception {
    Path war = folder.resolve("shop.war");
    archive(war, Map.of("WEB-INF/web.xml", webXml(MESSAGES)));
    byte[] whole = Files.readAllBytes(war);
    Collection<DefinedBean> beans = beans(property("war", war));

    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0xff;
      Files.write(war, damaged);
      WebFiles files = new WebFiles(FileReach.EVERYWHERE, false);
      assertThatCode(() -> files.lookAt(beans)).as("byte %d", at).doesNotThrowAnyException();
    }
    Files.write(war, Arrays.copyOf(whole, whole.length / 2));
    assertThat(look(property("war", war)).unreadable()).hasSize(1);
  }

  @Test
  void aServletOfASpringFileIsNamedAsNotChecked() {
    WebFiles files = new WebFiles(FileReach.EVERYWHERE, false);
    files.lookAt(
        defined(
            JettyBeans.bean(
                "servlet.ServletHolder",
                property("className", "org.apache.activemq.web.MessageServlet"))));

    assertThat(files.facts().notChecked())
        .singleElement()
        .asString()
        .startsWith("the servlet of <bean ")
        .endsWith(", which no web.xml declares");
  }

  @Test
  void anInstallationHasPagesBesideItsApplications() throws Exception {
    web(MESSAGES);
    Path webapps = application.getParent();
    Files.writeString(webapps.resolve("index.html"), "<html/>");
    Files.writeString(webapps.resolve("favicon.ico"), "");
    Files.createDirectory(webapps.resolve("images"));
    Files.createDirectories(webapps.resolve("empty/WEB-INF"));
    Files.createSymbolicLink(webapps.resolve("link"), application);
    Files.createSymbolicLink(webapps.resolve("lost"), folder.resolve("none"));
    archive(webapps.resolve("shop.WAR"), Map.of("WEB-INF/web.xml", webXml(MESSAGES)));
    ManagementFacts.WebFiles found = installed();

    assertThat(found.servlets())
        .extracting(Servlet::file)
        .containsExactlyInAnyOrder(
            web.toString(),
            webapps.resolve("link/WEB-INF/web.xml").toString(),
            webapps.resolve("shop.WAR") + "!/WEB-INF/web.xml");
    assertThat(found.unreadable()).isEmpty();
    assertThat(found.notChecked())
        .containsExactly(
            "web application \"%s\", whose web.xml is not found"
                .formatted(webapps.resolve("empty")));
  }

  @Test
  void anInstallationThatNobodyKnowsIsNotChecked() {
    WebFiles files = new WebFiles(FileReach.EVERYWHERE, false);
    files.lookAtInstallation();

    assertThat(files.facts())
        .isEqualTo(notChecked("the web applications in \"${activemq.home}/webapps\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\"-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN\""
            + "\n\"http://java.sun.com/dtd/web-app_2_3.dtd\"",
        " '-//Sun Microsystems, Inc.//DTD Web Application 2.2//EN' 'web.dtd' "
      })
  void theDocumentTypeOfOldServletsIsNoHindrance(String type) throws Exception {
    Files.writeString(
        web, "<!DOCTYPE web-app PUBLIC %s>\n<web-app>%s</web-app>".formatted(type, MESSAGES));

    assertThat(look().unreadable()).isEmpty();
    assertThat(look().servlets())
        .containsExactly(new Servlet(web.toString(), type.lines().skip(1).toList().size() + 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE web-app [<!ENTITY more SYSTEM 'more.xml'>]><web-app>&more;</web-app>",
        "<!DOCTYPE web-app PUBLIC '-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN' 'a'"
            + " [<!ENTITY more SYSTEM 'more.xml'>]><web-app>&more;</web-app>",
        "<!DOCTYPE web-app SYSTEM 'web.dtd'><web-app/>",
      })
  void anotherDocumentTypeIsNotChecked(String text) throws Exception {
    Files.writeString(web, text);

    assertThat(look())
        .isEqualTo(notChecked("\"%s\", which has a document type (DOCTYPE)".formatted(web)));
  }

  private static ManagementFacts.WebFiles notChecked(String what) {
    return new ManagementFacts.WebFiles(List.of(), List.of(), List.of(), List.of(what));
  }

  private Path policy() throws IOException {
    return Files.writeString(folder.resolve("policy.xml"), POLICY);
  }

  private void web(String servlets) throws IOException {
    Files.writeString(web, webXml(servlets));
  }

  private static String webXml(String servlets) {
    return "<web-app xmlns=\"http://java.sun.com/xml/ns/javaee\">" + servlets + "</web-app>";
  }

  private static void archive(Path file, Map<String, String> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
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
    return look(property("resourceBase", application));
  }

  private static ManagementFacts.WebFiles look(String properties) {
    return look(properties, FileReach.EVERYWHERE);
  }

  private static ManagementFacts.WebFiles look(String properties, FileReach reach) {
    WebFiles files = new WebFiles(reach, false);
    files.lookAt(beans(properties));
    return files.facts();
  }

  private ManagementFacts.WebFiles installed() {
    String before = System.setProperty("activemq.home", folder.toString());
    try {
      WebFiles files = new WebFiles(FileReach.EVERYWHERE, false);
      files.lookAtInstallation();
      return files.facts();
    } finally {
      if (before == null) {
        System.clearProperty("activemq.home");
      } else {
        System.setProperty("activemq.home", before);
      }
    }
  }

  private static String property(String name, Object value) {
    return JettyBeans.property(name, value.toString());
  }

  private static Collection<DefinedBean> beans(String properties) {
    return defined(JettyBeans.bean("webapp.WebAppContext", properties));
  }

  private static Collection<DefinedBean> defined(String bean) {
    DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
    String xml = JettyBeans.BEANS.formatted(bean);
    new XmlBeanDefinitionReader(factory)
        .loadBeanDefinitions(new ByteArrayResource(xml.getBytes(StandardCharsets.UTF_8)));
    return new DefinedBeans(factory).all();
  }
}
