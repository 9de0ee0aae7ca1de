package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.enforce.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody who could log in before logs in after, and nobody else. */
class HardenedLoginsIT {

  private static final String XML =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="
               http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
               http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
        <!-- values -->
        <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
          <property name="locations"><value>file:${activemq.conf}/credentials.properties</value></property>
        </bean>
        <broker xmlns="http://activemq.apache.org/schema/core" brokerName="hardened"
                persistent="false" useJmx="false" useShutdownHook="false">
      %s
          <transportConnectors>
            <transportConnector name="openwire" uri="tcp://127.0.0.1:0?maximumConnections=10"/>
          </transportConnectors>
        </broker>
      </beans>
      """;

  private static final String JAAS =
      "    <plugins><jaasAuthenticationPlugin configuration=\"activemq\"/></plugins>";

  private static final String LOGIN =
      """
      /* of the operator */
      other-app { com.acme.Module required; };
      activemq {
          // files
          org.apache.activemq.jaas.PropertiesLoginModule required
              // in the folder
              decrypt=true
              org.apache.activemq.jaas.properties.user="users.properties"
              org.apache.activemq.jaas.properties.group="groups.properties";
      };
      """;

  private static final String LONG = "a long word, of many parts";

  @TempDir private Path folder;

  private Path original;
  private Path copy;

  @BeforeEach
  void makeFolder() throws IOException {
    original = Files.createDirectory(folder.resolve("conf"));
    copy = folder.resolve("copy");
    write("credentials.properties", "guest.password=guests-own-password\n");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(original.resolve(file), text);
  }

  private String read(String file) throws IOException {
    return Files.readString(copy.resolve(file));
  }

  private static List<String> codes(HardenedCopy copy) {
    return copy.checked().findings().stream()
        .map(Finding::violation)
        .map(violation -> violation.code())
        .toList();
  }

  private static List<String> decisions(HardenedCopy copy) {
    return copy.decisions().stream().map(Decision::what).toList();
  }

  @Test
  void aBrokerWithoutLoginsGetsThemAndAnAdministrator() throws Exception {
    write("activemq.xml", XML.formatted(""));
    HardenedCopy hardened = HardenedBroker.harden(original, copy);
    assertThat(hardened.checked().wouldStart()).as("%s", codes(hardened)).isTrue();
    Map<String, String> passwords = HardenedBroker.passwords(copy);
    try (HardenedBroker broker = HardenedBroker.start(copy)) {
      assertThat(broker.accepts("admin", passwords.get("admin"))).isTrue();
      assertThat(broker.accepts("admin", "admin")).isFalse();
    }
    assertThat(read("groups.properties")).isEqualTo("admins=admin\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(copy.resolve("passwords.txt"))))
        .isEqualTo("rw-------");
  }

  @Test
  void plainPasswordsBecomeHashesAndThoseThatMayNotBeUsedNewOnes() throws Exception {
    write("activemq.xml", XML.formatted(JAAS));
    write("login.config", LOGIN);
    write(
        "users.properties",
        """
        # people
        admin=admin
        alice = alices own password
        bob:short
        bob smith\\\s
        x\\ y=another long password
        """
            .replace("\n", "\r\n"));
    write("groups.properties", "admins=admin\nusers=alice, bob,alice,x y\n");
    HardenedCopy hardened = HardenedBroker.harden(original, copy);
    assertThat(hardened.checked().wouldStart()).as("%s", codes(hardened)).isTrue();
    Map<String, String> passwords = HardenedBroker.passwords(copy);
    try (HardenedBroker broker = HardenedBroker.start(copy)) {
      assertThat(broker.accepts("alice", "alices own password")).isTrue();
      assertThat(broker.accepts("admin", passwords.get("admin"))).isTrue();
      assertThat(broker.accepts("bob", passwords.get("bob"))).isTrue();
      assertThat(broker.accepts("admin", "admin")).isFalse();
    }
    assertThat(read("users.properties"))
        .startsWith("# people\r\nadmin=$argon2id$")
        .contains("\r\nalice = $argon2id$", "\r\n# x\\ y=$argon2id$")
        .doesNotContain("alices own", "another long");
    assertThat(read("groups.properties")).isEqualTo("admins=admin\nusers=alice\n");
    assertThat(read("login.config"))
        .contains("/* of the operator */\nother-app { com.acme.Module required; };\n")
        .contains("// files\n    io.portcullis.login.PasswordLoginModule required\n")
        .contains("// in the folder\n        org.apache")
        .doesNotContain("decrypt");
    assertThat(decisions(hardened))
        .anyMatch(what -> what.startsWith("user \"bob\" of users.properties has a new password"))
        .anyMatch(what -> what.startsWith("user \"x y\" of users.properties cannot log in"))
        .anyMatch(
            what ->
                what.contains("loses member \" bob\": ActiveMQ ignores it because of the blank"))
        .noneMatch(what -> what.startsWith("user \"admin\""));
    assertThat(hardened.changed().toString()).doesNotContain("alices own", "guests-own", "short");
  }

  @Test
  void aByteOrderMarkGivesNobodyAGroup() throws Exception {
    write("activemq.xml", XML.formatted(JAAS));
    write("login.config", LOGIN);
    write("users.properties", "admin=admins long own password\nbob=another long password\n");
    write("groups.properties", "\ufeffadmins=bob\nusers=admin\n");
    HardenedBroker.harden(original, copy);
    assertThat(read("groups.properties"))
        .contains("\n# \\u00EF\\u00BB\\u00BFadmins=bob\n")
        .doesNotContain("\nadmins=bob", "\ufeff");
  }

  @Test
  void theConsoleGetsAUserOfItsOwnIfItsUserWasNoAdministrator() throws Exception {
    write(
        "activemq.xml",
        XML.formatted(JAAS).replace("<!-- values -->", "<import resource=\"jetty.xml\"/>"));
    write("jetty.xml", "<beans xmlns=\"http://www.springframework.org/schema/beans\"/>");
    write("login.config", LOGIN);
    write("users.properties", "carl=carls own long word\n");
    write("groups.properties", "users=carl\n");
    write(
        "credentials.properties",
        "activemq.username=carl\nactivemq.password=carls own long word\n");
    HardenedCopy hardened = HardenedBroker.harden(original, copy);
    assertThat(read("credentials.properties"))
        .contains("activemq.username=webconsole\n")
        .doesNotContain("carls own");
    assertThat(read("users.properties")).doesNotContainPattern("carl=.*;");
    assertThat(decisions(hardened))
        .anyMatch(what -> what.startsWith("user \"webconsole\" of users.properties has the mark"));
  }

  @Test
  void usersOfTheSimplePluginMoveWithTheirGroups() throws Exception {
    write(
        "activemq.xml",
        XML.formatted(
            """
                <plugins>
                  <!-- who logs in -->
                  <simpleAuthenticationPlugin anonymousAccessAllowed="true">
                    <users>
                      <authenticationUser username="system" password="manager" groups="users,admins"/>
                      <authenticationUser username="guest" password="${guest.password}" groups="guests"/>
                      <authenticationUser username="app" password="ENC(${guest.password})" groups=" users , "/>
                      <authenticationUser username="x" password="%s" groups="users"/>
                    </users>
                  </simpleAuthenticationPlugin>
                  <!-- behind -->
                </plugins>
            """
                .formatted(LONG)));
    write("login.config", LOGIN);
    write("users.properties", "admin=admin\n# end");
    write("groups.properties", "admins=admin");
    HardenedCopy hardened = HardenedBroker.harden(original, copy);
    assertThat(codes(hardened)).doesNotContain("authentication-missing", "anonymous-entrance");
    assertThat(read("activemq.xml"))
        .contains(
            "<!-- who logs in -->\n      <jaasAuthenticationPlugin configuration=\"activemq\"/>\n")
        .contains("<!-- behind -->");
    assertThat(read("groups.properties"))
        .isEqualTo("admins=system\nusers=system,app\nguests=guest\n");
    assertThat(read("users.properties")).contains("# admin=\n# end\n");
    assertThat(read("passwords.txt"))
        .contains("user:     system")
        .doesNotContain("user:     admin");
    assertThat(decisions(hardened))
        .anyMatch(what -> what.contains("user \"x\" of simpleAuthenticationPlugin"))
        .anyMatch(what -> what.contains("let clients in without a login"))
        .anyMatch(
            what ->
                what.equals(
                    "user \"admin\" of users.properties was not used. Its line is a comment now"));
  }
}
