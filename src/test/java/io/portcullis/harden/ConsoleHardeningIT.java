package io.portcullis.harden;

import static io.portcullis.harden.ConsoleFolder.BROKER;
import static io.portcullis.harden.ConsoleFolder.JETTY;
import static io.portcullis.harden.ConsoleFolder.REALM;
import static io.portcullis.harden.ConsoleFolder.codes;
import static io.portcullis.harden.ConsoleFolder.contents;
import static io.portcullis.harden.ConsoleFolder.decisions;
import static io.portcullis.harden.ConsoleFolder.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The web console and JMX in a copy, from ActiveMQ's own files and from others. */
class ConsoleHardeningIT {

  private static final String SHIPPED_SPEC =
      "value=\"/,/api/*,*.jsp,*.html,*.js,*.css,*.png,*.gif,*.ico\"";

  @TempDir private Path temporary;
  private ConsoleFolder conf;

  @BeforeEach
  void prepare() throws IOException {
    conf = ConsoleFolder.in(temporary);
  }

  /** The ways in which people write the same console. */
  private enum Way {
    AS_SHIPPED {
      @Override
      String of(String jetty) {
        return jetty;
      }
    },
    WINDOWS_LINE_ENDS {
      @Override
      String of(String jetty) {
        return jetty.replace("\n", "\r\n");
      }
    },
    TABS {
      @Override
      String of(String jetty) {
        return jetty.replace("    ", "\t");
      }
    },
    ONE_LINE {
      @Override
      String of(String jetty) {
        return jetty.replaceAll("(?s)<!--.*?-->", "").replaceAll("\\s+", " ").strip();
      }
    },
    PREFIX {
      @Override
      String of(String jetty) {
        return jetty
            .replaceAll("(?s)<!--.*?-->", "")
            .replaceAll("<(/?)(\\w)", "<$1b:$2")
            .replace("xmlns=", "xmlns:b=");
      }
    },
    OTHER_IDS {
      @Override
      String of(String jetty) {
        return jetty
            .replace("\"Server\"", "\"web\"")
            .replace("id=\"handlers\"", "id=\"all\"")
            .replace("onstraintMapping\"", "onstraintMapping1\"")
            .replace("ecurity.ConstraintMapping1\"", "ecurity.ConstraintMapping\"")
            .replace("\"httpConfig\"", "\"http\"");
      }
    },
    HANDLER_BY_REFERENCE {
      @Override
      String of(String jetty) {
        return jetty.replaceFirst(
            "(?s)<property name=\"handler\">\\s*<bean id=\"handlers\".*?</bean>\\s*</property>",
            "<property name=\"handler\" ref=\"securityHandler\"/>");
      }
    },
    VALUES_AS_ELEMENTS {
      @Override
      String of(String jetty) {
        return jetty
            .replace(
                "<property name=\"roles\" value=\"user,admin\" />",
                "<property name=\"roles\"><list><value>user</value><value>admin</value></list>"
                    + "</property>")
            .replace(
                "<property name=\"port\" value=\"8161\"/>",
                "<property name=\"port\"><value>8161</value></property>");
      }
    },
    ATTRIBUTES {
      @Override
      String of(String jetty) {
        return jetty
            .replace("xmlns:xsi=", "xmlns:p=\"http://www.springframework.org/schema/p\" xmlns:xsi=")
            .replace("<property name=\"roles\" value=\"user,admin\" />", "")
            .replace(
                "<bean id=\"securityConstraint\"",
                "<bean p:roles=\"user,admin\" id=\"securityConstraint\"");
      }
    },
    WITHOUT_A_LOGIN {
      @Override
      String of(String jetty) {
        return jetty.replace(
            "name=\"authenticate\" value=\"true\"", "name=\"authenticate\" value=\"false\"");
      }
    },
    WITHOUT_ROLES_AND_LOGIN {
      @Override
      String of(String jetty) {
        return jetty
            .replace("<property name=\"roles\" value=\"user,admin\" />", "")
            .replace("<property name=\"authenticate\" value=\"true\" />", "");
      }
    },
    SOME_METHODS {
      @Override
      String of(String jetty) {
        return jetty.replace(
            "<property name=\"pathSpec\" value=\"*.action\" />",
            "<property name=\"pathSpec\" value=\"*.action\" /><property name=\"method\""
                + " value=\"POST\"/>");
      }
    };

    abstract String of(String jetty);
  }

