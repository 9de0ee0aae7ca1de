package io.portcullis.broker.configuration;

import static io.portcullis.broker.configuration.JettyBeans.bean;
import static io.portcullis.broker.configuration.JettyBeans.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.rights.LoginModules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.ByteArrayResource;

/** Web applications in real folders and archives, with ActiveMQ's own jar. */
class ApplicationBrokersTest {

  private static final String SAID =
      "web application \"/shop\", which may start brokers of its own that no gate judges: it has %s";

  private static final String ELEMENT =
      "<beans><broker xmlns=\"http://activemq.apache.org/schema/core\"/></beans>";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"activemq-broker-6.1.8.jar", "renamed.jar"})
  void aJarWithTheBrokerIsFoundByWhatIsInIt(String name) throws Exception {
    Path jar = folder.resolve("WEB-INF/lib").resolve(name);
    Files.createDirectories(jar.getParent());
    Files.copy(
        Path.of(BrokerService.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
        jar);

    assertThat(notChecked("resourceBase", folder)).containsExactly(SAID.formatted(jar));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WEB-INF/activemq.xml          | <broker xmlns="http://activemq.apache.org/schema/core"/>
          WEB-INF/classes/a/b.xml       | <b xmlns:amq="http://activemq.apache.org/schema/core"><amq:broker/></b>
          WEB-INF/classes/spring.xml    | <bean class="org.apache.activemq.broker.BrokerService"/>
          WEB-INF/context.xml           | <bean class="org.apache.activemq.xbean.BrokerFactoryBean"/>
          WEB-INF/web.xml               | <param-value>vm://a?brokerConfig=xbean:activemq.xml</param-value>
          """)
  void anXmlFileThatDefinesABrokerIsFound(String name, String xml) throws Exception {
    Path file = write(name, xml);

    assertThat(notChecked("war", folder)).containsExactly(SAID.formatted(file));
  }

  @Test
  void theBrokersClassAloneIsFound() throws Exception {
    Path file = write("WEB-INF/classes/org/apache/activemq/broker/BrokerService.class", "");

    assertThat(notChecked("baseResourceAsString", folder)).containsExactly(SAID.formatted(file));
  }

  @ParameterizedTest
  @CsvSource({
    "WEB-INF/lib/activemq-broker-6.1.8.jar, ''",
    "WEB-INF/lib/activemq-all-5.18.3.jar, ''",
    "WEB-INF/classes/org/apache/activemq/broker/BrokerService.class, ''",
    "WEB-INF/broker.xml, <bean class=\"org.apache.activemq.broker.BrokerService\"/>",
  })
  void anArchiveIsLookedInto(String entry, String content) throws Exception {
    Path war = archive("shop.war", entry, content);

    assertThat(notChecked("war", war))
        .containsExactly(SAID.formatted("%s!/%s".formatted(war, entry)));
  }

  @Test
  void aJarOnTheExtraClassPathIsLookedInto() throws Exception {
    Path jar = archive("extra.jar", "org/apache/activemq/broker/BrokerService.class", "");

    assertThat(
            found(
                property("resourceBase", folder.toString())
                    + property("extraClasspath", "%s;%s".formatted(folder, jar)),
                FileReach.EVERYWHERE))
        .containsExactly(
            SAID.formatted("%s!/org/apache/activemq/broker/BrokerService.class".formatted(jar)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WEB-INF/lib/activemq-broker.jar | no jar
          WEB-INF/lib/readme.txt          | org.apache.activemq.broker.BrokerService
          WEB-INF/client.xml              | <a xmlns="http://activemq.apache.org/schema/core"><connectionFactory/></a>
          WEB-INF/other.xml               | <broker xmlns="urn:other"/>
          activemq.xml                    | <broker xmlns="http://activemq.apache.org/schema/core"/>
          """)
  void anApplicationWithoutABrokerIsNotNamed(String name, String content) throws Exception {
    write(name, content);

    assertThat(notChecked("resourceBase", folder)).isEmpty();
  }

  @Test
  void theApplicationsOfActiveMqAreNotNamed() {
    Path applications = Path.of("target/apache-activemq-5.18.3").toAbsolutePath();

    for (String each : List.of("webapps/admin", "webapps/api")) {
      assertThat(notChecked("resourceBase", applications.resolve(each))).as(each).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"${activemq.home}/webapps/shop", "none", "http://h/a", ""})
  void whatIsNotThereStartsNothing(String location) {
    assertThat(found(property("resourceBase", location), FileReach.EVERYWHERE)).isEmpty();
  }

  /** Nothing outside an untrusted file's folder is read. */
  @Test
  void whatIsOutOfReachIsSaid() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("shop"));
    write("shop/WEB-INF/activemq.xml", ELEMENT);
    Path own = Files.createDirectories(folder.resolve("webapps/admin"));
    FileReach reach = FileReach.inside(Files.createDirectory(folder.resolve("conf")));

    assertThat(found(property("resourceBase", outside.toString()), reach))
        .containsExactly(
            "web application \"/shop\", whose files %s are not read: they are outside the folder"
                .formatted(outside));
    assertThat(found(property("resourceBase", own.toString()), reach)).isEmpty();
    assertThat(found(property("resourceBase", outside.toString()), FileReach.inside(folder)))
        .hasSize(1);
  }

  private List<String> notChecked(String property, Path file) {
    return found(property(property, file.toString()), FileReach.EVERYWHERE);
  }

  private static List<String> found(String properties, FileReach reach) {
    DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
    String xml = bean("webapp.WebAppContext", property("contextPath", "/shop") + properties);
    new XmlBeanDefinitionReader(factory)
        .loadBeanDefinitions(
            new ByteArrayResource(
                JettyBeans.BEANS.formatted(xml).getBytes(StandardCharsets.UTF_8)));
    return ManagementInspector.management(List.of(factory), LoginModules.ofThisJvm(), reach)
        .notChecked();
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private Path archive(String name, String entry, String content) throws IOException {
    Path file = folder.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
