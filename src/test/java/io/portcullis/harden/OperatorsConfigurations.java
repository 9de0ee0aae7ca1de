package io.portcullis.harden;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configurations of the kinds that operators have. */
final class OperatorsConfigurations {

  /**
   * One of them.
   *
   * @param name what is special
   * @param files the files of the folder by their names
   * @param charset the encoding of activemq.xml
   * @param left the codes of the faults that only its operator can mend; empty if the copy starts
   */
  record Configuration(String name, Map<String, String> files, Charset charset, Set<String> left) {

    Configuration in(Charset other) {
      return new Configuration(name, files, other, left);
    }

    Configuration with(String file, String text) {
      Map<String, String> more = new LinkedHashMap<>(files);
      more.put(file, text);
      return new Configuration(name, more, charset, left);
    }

    Configuration leaving(String... codes) {
      return new Configuration(name, files, charset, Set.of(codes));
    }

    Configuration replacing(String old, String with) {
      String text = files.get("activemq.xml");
      if (!text.contains(old)) {
        throw new IllegalArgumentException("%s has no %s".formatted(name, old));
      }
      return with("activemq.xml", text.replace(old, with));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final String SCHEMAS =
      "http://www.springframework.org/schema/beans"
          + " http://www.springframework.org/schema/beans/spring-beans.xsd"
          + " http://activemq.apache.org/schema/core"
          + " http://activemq.apache.org/schema/core/activemq-core.xsd";

  private static final String PLAIN =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- Ours. -->
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="%s">
        <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
          <property name="locations" value="file:${activemq.conf}/credentials.properties"/>
        </bean>
        <!-- The broker. -->
        <broker xmlns="http://activemq.apache.org/schema/core" brokerName="hardened"
                dataDirectory="${activemq.data}" persistent="false" useShutdownHook="false">
          <!-- Where clients come in. -->
          <transportConnectors>
            <transportConnector name="openwire" uri="tcp://127.0.0.1:0"/>
            <transportConnector name="stomp" uri="stomp+nio://127.0.0.1:0?wireFormat.maxFrameSize=1000000"/>
          </transportConnectors>
        </broker>
      </beans>
      """
          .formatted(SCHEMAS);

  private static final String JAAS =
      """
          <plugins>
            <jaasAuthenticationPlugin configuration="activemq"/>
          </plugins>
      """;

  private static final String LOGINS =
      """
      activemq {
          org.apache.activemq.jaas.PropertiesLoginModule required
              org.apache.activemq.jaas.properties.user="users.properties"
              org.apache.activemq.jaas.properties.group="groups.properties";
      };
      """;

  private static final String SIMPLE =
      """
          <plugins>
            <simpleAuthenticationPlugin>
              <users>
                <authenticationUser username="mcollective" password="marionette-1234" groups="mcollective,everyone"/>
                <authenticationUser username="admin" password="secret-and-long" groups="mcollective,admins,everyone"/>
              </users>
            </simpleAuthenticationPlugin>
            <authorizationPlugin>
              <map>
                <authorizationMap>
                  <authorizationEntries>
                    <authorizationEntry queue=">" write="admins" read="admins" admin="admins"/>
                    <authorizationEntry topic=">" write="admins" read="admins" admin="admins"/>
                    <authorizationEntry topic="mcollective.>" write="mcollective" read="mcollective" admin="mcollective"/>
                    <authorizationEntry queue="mcollective.>" write="mcollective" read="mcollective" admin="mcollective"/>
                    <authorizationEntry topic="ActiveMQ.Advisory.>" read="everyone" write="everyone" admin="everyone"/>
                  </authorizationEntries>
                </authorizationMap>
              </map>
            </authorizationPlugin>
          </plugins>
      """;

  private static final String LDAP =
      """
      LdapLogin {
        org.apache.activemq.jaas.LDAPLoginModule required
          initialContextFactory=com.sun.jndi.ldap.LdapCtxFactory
          connectionURL="ldap://127.0.0.1:1"
          connectionUsername="uid=admin,ou=system"
          connectionPassword="directory-secret"
          authentication=simple
          userBase="ou=users,dc=example"
          userSearchMatching="(uid={0})"
          roleBase="ou=groups,dc=example"
          roleSearchMatching="(member={0})"
          roleName=cn;
      };
      """;

  private static final String CONNECTORS = "    <!-- Where clients come in. -->\n";

  private OperatorsConfigurations() {}

  private static Configuration plain(String name) {
    return new Configuration(
        name,
        Map.of(
            "activemq.xml", PLAIN,
            "credentials.properties", "# what activemq.xml refers to\nguest.password=password\n",
            "login.config", LOGINS,
            "users.properties", "admin=admin\nalice=a-password-of-hers\n",
            "groups.properties", "admins=admin\nusers=alice\n"),
        StandardCharsets.UTF_8,
        Set.of());
  }

  private static Configuration withPlugins(String name, String plugins) {
    return plain(name).replacing(CONNECTORS, plugins + CONNECTORS);
  }

  /** Returns all of them. */
  static List<Configuration> all() {
    return List.of(
        plain("nothing configured"),
        withPlugins("logins by properties files", JAAS),
        withPlugins("users of MCollective in the file", SIMPLE),
        withPlugins("users of MCollective, CRLF", SIMPLE.replace("\n", "\r\n")),
        withPlugins("UTF-16 with a mark", JAAS)
            .replacing("encoding=\"UTF-8\"", "encoding=\"UTF-16\"")
            .in(StandardCharsets.UTF_16),
        withPlugins("Latin 1", JAAS)
            .replacing("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"")
            .replacing("<!-- Ours. -->", "<!-- Unser Br\u00f6ker f\u00fcr die K\u00fcche -->")
            .in(StandardCharsets.ISO_8859_1),
        withPlugins("all in one line", JAAS).replacing("\n", " ").replacing("?> ", "?>"),
        withPlugins("tabs and single quotes", JAAS)
            .replacing("  ", "\t")
            .replacing("uri=\"tcp://127.0.0.1:0\"", "uri = 'tcp://127.0.0.1:0'"),
        withPlugins("prefixes", JAAS)
            .replacing("<broker xmlns=", "<amq:broker xmlns:amq=")
            .replacing("</broker>", "</amq:broker>")
            .replacing("<plugins>", "<amq:plugins>")
            .replacing("</plugins>", "</amq:plugins>")
            .replacing("<jaas", "<amq:jaas")
            .replacing("<transport", "<amq:transport")
            .replacing("</transport", "</amq:transport"),
        rootBroker(),
        withPlugins("LDAP logins", JAAS)
            .replacing("configuration=\"activemq\"", "configuration=\"LdapLogin\"")
            .with("login.config", LDAP),
        withPlugins(
                "logins by password or certificate",
                JAAS.replace(
                    "<jaasAuthenticationPlugin configuration=\"activemq\"/>",
                    "<jaasDualAuthenticationPlugin configuration=\"activemq\" sslConfiguration=\"cert\"/>"))
            .with(
                "login.config",
                LOGINS
                    + """
                    cert {
                        org.apache.activemq.jaas.TextFileCertificateLoginModule required
                            org.apache.activemq.jaas.textfiledn.user="dns.properties"
                            org.apache.activemq.jaas.textfiledn.group="groups.properties";
                    };
                    """)
            .with("dns.properties", "device=CN=device\n")
            .leaving("certificate-never-asked"),
        withPlugins("a login configuration that is not there", JAAS)
            .replacing("configuration=\"activemq\"", "configuration=\"karaf\""),
        withPlugins("a gate that is not last", JAAS)
            .replacing(
                "      <jaas",
                "      <bean xmlns=\"http://www.springframework.org/schema/beans\""
                    + " class=\"io.portcullis.PortcullisPlugin\"/>\n      <jaas"),
        withPlugins("options that weaken TLS", JAAS)
            .replacing(
                "tcp://127.0.0.1:0",
                "ssl://127.0.0.1:0?transport.enabledProtocols=TLSv1.1&amp;maximumConnections=10"),
        withPlugins("a default policy entry", JAAS)
            .replacing(
                CONNECTORS,
                """
                    <destinationPolicy>
                      <policyMap>
                        <defaultEntry>
                          <policyEntry producerFlowControl="false"/>
                        </defaultEntry>
                        <policyEntries>
                          <policyEntry queue="ORDERS.>,RETURNS.>" memoryLimit="1mb"/>
                        </policyEntries>
                      </policyMap>
                    </destinationPolicy>
                """
                    + CONNECTORS),
        withPlugins("a URI from a placeholder", JAAS)
            .replacing("tcp://127.0.0.1:0", "${openwire.uri}")
            .with("credentials.properties", "openwire.uri=tcp://127.0.0.1:0\n")
            .leaving("scheme-without-tls"),
        withPlugins("a port from a placeholder", JAAS)
            .replacing("tcp://127.0.0.1:0", "tcp://127.0.0.1:${openwire.port}")
            .with("credentials.properties", "openwire.port=0\n"),
        withPlugins("a network of brokers", JAAS)
            .replacing(
                CONNECTORS,
                """
                    <networkConnectors>
                      <networkConnector name="west" uri="static:(tcp://127.0.0.1:1)"/>
                    </networkConnectors>
                """
                    + CONNECTORS)
            .leaving("link-without-tls"),
        withPlugins("a connector for HTTP", JAAS)
            .replacing("stomp+nio://127.0.0.1:0", "http://127.0.0.1:0")
            .leaving("http-connector", "scheme-without-tls"),
        withPlugins("a public address", JAAS)
            .replacing("tcp://127.0.0.1:0", "tcp://93.184.216.34:0")
            .leaving("connector-reachable"),
        imported(),
        withPlugins("a waiver", JAAS)
            .replacing(
                "    </plugins>",
                """
                      <bean xmlns="http://www.springframework.org/schema/beans" class="io.portcullis.PortcullisPlugin">
                        <property name="waivers">
                          <list>
                            <bean class="io.portcullis.Waiver">
                              <property name="rule" value="require-tls"/>
                              <property name="subject" value="stomp"/>
                              <property name="reason" value="the scanners"/>
                              <property name="until" value="2099-03-31"/>
                            </bean>
                          </list>
                        </property>
                      </bean>
                    </plugins>"""));
  }

  private static Configuration rootBroker() {
    return withPlugins("a broker at the root", JAAS)
        .with(
            "activemq.xml",
            """
            <broker xmlns="http://activemq.apache.org/schema/core"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="%s"
                brokerName="root" persistent="false" useShutdownHook="false">
            %s  <transportConnectors>
                <transportConnector uri="tcp://127.0.0.1:0"/>
              </transportConnectors>
            </broker>
            """
                .formatted(SCHEMAS, JAAS));
  }

  private static Configuration imported() {
    String beans = PLAIN.substring(0, PLAIN.indexOf("  <bean class")) + "%s</beans>\n";
    return plain("a broker in an imported file")
        .with("activemq.xml", beans.formatted("  <import resource=\"parts/broker.xml\"/>\n"))
        .with("parts/broker.xml", PLAIN.replace(CONNECTORS, JAAS + CONNECTORS));
  }
}