  @ParameterizedTest
  @EnumSource
  void theConsoleIsOverTlsForFewAndClosedToOtherSites(Way way) throws IOException {
    String before = way.of(Files.readString(conf.file(JETTY)).strip() + "\n");
    conf.rewrite(JETTY, text -> before);

    HardenedCopy copy = conf.harden();

    assertThat(codes(copy)).isEmpty();
    assertThat(text(copy, JETTY))
        .contains(
            "SslContextFactory$Server",
            "${activemq.conf}/broker.p12",
            "${broker.keystore.password}",
            "value=\"8162\"")
        .doesNotContain("8161", "user,admin");
    assertThat(text(copy, REALM))
        .containsPattern("(?m)^admin: \\S{20,}, admins$")
        .containsPattern("(?m)^user: \\S{20,}, user$");
    assertThat(changedOrLost(before, text(copy, JETTY))).isLessThanOrEqualTo(8);
  }

  private static long changedOrLost(String before, String after) {
    List<String> kept = Arrays.asList(after.split("(?<=\n)"));
    return Arrays.stream(before.split("(?<=\n)")).filter(line -> !kept.contains(line)).count();
  }

  @ParameterizedTest
  @EnumSource(names = {"AS_SHIPPED", "WINDOWS_LINE_ENDS", "ONE_LINE", "SOME_METHODS"})
  void hardeningTheCopyChangesNothing(Way way) throws IOException {
    String before = way.of(Files.readString(conf.file(JETTY)).strip());
    conf.rewrite(JETTY, text -> before);
    Path once = conf.harden().folder();

    Path twice = ConsoleFolder.harden(once, temporary.resolve("twice")).folder();

    assertThat(contents(twice)).isEqualTo(contents(once));
  }

  @ParameterizedTest
  @CsvSource({"UTF-16", "UTF-16LE", "UTF-16BE"})
  void theEncodingStays(String encoding) throws IOException {
    String text =
        "<?xml version=\"1.0\" encoding=\"%s\"?>\n<!-- ä€ -->\n".formatted(encoding)
            + Files.readString(conf.file(JETTY)).strip();
    Files.write(conf.file(JETTY), text.getBytes(encoding));

    HardenedCopy copy = conf.harden();

    assertThat(codes(copy)).isEmpty();
    assertThat(new String(Files.readAllBytes(copy.folder().resolve(JETTY)), encoding))
        .startsWith(text.substring(0, 60))
        .contains("<!-- ä€ -->", "SameOrigin");
  }

  @Test
  void theLinesAreThoseOfTheHandlerBetweenTwoNewOnes() throws IOException {
    assertThat(text(conf.harden(), JETTY))
        .contains(
            """
                    <property name="handler">
                        <bean class="io.portcullis.SameOrigin" factory-method="before"><constructor-arg>
                        <bean id="handlers" class="org.eclipse.jetty.server.handler.HandlerCollection">
            """)
        .contains(
            """
                        </bean>
                        </constructor-arg></bean>
                    </property>
            """)
        .contains(
            """
                               <constructor-arg ref="Server"/>
                               <constructor-arg>
                                   <bean class="org.eclipse.jetty.util.ssl.SslContextFactory$Server">
                                       <property name="keyStorePath" value="${activemq.conf}/broker.p12"/>
                                       <property name="keyStoreType" value="PKCS12"/>
                                       <property name="keyStorePassword" value="${broker.keystore.password}"/>
                                       <property name="includeProtocols" value="TLSv1.2,TLSv1.3"/>
                                   </bean>
                               </constructor-arg>
                               <constructor-arg>
                                   <list>
            """);
  }

  @Test
  void theRolesOfSeveralConstraintsAreOneAndTheSame() throws IOException {
    conf.change(JETTY, SHIPPED_SPEC, "value=\"/\"");

    assertThat(text(conf.harden(), JETTY).split("value=\"admins,activemq-webconsole\"", -1))
        .hasSize(3);
  }

