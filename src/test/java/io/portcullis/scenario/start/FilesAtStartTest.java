package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.BrokerXml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a real activemq.xml: found wherever it names them, and judged as they are. */
class FilesAtStartTest {

  private static final String PASSWORD = "correct-horse-battery";

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void installation() throws Exception {
    folder = temporary.toRealPath();
    mode(folder, "rwxr-xr-x");
    System.setProperty("files.conf", folder.toString());
    DevelopmentCertificates.in(folder, PASSWORD, PASSWORD);
    Files.writeString(folder.resolve("secrets.properties"), "word=" + PASSWORD);
    Files.writeString(
        folder.resolve("imported.xml"),
        """
        <beans xmlns="http://www.springframework.org/schema/beans"
               xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
               xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd">
          <bean id="text" class="java.lang.String"/>
        </beans>
        """);
    for (String name : List.of("secrets.properties", "imported.xml", "broker.p12")) {
      mode(folder.resolve(name), "rw-------");
    }
  }

  @AfterEach
  void clear() {
    System.clearProperty("files.conf");
    System.clearProperty("activemq.conf");
  }

  @Test
  void whatEverybodyMayReadIsReportedWhereverItIsNamed() throws Exception {
    for (String name : List.of("secrets.properties", "imported.xml", "broker.p12")) {
      mode(folder.resolve(name), "rw-r--r--");
    }
    Path data = Files.createDirectories(folder.resolve("data/kahadb"));
    mode(data, "rwxr-xr-x");
    mode(data.getParent(), "rwxr-xr-x");

    assertThat(found(BrokerXml.GATE, "rw-r--r--"))
        .contains(
            line("configuration", "activemq.xml"),
            line("configuration", "imported.xml"),
            line("credentials", "secrets.properties"),
            line("key store", "broker.p12"),
            "store \"%s\": everybody on this host may read what is in it".formatted(data));
  }

  @Test
  void whatIsForTheBrokerAlonePasses() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/kahadb"));
    mode(data, "rwx------");
    mode(data.getParent(), "rwx------");

    assertThat(found(BrokerXml.GATE, "rw-------")).isEmpty();
  }

  @Test
  void whatStandsInConfUnderActiveMqsNamesIsLookedAt() throws Exception {
    System.setProperty("activemq.conf", folder.toString());
    for (String name : List.of("jetty-realm.properties", "client.ks", "readme.txt")) {
      mode(Files.writeString(folder.resolve(name), "x"), "rw-r--r--");
    }

    Path jetty = Files.createDirectory(folder.resolve("jetty"));
    mode(jetty, "rwxr-xr-x");
    mode(Files.writeString(jetty.resolve("jetty-http.xml"), "x"), "rw-r--r--");

    assertThat(found(BrokerXml.GATE, "rw-------"))
        .contains(
            line("configuration", "jetty-realm.properties"),
            line("configuration", "client.ks"),
            line("configuration", "jetty/jetty-http.xml"))
        .noneMatch(found -> found.contains("readme.txt"));
  }

  @Test
  void whereTheRuleEnforcesTheBrokerDoesNotStart() throws Exception {
    String enforcing =
        BrokerXml.GATE.replace(
            "/>", "><property name=\"enforce\" value=\"protect-files\"/></bean>");

    Throwable thrown = catchThrowable(() -> found(enforcing, "rw-r--r--"));

    assertThat(Throwables.getRootCause(thrown)).isInstanceOf(ConfigurationException.class);
    assertThat(((ConfigurationException) Throwables.getRootCause(thrown)).problems())
        .contains(
            "[protect-files] %s; run chmod o-rwx %s"
                .formatted(
                    line("configuration", "activemq.xml"),
                    folder.toRealPath().resolve("activemq.xml")));
  }

  private String line(String what, String name) {
    return "%s \"%s\": everybody on this host may read it".formatted(what, folder.resolve(name));
  }

  /** Starts it, and says what was found of files in this test's folder. */
  private List<String> found(String gate, String modeOfXml) throws Exception {
    String uri = BrokerXml.write(folder, gate, "");
    Path xml = folder.resolve("activemq.xml");
    Files.writeString(
        xml,
        Files.readString(xml)
            .replace("persistent=\"false\"", "dataDirectory=\"${files.conf}/data\"")
            .replace(
                "<plugins>",
                "<persistenceAdapter><kahaDB directory=\"${files.conf}/data/kahadb\"/>"
                    + "</persistenceAdapter><plugins>")
            .replace(
                "</plugins>",
                "</plugins><sslContext><sslContext keyStore=\"file:${files.conf}/broker.p12\""
                    + " keyStoreType=\"PKCS12\" keyStorePassword=\"${word}\"/></sslContext>")
            .replace(
                "<broker",
                "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">"
                    + "<property name=\"location\" value=\"file:${files.conf}/secrets.properties\"/></bean>"
                    + "<import resource=\"imported.xml\"/><broker"));
    mode(xml, modeOfXml);
    try (AuditLines audit = AuditLines.capture()) {
      BrokerService broker = BrokerFactory.createBroker(uri, true);
      broker.stop();
      return audit.lines().stream()
          .filter(line -> AuditLines.field(line, "rule").equals("protect-files"))
          .map(line -> AuditLines.field(line, "found"))
          .filter(found -> found.contains(folder.toString()))
          .toList();
    }
  }

  private static void mode(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
