package io.portcullis.scenario.remedies;

import static io.portcullis.scenario.remedies.ConfFolder.replacing;

import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for groups, certificates, networks and placeholders that do not fit each other. */
class MisfitRemediesIT {

  private static final String CONFIGURER =
      "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>";
  private static final String STOCK_USER =
      "<authenticationUser username=\"bob\" password=\"a-long-password\" groups=\"stock\"/>";
  private static final String OF_BILLS =
      "<authorizationEntry queue=\"BILLS.>\" read=\"billing\" write=\"billing\" admin=\"billing\"/>";
  private static final String OF_RETURNS =
      OF_BILLS.replace("BILLS", "RETURNS").replace("\"billing\"", "\"returns,billing\"");
  private static final String ASKING = "maximumConnections=10&amp;transport.needClientAuth=true";

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Failing.rows(
        Failing.of("certificate-never-asked", "one connector", folder -> certificates(folder, "c")),
        Failing.of(
            "certificate-not-handed-on",
            "a plugin for passwords",
            folder -> {
              certificates(folder, "c");
              folder
                  .replace("jaasCertificateAuthenticationPlugin", "jaasAuthenticationPlugin")
                  .replace("maximumConnections=10", ASKING);
            }),
        Failing.of("connector-beyond-networks", "loopback", allowing("10.0.0.0/8")),
        Failing.of("map-group-without-users", "a file of groups", emptyGroup()),
        Failing.taking(
            Failing.other(
                1,
                Failing.of(
                    "map-group-without-users",
                    "taken out of the map",
                    replacing(OF_BILLS, OF_BILLS + OF_RETURNS))),
            "returns queue://RETURNS.> admin",
            "returns queue://RETURNS.> read",
            "returns queue://RETURNS.> write"),
        placeholder("no configurer", "data", ""),
        placeholder("no configurer, and misspelt", "dta", ""),
        placeholder("the configurer ignores it", "dta", ignoring()),
        Failing.other(1, placeholder("a name that nobody knows", "zzzzzzzz", ignoring())),
        Failing.of(
            "user-without-rights",
            "the simple plugin",
            replacing(STOCK_USER, STOCK_USER + user("eve", "visitors"))),
        Failing.of(
            "user-without-rights",
            "a file of groups",
            folder -> {
              passwords(folder, "eve=a-long-password\n");
              folder.replace("groups.properties", "stock=bob", "stock=bob\nvisitors=eve");
            }),
        Failing.of(
            "users-without-rights",
            "many",
            replacing(
                STOCK_USER,
                STOCK_USER
                    + IntStream.range(0, 21)
                        .mapToObj(i -> user("guest" + i, "visitors"))
                        .collect(Collectors.joining()))));
  }

  private static String ignoring() {
    return BrokerXml.with(
        CONFIGURER, "<property name=\"ignoreUnresolvablePlaceholders\" value=\"true\"/>");
  }

  private static String user(String name, String group) {
    return "<authenticationUser username=\"%s\" password=\"a-long-password\" groups=\"%s\"/>"
        .formatted(name, group);
  }

  private static Named<Failing> placeholder(String name, String folderName, String configurer) {
    return Failing.of(
        "placeholder-not-replaced",
        name,
        folder ->
            folder
                .replace(CONFIGURER, configurer)
                .replace(
                    "persistent=\"false\"",
                    "persistent=\"false\" dataDirectory=\"${activemq.%s}/kahadb\""
                        .formatted(folderName)));
  }

  private static Failing.Setting allowing(String networks) {
    return replacing(
        ConfFolder.GATE,
        BrokerXml.with(
            ConfFolder.GATE,
            "<property name=\"allowedNetworks\" value=\"%s\"/>".formatted(networks)));
  }

  private static Failing.Setting emptyGroup() {
    return folder -> {
      passwords(folder, "");
      folder.replace(OF_BILLS, OF_BILLS + OF_RETURNS);
    };
  }

  private static void passwords(ConfFolder folder, String more) throws IOException {
    LoginRemediesIT.passwords(folder);
    folder.write("users.properties", folder.read("users.properties") + more);
  }

  private static void certificates(ConfFolder folder, String configuration) throws IOException {
    folder.write(
        "login.config",
        """
        %s {
            org.apache.activemq.jaas.TextFileCertificateLoginModule required
                org.apache.activemq.jaas.textfiledn.user="names.properties"
                org.apache.activemq.jaas.textfiledn.group="groups.properties";
        };
        """
            .formatted(configuration));
    folder.write("names.properties", "root=CN=root\nweb=CN=web\nanne=CN=anne\nbob=CN=bob\n");
    folder.write("groups.properties", LoginRemediesIT.GROUPS);
    folder.replace(
        ConfFolder.SIMPLE.strip(),
        "<jaasCertificateAuthenticationPlugin configuration=\"%s\"/>".formatted(configuration));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