  @Test
  void theOperatorsGroupsAreTheRoles() throws IOException {
    conf.change(
        BROKER,
        "</plugins>",
        "<bean xmlns=\"http://www.springframework.org/schema/beans\""
            + " class=\"io.portcullis.PortcullisPlugin\"><property name=\"administratorsGroup\""
            + " value=\"ops\"/><property name=\"systemGroup\" value=\"machines\"/></bean>"
            + "</plugins>");

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, JETTY)).contains("value=\"ops,machines\"");
    assertThat(text(copy, REALM)).containsPattern("(?m)^admin: \\S{20,}, ops$");
  }

  @Test
  void withoutAKeyStoreTheConsoleKeepsItsPortAndThatIsLeftToTheOperator() throws IOException {
    conf.rewrite(BROKER, text -> text.replaceAll("<sslContext>.*?</sslContext>", ""));

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, JETTY)).contains("8161").doesNotContain("8162\"/>");
    assertThat(decisions(copy)).anyMatch(what -> what.contains("has no TLS"));
  }

  @Test
  void aPortOfTheOperatorsStays() throws IOException {
    conf.change(JETTY, "value=\"8161\"", "value=\"9000\"");

    assertThat(text(conf.harden(), JETTY)).contains("name=\"port\" value=\"9000\"");
  }

  @ParameterizedTest
  @CsvSource({"ForwardedRequestCustomizer", "ProxyConnectionFactory"})
  void aConnectorBehindAProxyKeepsHttp(String type) throws IOException {
    conf.change(
        JETTY,
        "<property name=\"sendServerVersion\" value=\"false\"/>",
        "<property name=\"customizers\"><list><bean class=\"org.eclipse.jetty.server.%s\"/></list>"
                .formatted(type)
            + "</property>");

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, JETTY)).contains("8161").doesNotContain("SslContextFactory$Server");
    assertThat(decisions(copy)).anyMatch(what -> what.contains("a proxy stands before it"));
  }

  @Test
  void argumentsOfAnotherShapeAreLeftToTheOperator() throws IOException {
    conf.change(
        JETTY,
        "<constructor-arg ref=\"Server\"/>",
        "<constructor-arg index=\"0\" ref=\"Server\"/>");

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, JETTY)).contains("8161").doesNotContain("SslContextFactory$Server");
    assertThat(decisions(copy)).anyMatch(what -> what.contains("its constructor has other"));
  }

  @Test
  void aConsoleThatHidesWhyAMessageIsRefusedIsSaid() throws IOException {
    assertThat(conf.harden().decisions()).anyMatch(ConsoleHardeningIT::isAboutTheReason);

    conf.change(
        JETTY,
        "<property name=\"contextPath\" value=\"/admin\" />",
        "<property name=\"contextPath\" value=\"/admin\" /><property name=\"overrideDescriptor\""
            + " value=\"${activemq.conf}/console/WEB-INF/override-web.xml\"/>");

    assertThat(conf.harden().decisions()).noneMatch(ConsoleHardeningIT::isAboutTheReason);
  }

  private static boolean isAboutTheReason(Decision decision) {
    return decision.rule().equals("require-encrypted-body")
        && decision.what().contains("does not show why a message is refused");
  }

  @Test
  void aConsoleThatIsNotImportedStaysAsItIs() throws IOException {
    conf.change(BROKER, "<import resource=\"jetty.xml\"/>", "");

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, JETTY)).isEqualTo(Files.readString(conf.file(JETTY)));
    assertThat(text(copy, REALM)).isEqualTo(Files.readString(conf.file(REALM)));
    assertThat(decisions(copy)).isEmpty();
  }

  @Test
  void whatAWaiverCoversStaysAsItIs() throws IOException {
    conf.change(
        BROKER,
        "</plugins>",
        """
        <bean xmlns="http://www.springframework.org/schema/beans" class="io.portcullis.PortcullisPlugin">
          <property name="waivers">
            <list>
              <bean class="io.portcullis.Waiver">
                <property name="rule" value="secure-management"/>
                <property name="subject" value="*"/>
                <property name="reason" value="a console of its own"/>
                <property name="until" value="%s"/>
              </bean>
            </list>
          </property>
        </bean></plugins>"""
            .formatted(LocalDate.now(Clock.systemUTC()).plusYears(1)));

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, JETTY))
        .contains("user,admin")
        .doesNotContain("SameOrigin", "name=\"pathSpec\" value=\"/\"");
    // Passwords are of another rule.
    assertThat(text(copy, REALM)).containsPattern("(?m)^admin: \\S{20,}, admin$");
  }

  @Test
  void theJmxConnectorOfActiveMqIsTurnedOff() throws IOException {
    conf.change(
        BROKER, "createConnector=\"false\"", "createConnector=\"true\" connectorPort=\"1099\"");

    HardenedCopy copy = conf.harden();

    assertThat(codes(copy)).isEmpty();
    assertThat(text(copy, BROKER))
        .contains("<managementContext createConnector=\"false\" connectorPort=\"1099\"/>");
    assertThat(decisions(copy))
        .anyMatch(what -> what.startsWith("ActiveMQ's JMX connector is off"));
  }

  @Test
  void aBrokerThatSaysNothingOfJmxGetsNoConnectorEither() throws IOException {
    conf.rewrite(
        BROKER, text -> text.replaceAll("(?s)<managementContext>.*?</managementContext>", ""));

    HardenedCopy copy = conf.harden();

    assertThat(codes(copy)).isEmpty();
  }

  @Test
  void thePasswordOfJmxIsANewOne() throws IOException {
    HardenedCopy copy = conf.harden();

    assertThat(text(copy, "jmx.password"))
        .containsPattern("(?m)^admin [A-Za-z0-9_-]{32}\\s*$")
        .doesNotContain("admin activemq");
    assertThat(text(copy, "passwords.txt")).contains("jmx.password");
  }
}
