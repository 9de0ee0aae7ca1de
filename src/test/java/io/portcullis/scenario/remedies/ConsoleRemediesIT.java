package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.WebConsole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.FileSystemXmlApplicationContext;

/**
 * Remedies for the web console, on the jetty.xml and jetty-realm.properties that ActiveMQ 5.18.3 is
 * shipped with. Before and after, its users log in to a real Jetty.
 */
class ConsoleRemediesIT {

  private static final Path STOCK = Path.of("target/apache-activemq-5.18.3/conf");

  /** What a user gets at a page and at what changes something. */
  private static final List<String> PAGES = List.of("/admin/index.html", "/admin/some.action");

  @TempDir private Path folder;

  @BeforeEach
  void installs() throws IOException {
    System.setProperty("activemq.home", folder.toRealPath().toString());
    System.setProperty("activemq.conf", folder.toRealPath().resolve("conf").toString());
    Path admin = Files.createDirectories(folder.resolve("webapps").resolve("admin"));
    Files.createDirectories(folder.resolve("webapps").resolve("api"));
    Files.writeString(admin.resolve("index.html"), "a page");
    Files.writeString(admin.resolve("some.action"), "a deed");
  }

  @AfterEach
  void clears() {
    List.of("activemq.home", "activemq.conf", "jetty.host", "jetty.port")
        .forEach(System::clearProperty);
  }

  static List<Named<Failing>> rows() {
    return Failing.rows(
        Failing.all(
            Failing.of("application-roles", "as shipped", folder -> shipped(folder, xml -> xml))),
        Failing.all(
            Failing.of(
                "application-roles",
                "users of other names",
                folder -> {
                  shipped(folder, xml -> xml);
                  folder.write(
                      "jetty-realm.properties",
                      """
                      # mine
                      admin: a-long-password, admin
                      anne.b: a-long-password,user
                      user=a-long-password, user
                      """);
                })),
        Failing.all(
            Failing.of(
                "application-any-origin", "as shipped", folder -> shipped(folder, xml -> xml))),
        Failing.all(
            Failing.of(
                "application-open",
                "no login",
                folder ->
                    shipped(
                        folder,
                        xml ->
                            xml.replaceFirst(
                                "name=\"authenticate\" value=\"true\"",
                                "name=\"authenticate\" value=\"false\"")))),
        Failing.all(
            Failing.of(
                "application-open",
                "a path that is left out",
                folder ->
                    shipped(
                        folder,
                        xml ->
                            xml.replace(
                                "name=\"pathSpec\" value=\"/\"",
                                "name=\"pathSpec\" value=\"/admin/x\"")))),
        Failing.of(
            "web-connector-plain",
            "on every address",
            folder ->
                shipped(
                    folder,
                    xml ->
                        xml.replace(
                            "name=\"host\" value=\"127.0.0.1\"",
                            "name=\"host\" value=\"0.0.0.0\""))),
        Failing.of(
            "web-connector-unknown",
            "a name of no host",
            folder ->
                shipped(
                    folder,
                    xml ->
                        xml.replace(
                            "name=\"host\" value=\"127.0.0.1\"",
                            "name=\"host\" value=\"no-such-host.invalid\""))));
  }

  private static void shipped(ConfFolder folder, java.util.function.UnaryOperator<String> change)
      throws IOException {
    folder.write(
        "jetty-realm.properties",
        Files.readString(STOCK.resolve("jetty-realm.properties"))
            .replace(": admin,", ": a-long-password,")
            .replace(": user,", ": a-long-password,"));
    folder.write(
        "jetty.xml",
        change.apply(
            Files.readString(STOCK.resolve("jetty.xml"))
                // Only the Jetty of 5.18 takes several paths in one.
                .replaceFirst("value=\"/,/api/[^\"]*\"", "value=\"/\"")));
    folder.replace("</broker>", "</broker><import resource=\"jetty.xml\"/>");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder, ConsoleRemediesIT::logins);
  }

  /** Who gets what of a real Jetty with the folder's jetty.xml. */
  private static Set<String> logins(ConfFolder folder) throws Exception {
    String jetty = folder.read("jetty.xml");
    System.setProperty("jetty.host", "127.0.0.1");
    System.setProperty("jetty.port", "0");
    Path running = folder.path("running.xml");
    Files.writeString(
        running,
        jetty
            .replaceFirst(
                "(?s)<bean[^>]*org.apache.activemq.web.WebConsolePort.*?</bean>",
                "<bean id=\"jettyPort\" class=\"java.lang.Object\"/>"
                    + "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>")
            .replaceFirst("(?s)<bean[^>]*id=\"configureJetty\".*?</bean>", "")
            .replace("configureJetty, ", ""));
    try (FileSystemXmlApplicationContext context =
        new FileSystemXmlApplicationContext(running.toUri().toString())) {
      int port =
          ((ServerConnector) context.getBean(Server.class).getConnectors()[0]).getLocalPort();
      Set<String> logins = new TreeSet<>();
      for (String user : List.of("admin", "user", "anne.b")) {
        for (String page : PAGES) {
          if (isUser(folder, user) && status(port, page, user) == 200) {
            logins.add("%s GET %s".formatted(user, page));
          }
        }
      }
      assertThat(logins).isNotEmpty();
      return logins;
    } finally {
      Files.delete(running);
    }
  }

  /** Tells whether the realm has a user. Nobody is locked out who needed no login. */
  private static boolean isUser(ConfFolder folder, String user) throws IOException {
    return folder.read("jetty-realm.properties").matches("(?s).*\\b" + user + "\\s*[:=].*");
  }

  private static int status(int port, String page, String user) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, page)))
                .header("Authorization", WebConsole.basic(user, "a-long-password"))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
