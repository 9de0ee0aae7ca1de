package io.portcullis.harden;

import static io.portcullis.harden.ConsoleFolder.BROKER;
import static io.portcullis.harden.ConsoleFolder.decisions;
import static io.portcullis.harden.ConsoleFolder.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.GatedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of ActiveMQ 6.3, whose Jetty has files of its own. */
class JettyFilesTest {

  private static final String PROPERTIES = "jetty-spring.properties";
  private static final String SECURITY = "jetty/jetty-security.xml";
  private static final String SSL = "jetty/jetty-ssl-context.xml";

  @TempDir private Path temporary;
  private ConsoleFolder conf;

  @BeforeEach
  void prepare() throws IOException {
    conf = ConsoleFolder.in(temporary);
    conf.change(
        BROKER,
        "<import resource=\"jetty.xml\"/>",
        """
        <bean class="org.apache.activemq.spring.jetty.JettyServerBean">
          <property name="jettyXmlDirectory" value="${activemq.conf}/jetty"/>
          <property name="jettyConfDirectory" value="${activemq.conf}"/>
        </bean>""");
    Files.createDirectory(conf.file("jetty"));
    Files.writeString(
        conf.file(PROPERTIES),
        """
        # The console
        httpEnabled=true
        httpsEnabled=false
        jetty.ssl.port=8443
        jetty.httpConfig.securePort=8443
        jetty.sslContext.keyStorePath=conf/jetty-keystore.ks
        jetty.sslContext.keyStorePassword=OBF:1v2j
        #jetty.ssl.host=0.0.0.0""");
    Files.writeString(
        conf.file(SSL),
        """
        <Configure><Set name="keyStorePath"><Call name="resolvePath">
          <Arg><Property name="jetty.base"/></Arg>
          <Arg><Property name="jetty.sslContext.keyStorePath"/></Arg>
        </Call></Set></Configure>""");
    Files.writeString(
        conf.file(SECURITY),
        """
        <Configure>
          <Call class="org.eclipse.jetty.security.Constraint" name="from">
            <Arg><Array type="java.lang.String">
              <Item>users</Item>
              <Item>admins</Item>
            </Array></Arg>
          </Call>
          <Call name="include"><Arg><Array><Item>127.0.0.1</Item><Item>::1</Item></Array></Arg></Call>
        </Configure>""");
  }

  @Test
  void itGetsTlsAndTheTwoRoles() throws IOException {
    HardenedCopy copy = conf.harden();

    assertThat(text(copy, PROPERTIES))
        .isEqualTo(
            """
            # The console
            httpEnabled=false
            httpsEnabled=true
            jetty.ssl.port=8162
            jetty.httpConfig.securePort=8162
            jetty.sslContext.keyStorePath=broker.p12
            jetty.sslContext.keyStorePassword=%s
            #jetty.ssl.host=0.0.0.0
            jetty.ssl.host=127.0.0.1
            jetty.ssl.sniHostCheck=false
            jetty.sslContext.keyStoreType=PKCS12
            """
                .formatted(GatedBroker.PASSWORD));
    assertThat(text(copy, SSL))
        .contains("<Arg><SystemProperty name=\"activemq.conf\"/></Arg>")
        .contains("<Property name=\"jetty.sslContext.keyStorePath\"/>");
    assertThat(text(copy, SECURITY))
        .contains("<Item>admins</Item><Item>activemq-webconsole</Item>", "<Item>::1</Item>")
        .doesNotContain("<Item>users</Item>");
    assertThat(decisions(copy)).anyMatch(what -> what.startsWith("check does not judge"));
  }

  @Test
  void tlsOfTheOperatorsStays() throws IOException {
    conf.change(PROPERTIES, "httpsEnabled=false", "httpsEnabled=true")
        .change(PROPERTIES, "conf/jetty-keystore.ks", "/etc/own.p12");

    assertThat(text(conf.harden(), PROPERTIES)).isEqualTo(Files.readString(conf.file(PROPERTIES)));
  }

  @Test
  void aKeyStoreThatNothingNamesIsLeftToTheOperator() throws IOException {
    conf.rewrite(BROKER, text -> text.replaceAll("<sslContext>.*?</sslContext>", ""));

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, PROPERTIES)).isEqualTo(Files.readString(conf.file(PROPERTIES)));
    assertThat(decisions(copy)).anyMatch(what -> what.startsWith("the web console has no TLS"));
  }
}
