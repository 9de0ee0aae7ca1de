package io.portcullis.demo;

import io.portcullis.cli.Main;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * The files that the demonstration's broker starts from. They are those of {@code conf/}, with
 * their ports moved, and with the operators' page and Jolokia behind the web server of {@code
 * jetty.xml}. The web console is left out, since it comes with a distribution of ActiveMQ only.
 *
 * @param broker the file to start the broker from
 * @param page the port of the web server
 */
record DemoConfiguration(Path broker, int page) {

  private static final String BROKER_END = "</broker>";

  /** The parts of {@code jetty.xml} that need the web console. */
  private static final String CONSOLE =
      "(?s)<bean class=\"[^\"]*WebAppContext\">\\s*<property name=\"contextPath\" value=\"/admin\"/>"
          + ".*?\"overrideDescriptor\"[^>]*/>\\s*</bean>"
          + "|<!-- Tells the JSP compiler[^>]*-->\\s*<bean id=\"consoleJsp\".*?</bean>"
          + "|,consoleJsp";

  /** What conf/log4j2.properties has besides: the terminal gets warnings, a file everything. */
  private static final String LOG =
      """

      rootLogger.appenderRef.file.ref = file
      appender.console.filter.calm.type = ThresholdFilter
      appender.console.filter.calm.level = WARN
      appender.file.type = File
      appender.file.name = file
      appender.file.append = false
      appender.file.fileName = ${sys:activemq.data}/activemq.log
      appender.file.layout.type = PatternLayout
      appender.file.layout.pattern = %d | %5p | %m%n
      """;

  /** Jolokia at {@code /api/jolokia/}, where ActiveMQ has it. */
  private static final String JOLOKIA =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <web-app>
        <servlet>
          <servlet-name>jolokia-agent</servlet-name>
          <servlet-class>org.jolokia.server.core.http.AgentServlet</servlet-class>
          <init-param>
            <param-name>policyLocation</param-name>
            <param-value>${prop:jolokia.conf}</param-value>
          </init-param>
          <init-param>
            <param-name>allowErrorDetails</param-name>
            <param-value>false</param-value>
          </init-param>
          <load-on-startup>1</load-on-startup>
        </servlet>
        <servlet-mapping>
          <servlet-name>jolokia-agent</servlet-name>
          <url-pattern>/jolokia/*</url-pattern>
        </servlet-mapping>
      </web-app>
      """;

  /** What Jolokia answers: about ActiveMQ's beans, by POST, and no page of another site. */
  private static final String ACCESS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <restrict>
        <http>
          <method>post</method>
        </http>
        <cors>
          <strict-checking/>
        </cors>
        <commands>
          <command>read</command>
          <command>list</command>
          <command>version</command>
          <command>search</command>
        </commands>
        <allow>
          <mbean>
            <name>org.apache.activemq:*</name>
            <attribute>*</attribute>
            <operation>*</operation>
          </mbean>
        </allow>
      </restrict>
      """;

  /** Writes the files from those in {@code template}. What an earlier start wrote is replaced. */
  static DemoConfiguration write(Path template, Installation installation, DemoPorts ports)
      throws IOException {
    Path conf = installation.conf();
    Path xml = conf.resolve("activemq.xml");
    Installation.write(
        xml,
        ports
            .in(Files.readString(template.resolve("activemq.xml")))
            .replace(BROKER_END, BROKER_END + "\n\n  <import resource=\"jetty.xml\"/>"));
    Installation.write(
        conf.resolve("jetty.xml"),
        withoutConsole(ports.in(Files.readString(template.resolve("jetty.xml")))));
    Installation.write(
        conf.resolve("log4j2.properties"),
        Files.readString(template.resolve("log4j2.properties")) + LOG);
    Installation.write(conf.resolve("jolokia-access.xml"), ACCESS);
    Path webapps = installation.home().resolve("webapps");
    Path api = Files.createDirectories(webapps.resolve("api").resolve("WEB-INF"));
    Files.writeString(api.resolve("web.xml"), JOLOKIA);
    copyPage(Files.createDirectories(webapps.resolve("portcullis")));
    return new DemoConfiguration(xml, ports.of(DemoPorts.PAGE));
  }

  /** Returns {@code jetty.xml} with Jolokia and the pages alone. */
  static String withoutConsole(String jetty) {
    return jetty.replaceAll(CONSOLE, "");
  }

  /** Copies what {@code bin/activemq portcullis page} takes from the jar. */
  private static void copyPage(Path folder) throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of(Main.class.getResource("page/index.html").toURI()).getParent())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Tells the JVM where the files of the web server are, as {@code bin/activemq} would. */
  void setSystemProperties() {
    Path conf = broker.getParent();
    System.setProperty("activemq.home", conf.getParent().toString());
    System.setProperty("jolokia.conf", conf.resolve("jolokia-access.xml").toUri().toString());
  }

  /** Returns where a browser finds the operators' page. */
  String pageAddress() {
    return "https://127.0.0.1:%d/portcullis/".formatted(page);
  }
}
