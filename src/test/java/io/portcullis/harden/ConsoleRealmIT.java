package io.portcullis.harden;

import static io.portcullis.harden.ConsoleFolder.BROKER;
import static io.portcullis.harden.ConsoleFolder.JETTY;
import static io.portcullis.harden.ConsoleFolder.REALM;
import static io.portcullis.harden.ConsoleFolder.decisions;
import static io.portcullis.harden.ConsoleFolder.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The users of a console with a file of its own. */
class ConsoleRealmIT {

  private static final String FEW = "value=\"admins,activemq-webconsole\"";

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "admin: admin, admin|admin: admin, admins",
        "admin=a,admin|admin=a,admins",
        "admin a,admin|admin a,admins",
        "  admin : a ,  admin  |  admin : a ,  admins  ",
        "admin: MD5:21232f297a57, user, admin,x|admin: MD5:21232f297a57, user, admins,x",
        "admin: admin,admin,admin|admin: admin,admins,admins",
        "admin: admin, administrator|admin: admin, administrator",
        "admin: admin|admin: admin",
        "#admin: admin, admin|#admin: admin, admin",
        "!admin: admin, admin|!admin: admin, admin",
        "a\\:b: p, admin|a\\:b: p, admins",
        "admin: $1\\\\, admin|admin: $1\\\\, admins",
      })
  void onlyTheRoleChanges(String before, String after) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(temporary);
    conf.rewrite(REALM, text -> "# users\r\n" + before + "\r\nuser: user, user");

    Draft draft = Draft.of(conf.file(BROKER));
    ConsoleRealm.rename(draft, "admin", "admins");

    assertThat(draft.text(REALM).text()).isEqualTo("# users\r\n" + after + "\r\nuser: user, user");
  }

  @Test
  void aRoleOfAnotherNameIsKnownByTheConstraints() throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(temporary);
    conf.change(JETTY, "value=\"user,admin\"", "value=\"viewer, operator\"")
        .change(JETTY, "value=\"admin\"", "value=\"operator\"")
        .rewrite(REALM, text -> "olga: p, operator\nvera: p, viewer\n");

    HardenedCopy copy = conf.harden();

    assertThat(text(copy, REALM)).isEqualTo("olga: p, admins\nvera: p, viewer\n");
    assertThat(decisions(copy))
        .anyMatch(what -> what.startsWith("user \"vera\" cannot log in to the web console"));
  }

  @Test
  void whoTookTheRolesAndForgotTheUsersIsNotLockedOut() throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(temporary);
    conf.change(JETTY, "value=\"user,admin\"", FEW).change(JETTY, "value=\"admin\"", FEW);

    assertThat(text(conf.harden(), REALM)).containsPattern("(?m)^admin: \\S{20,}, admins$");
  }

  @Test
  void ifNobodyIsLeftThatIsSaid() throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(temporary);
    conf.rewrite(REALM, text -> "vera: p, viewer\n");

    assertThat(decisions(conf.harden()))
        .anyMatch(what -> what.startsWith("nobody can log in to the web console"));
  }

  @Test
  void usersWithoutARoleOfTheConsoleAreNamed() throws IOException {
    assertThat(decisions(ConsoleFolder.in(temporary).harden()))
        .anyMatch(
            what ->
                what.equals(
                    "user \"user\" cannot log in to the web console any more. A console user may do"
                        + " everything. To let it in, give it the role admins in"
                        + " jetty-realm.properties. Otherwise remove its line"));
  }

  @Test
  void thePasswordsToHandOnAreOfThoseWhoCanLogIn() throws IOException {
    String passwords = text(ConsoleFolder.in(temporary).harden(), "passwords.txt");

    assertThat(passwords.lines().filter(line -> line.startsWith("  user:")))
        .containsOnlyOnce("  user:     admin")
        .doesNotContain("  user:     user");
  }
}
