package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.GatedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret of the original files is shown, in lines around a change neither. */
class HiddenSecretsIT {

  @TempDir private Path folder;

  private static String shown(HardenedCopy copy) {
    return copy.changed() + "\n" + copy.decisions();
  }

  private static final String BEAN =
      "<bean id=\"db\" class=\"java.util.Properties\" xmlns:p=\"http://www.springframework.org/schema/p\"%s</bean>\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        " p:password=\"hiddenWord9\">",
        " p:password=\"${x}hiddenWord9\">",
        " p:password=\n\"hiddenWord9\">",
        " p:password = 'hiddenWord9'>",
        "><property name=\"password\" value=\"hiddenWord9\"/>",
        "><property value=\"hiddenWord9\" name=\"dbPassword\"/>",
        "><property name=\"trustPassphrase\"\nvalue=\"hiddenWord9\"/>",
        "><property name=\"clientSecret\"><value>hiddenWord9</value></property>",
        "><property name=\"password\"><value>\n<![CDATA[hiddenWord9]]>\n</value></property>",
        "><property name=\"properties\"><props><prop key=\"my.secret\">hiddenWord9</prop></props></property>",
        "><!-- <property name=\"password\" value=\"hiddenWord9\"/> -->",
        "><property name=\"url\" value=\"jdbc:x?user=a&amp;password=hiddenWord9\"/>",
      })
  void ofABeanBesideAChange(String inside) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(folder);
    // On the line of the broker's tag, so that all of it is in the context of the change.
    String bean = BEAN.formatted(inside).strip();
    conf.rewrite(
        ConsoleFolder.BROKER,
        text ->
            text.replaceFirst("(<broker [^>]*>)\\s+", "$1\n")
                .replaceFirst("(?=<broker )", Matcher.quoteReplacement(bean)));
    String shown = shown(conf.harden());
    assertThat(shown).contains("<bean id=\"db\"").doesNotContain("hiddenWord9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q7",
        "hiddenWord9",
        "MD5:0cc175b9c0f1b6a831",
        "OBF:1x2y",
        "CRYPT:ad1ks",
        "two words",
        "a\\,b",
        "x:y"
      })
  void ofARealmFile(String password) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(folder);
    Files.writeString(
        conf.file(ConsoleFolder.REALM),
        "# carl: %1$s, admin\nann: %1$s, admin\nbob: %1$s,user\n".formatted(password));
    HardenedCopy copy = conf.harden();
    assertThat(copy.changed().toString()).contains(ConsoleFolder.REALM);
    assertThat(shown(copy)).doesNotContain(": " + password);
  }

  @Test
  void ofJmxUsersAndLoginConfig() throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(folder);
    Files.writeString(conf.file("jmx.password"), "# roles\nadmin activemq\nreader hiddenOne1\n");
    Files.writeString(
        conf.file("users.properties"),
        "# old=hiddenTwo2\nadmin=a-long-password\nbob smith hiddenThree\ncy=hidden\\\n  Four4\n");
    conf.rewrite(
        "login.config", text -> text + "other { a.B required bindPassword=\"hiddenFive\"; };");
    String shown = shown(conf.harden());
    assertThat(shown).doesNotContain("hidden", "Four4");
    assertThat(shown).contains("users.properties", "jmx.password", "login.config");
  }

  @Test
  void placeholdersStayVisible() throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(folder);
    conf.change(ConsoleFolder.BROKER, "<sslContext><", "<sslContext>\n<");
    assertThat(shown(conf.harden()))
        .contains("keyStorePassword=\"${broker.keystore.password}\"")
        .doesNotContain(GatedBroker.PASSWORD);
  }

  @Test
  void aUserOfTheSimplePluginInADecision() throws IOException {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("activemq.xml"),
        """
        <broker xmlns="http://activemq.apache.org/schema/core" persistent="false" useJmx="false">
          <plugins><simpleAuthenticationPlugin><users>
            <authenticationUser username="ann" password="hidden#{one}" groups="users"/>
            <authenticationUser username="bob" password="${hidden}two" groups="users"/>
          </users></simpleAuthenticationPlugin></plugins>
        </broker>
        """);
    List<String> decisions =
        HardenedBroker.harden(conf, folder.resolve("copy")).decisions().stream()
            .map(Decision::what)
            .toList();
    assertThat(decisions)
        .anyMatch(what -> what.startsWith("user \"ann\" has a new password"))
        .noneMatch(what -> what.contains("hidden"));
  }
}
