package io.portcullis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

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

  private static final String CONNECTORS = "<transportConnectors>";

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

  /** Changes the file that was written into a folder. */
  public static void change(Path folder, UnaryOperator<String> change) throws IOException {
    Path file = folder.resolve("activemq.xml");
    Files.writeString(file, change.apply(Files.readString(file)));
  }

  /** Puts an element before the transport connectors of the file in a folder. */
  public static void add(Path folder, String element) throws IOException {
    change(folder, xml -> xml.replace(CONNECTORS, element + CONNECTORS));
  }

  /** The line that installs the gate, with properties. */
  public static String gate(String properties) {
    return with(GATE, properties);
  }

  /** A bean that has no properties, with properties. */
  public static String with(String bean, String properties) {
    return bean.replace("/>", ">" + properties + "</bean>");
  }

  /** The gate's property {@code bodyPolicies} with one policy, as names and values in turn. */
  public static String bodyPolicy(String... properties) {
    StringBuilder policy = new StringBuilder();
    for (int i = 0; i < properties.length; i += 2) {
      policy.append(
          "<property name=\"%s\" value=\"%s\"/>".formatted(properties[i], properties[i + 1]));
    }
    return list("bodyPolicies", "<bean class=\"io.portcullis.BodyPolicy\">" + policy + "</bean>");
  }

  /** The gate's property {@code waivers} with one bean, see {@link #waiver}. */
  public static String waivers(String bean) {
    return list("waivers", bean);
  }

  private static String list(String property, String beans) {
    return "<property name=\"%s\"><list>%s</list></property>".formatted(property, beans);
  }

  /** The broker's element with the keys of its connectors. */
  public static String sslContext(Path keyStore, String password) {
    return "<sslContext><sslContext keyStore=\"%s\" keyStorePassword=\"%s\"/></sslContext>"
        .formatted(keyStore.toUri(), password);
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
