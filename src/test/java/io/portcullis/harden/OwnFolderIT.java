package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.GatedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The copy reads its own files, and its own user takes nobody's name. */
class OwnFolderIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"${activemq.base}/conf", "${activemq.home}/conf", "THE-FOLDER"})
  void aRealmFileThatIsNamedFromOutsideIsReadInTheCopy(String from) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(folder);
    String outside = from.replace("THE-FOLDER", folder.resolve("conf").toString());
    conf.change(
        ConsoleFolder.JETTY,
        "${activemq.conf}/jetty-realm.properties",
        outside + "/jetty-realm.properties");
    conf.change(ConsoleFolder.BROKER, "file:${activemq.conf}/", "file:" + outside + "/");
    Map<String, String> before = ConsoleFolder.contents(folder.resolve("conf"));

    HardenedCopy copy = conf.harden();

    assertThat(ConsoleFolder.codes(copy)).isEmpty();
    assertThat(ConsoleFolder.text(copy, ConsoleFolder.JETTY))
        .contains("\"${activemq.conf}/jetty-realm.properties\"")
        .doesNotContain(outside + "/");
    assertThat(ConsoleFolder.text(copy, ConsoleFolder.BROKER))
        .contains("file:${activemq.conf}/broker.p12", "file:${activemq.conf}/credentials")
        .doesNotContain(outside + "/");
    assertThat(ConsoleFolder.text(copy, ConsoleFolder.REALM)).contains(", admins");
    assertThat(ConsoleFolder.contents(folder.resolve("conf"))).isEqualTo(before);
  }

  @Test
  void aRealmFileElsewhereIsLeftAndListed() throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(folder);
    conf.change(ConsoleFolder.JETTY, "${activemq.conf}/jetty-realm", "/srv/jetty-realm");
    assertThat(ConsoleFolder.decisions(conf.harden()))
        .anyMatch(what -> what.contains("has its users in /srv/jetty-realm.properties"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "login.config", "certificates", "groups", "realm"})
  void theConsolesUserTakesNoNameThatStandsElsewhere(String place) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(folder);
    // A user of the broker who may not get the rights of the console.
    conf.rewrite("users.properties", text -> text + "system=another-long-password\n");
    switch (place) {
      case "map" ->
          conf.change(
              ConsoleFolder.BROKER,
              "</plugins>",
              "<authorizationPlugin><map><authorizationMap><authorizationEntries>"
                  + "<authorizationEntry queue=\">\" read=\"users, webconsole\" write=\"users\""
                  + " admin=\"users\"/></authorizationEntries></authorizationMap></map>"
                  + "</authorizationPlugin></plugins>");
      case "login.config" ->
          conf.rewrite(
              "login.config",
              text -> text + "other { com.acme.Login required user=\"webconsole\"; };\n");
      case "certificates" -> Files.writeString(conf.file("dns.properties"), "webconsole=CN=x\n");
      case "groups" ->
          Files.writeString(conf.file("groups.properties"), "admins=admin,webconsole\n");
      default -> conf.rewrite(ConsoleFolder.REALM, text -> text + "\nwebconsole: word1234, user\n");
    }
    assertThat(ConsoleFolder.text(conf.harden(), "credentials.properties"))
        .contains("activemq.username=webconsole2", GatedBroker.PASSWORD);
  }
}
