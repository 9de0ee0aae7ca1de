package io.portcullis.scenario.remedies;

import static io.portcullis.scenario.remedies.ConfFolder.replacing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for logins. */
class LoginRemediesIT {

  private static final String JAAS = "<jaasAuthenticationPlugin configuration=\"%s\"/>";
  private static final String PROPERTIES =
      """
      %s {
          %s required
              org.apache.activemq.jaas.properties.user="users.properties"
              org.apache.activemq.jaas.properties.group="groups.properties";
      };
      """;
  private static final String PLAIN = "org.apache.activemq.jaas.PropertiesLoginModule";

  private static final String USERS =
      """
      root=a-long-password
      web=a-long-password
      anne=a-long-password
      bob=a-long-password
      """;

  /** Every group of the map has a user, so that no group is without one. */
  static final String GROUPS =
      """
      operators=root
      activemq-webconsole=web
      billing=anne
      stock=bob
      """;

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Failing.rows(
        Failing.of(
            "authentication-missing",
            "a login configuration is there",
            folder -> {
              jaas(folder, "activemq", "activemq", PLAIN);
              folder.replace(JAAS.formatted("activemq"), "");
            }),
        Failing.of(
            "authentication-missing",
            "none is there",
            folder -> folder.replace(ConfFolder.SIMPLE.strip(), "")),
        Failing.of(
            "anonymous-entrance",
            "the simple plugin",
            replacing(
                "<simpleAuthenticationPlugin>",
                "<simpleAuthenticationPlugin anonymousAccessAllowed=\"true\">")),
        Failing.of(
            "anonymous-entrance",
            "guests before users",
            folder -> {
              jaas(folder, "activemq", "activemq", PLAIN);
              folder.replace(
                  "login.config",
                  PLAIN,
                  "org.apache.activemq.jaas.GuestLoginModule sufficient\n"
                      + "  org.apache.activemq.jaas.guest.user=\"guest\";\n"
                      + PLAIN);
            }),
        Failing.of(
            "login-configuration-missing",
            "another name is there",
            folder -> jaas(folder, "karaf", "activemq", PLAIN)),
        Failing.of(
            "login-configuration-missing",
            "no other",
            folder -> jaas(folder, "my logins", "karaf", PLAIN)),
        Failing.of(
            "login-module-missing",
            "a wrong package",
            folder ->
                jaas(folder, "activemq", "activemq", "org.apache.activemq.PropertiesLoginModule")),
        Failing.of(
            "login-module-missing",
            "a wrong case",
            folder ->
                jaas(folder, "activemq", "activemq", "io.portcullis.login.passwordLoginModule")),
        Failing.of(
            "password-shipped",
            "in activemq.xml",
            replacing(
                "username=\"root\" password=\"a-long-password\"",
                "username=\"root\" password=\"manager\"")),
        Failing.of(
            "password-shipped",
            "in a file",
            folder -> {
              jaas(folder, "activemq", "activemq", PLAIN);
              folder.replace("users.properties", "root=a-long-password", "root = admin");
            }));
  }

  /** Lets the users of files log in by password. */
  static void passwords(ConfFolder folder) throws IOException {
    jaas(folder, "activemq", "activemq", PLAIN);
  }

  private static void jaas(ConfFolder folder, String named, String there, String module)
      throws IOException {
    folder.replace(ConfFolder.SIMPLE.strip(), JAAS.formatted(named));
    folder.write("login.config", PROPERTIES.formatted(there, module));
    folder.write("users.properties", USERS);
    folder.write("groups.properties", GROUPS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
