package io.portcullis.scenario.remedies;

import io.portcullis.testing.Line;
import io.portcullis.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;

/** A broker's conf folder, with nothing wrong in it until a test puts it there. */
final class ConfFolder {

  /** The password of its key stores. */
  static final String PASSWORD = "correct-horse-battery";

  /** Users' password. */
  static final String USERS_PASSWORD = "a-long-password";

  /** A user who is in a group of the map already. */
  static final String SOMEBODY = "bob";

  static final String GATE =
      "<bean xmlns=\"http://www.springframework.org/schema/beans\" id=\"portcullis\""
          + " class=\"io.portcullis.PortcullisPlugin\"/>";

  static final String SIMPLE =
      """
      <simpleAuthenticationPlugin>
        <users>
          <authenticationUser username="root" password="a-long-password" groups="operators"/>
          <authenticationUser username="web" password="a-long-password" groups="activemq-webconsole"/>
          <authenticationUser username="anne" password="a-long-password" groups="billing"/>
          <authenticationUser username="bob" password="a-long-password" groups="stock"/>
        </users>
      </simpleAuthenticationPlugin>
      """;

  /** Where ActiveMQ creates advisory topics itself, no client needs the right to. */
  static final String ADVISORIES =
      "<authorizationEntry topic=\"ActiveMQ.Advisory.>\" admin=\"%s\"/>"
          .formatted(
              Line.clientsCreateAdvisories() ? "billing,stock" : "operators,activemq-webconsole");

  /** A map of an operator who calls his groups by names of his own. */
  static final String MAP =
      """
      <authorizationPlugin><map><authorizationMap>
        <authorizationEntries>
          <authorizationEntry queue=">" read="operators,activemq-webconsole" write="operators,activemq-webconsole" admin="operators,activemq-webconsole"/>
          <authorizationEntry topic=">" read="operators,activemq-webconsole" write="operators,activemq-webconsole" admin="operators,activemq-webconsole"/>
          <authorizationEntry queue="BILLS.>" read="billing" write="billing" admin="billing"/>
          <authorizationEntry queue="STOCK.>" read="stock" write="stock" admin="stock"/>
          %s
          <authorizationEntry topic="ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic" read="billing,stock"/>
        </authorizationEntries>
        <tempDestinationAuthorizationEntry>
          <tempDestinationAuthorizationEntry read="operators,activemq-webconsole,billing,stock" write="operators,activemq-webconsole,billing,stock" admin="operators,activemq-webconsole,billing,stock"/>
        </tempDestinationAuthorizationEntry>
      </authorizationMap></map></authorizationPlugin>
      """
          .formatted(ADVISORIES);

  static final String POLICY =
      """
      <destinationPolicy><policyMap><policyEntries>
        <policyEntry queue=">" maxDestinations="1000"/>
        <policyEntry topic=">" maxDestinations="1000"/>
        <policyEntry tempQueue="true" maxDestinations="1000"/>
        <policyEntry tempTopic="true" maxDestinations="1000"/>
      </policyEntries></policyMap></destinationPolicy>
      """;

  static final String USAGE =
      """
      <systemUsage><systemUsage><memoryUsage><memoryUsage limit="1048576"/></memoryUsage></systemUsage></systemUsage>
      """;

  static final String BOUNDS = "maximumConnections=10&amp;wireFormat.maxFrameSize=1048576";

  private static final String TEMPLATE =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
               http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
        <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer"/>
        <broker xmlns="http://activemq.apache.org/schema/core" brokerName="mended" persistent="false" useJmx="false"<!-- bounds -->>
          <!-- policy --><!-- ssl -->%s
          <plugins>
            <!-- simple --><!-- map --><!-- gate -->
          </plugins>
          <transportConnectors>
            <transportConnector name="openwire" uri="ssl://127.0.0.1:61617?%s"/>
          </transportConnectors>
        </broker>
      </beans>
      """;

  private static final TestCertificate CERTIFICATE = TestCertificate.ec(256);

  private final Path folder;

  private ConfFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes the files of a broker in whose configuration nothing is wrong. */
  static ConfFolder in(Path folder) throws Exception {
    ConfFolder conf = new ConfFolder(folder);
    CERTIFICATE.store(folder.resolve("keys.p12"), PASSWORD);
    String ssl =
        "<sslContext><sslContext keyStore=\"%s\" keyStorePassword=\"%s\"/></sslContext>"
            .formatted(folder.resolve("keys.p12").toUri(), PASSWORD);
    conf.write(
        "activemq.xml",
        TEMPLATE
            .formatted(USAGE, BOUNDS)
            .replace("<!-- bounds -->", bounds())
            .replace("<!-- policy -->", POLICY)
            .replace("<!-- ssl -->", ssl)
            .replace("<!-- simple -->", SIMPLE)
            .replace("<!-- map -->", MAP)
            .replace("<!-- gate -->", GATE));
    Files.setPosixFilePermissions(
        folder.resolve("keys.p12"), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return conf;
  }

  /** The bounds that are attributes of the broker, as far as this version of ActiveMQ has them. */
  static String bounds() {
    return Stream.of("maxUncommittedCount", "maxInflatedDataSize")
        .filter(ConfFolder::isAttribute)
        .map(" %s=\"10000\""::formatted)
        .collect(Collectors.joining());
  }

  static boolean isAttribute(String name) {
    String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return Stream.of(BrokerService.class.getMethods())
        .anyMatch(method -> method.getName().equals(setter));
  }

  Path xml() {
    return folder.resolve("activemq.xml");
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Writes a file that only its owner reads. */
  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  /** Puts a text for another, which must be there. */
  ConfFolder replace(String text, String by) throws IOException {
    return replace("activemq.xml", text, by);
  }

  ConfFolder replace(String name, String text, String by) throws IOException {
    String was = read(name);
    if (!was.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    write(name, was.replace(text, by));
    return this;
  }

  /** Writes a key store. */
  void keys(TestCertificate certificate) throws Exception {
    certificate.store(folder.resolve("keys.p12"), PASSWORD);
  }

  static Failing.Setting replacing(String text, String by) {
    return folder -> folder.replace(text, by);
  }
}
