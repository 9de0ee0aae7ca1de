package io.portcullis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An activemq.xml around what a test is about. */
public final class BrokerXml {

  /** The line that installs the gate. */
  public static final String GATE =
      "<bean xmlns=\"http://www.springframework.org/schema/beans\""
          + " class=\"io.portcullis.PortcullisPlugin\"/>";

  private static final String TEMPLATE =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="
               http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
               http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd
               http://portcullis.io/schema/1 http://portcullis.io/schema/1/portcullis.xsd">
        <broker xmlns="http://activemq.apache.org/schema/core" brokerName="xml" persistent="false"
                useJmx="false" useShutdownHook="false">
          <plugins>
            <simpleAuthenticationPlugin>
              <users>
                <authenticationUser username="admin" password="a-long-password" groups="admins"/>
                <authenticationUser username="user" password="a-long-password" groups="users"/>
              </users>
            </simpleAuthenticationPlugin>
            %s
          </plugins>
          <transportConnectors>
            %s
          </transportConnectors>
        </broker>
      </beans>
      """;

  private BrokerXml() {}

  /**
   * Writes the file and returns the URI that ActiveMQ starts it from.
   *
   * @param folder where to
   * @param plugins what stands behind the authentication plugin
   * @param connectors the transport connectors
   */
  public static String write(Path folder, String plugins, String connectors) throws IOException {
    Path file = folder.resolve("activemq.xml");
    Files.writeString(file, TEMPLATE.formatted(plugins, connectors));
    return "xbean:" + file;
  }

  /** A bean of the gate's property {@code waivers}. */
  public static String waiver(String rule, String subject, String reason, String until) {
    return """
        <bean class="io.portcullis.Waiver">
          <property name="rule" value="%s"/>
          <property name="subject" value="%s"/>
          <property name="reason" value="%s"/>
          <property name="until" value="%s"/>
        </bean>
        """
        .formatted(rule, subject, reason, until);
  }
}
