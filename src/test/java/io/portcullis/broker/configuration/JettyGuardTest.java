package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.security.ConstraintMapping;
import org.eclipse.jetty.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.util.security.Constraint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of constraints is what Jetty lets pass that has them. */
class JettyGuardTest {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT");
  private static final List<String> PATHS = List.of("/", "/other", "/api", "/api/x", "/api/x.do");

  /** A constraint that asks for a login: path, path GET or path !GET. */
  private record Mapping(String path, String method) {

    static Mapping of(String text) {
      String[] parts = text.split(" ", -1);
      return new Mapping(parts[0], parts.length == 1 ? "" : parts[1]);
    }

    String definition() {
      String property = method.startsWith("!") ? "methodOmissions" : "method";
      return JettyBeans.mapping(
          path,
          "admins",
          method.isEmpty()
              ? ""
              : "<property name='%s' value='%s'/>".formatted(property, method.replace("!", "")));
    }

    ConstraintMapping made() {
      Constraint constraint = new Constraint();
      constraint.setAuthenticate(true);
      constraint.setRoles(new String[] {"admins"});
      ConstraintMapping mapping = new ConstraintMapping();
      mapping.setPathSpec(path);
      mapping.setConstraint(constraint);
      if (method.startsWith("!")) {
        mapping.setMethodOmissions(new String[] {method.substring(1)});
      } else if (!method.isEmpty()) {
        mapping.setMethod(method);
      }
      return mapping;
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/* | ''",
        "/ | ''",
        "/*,/api/* GET,/api/* | ''",
        "/*,/api/* GET | the constraints for /api/* leave some methods out",
        "/*,/api/* !POST | the constraints for /api/* leave some methods out",
        "/api/* GET,/* | the constraints for /api/* leave some methods out",
        "/,*.do GET | the constraints for *.do leave some methods out",
        "/*,/api/x POST | the constraints for /api/x leave some methods out",
        "/*,/api/* GET,/api/x PUT"
            + "| the constraints for /api/* leave some methods out;"
            + " the constraints for /api/x leave some methods out",
        "/* GET | the constraints for /* leave some methods out",
        "/* !GET | the constraints for /* leave some methods out",
        "/api/* | the constraints around it leave some of its paths out"
      })
  void constraints(String mappings, String openings) throws Exception {
    List<Mapping> all = Stream.of(mappings.split(",", -1)).map(Mapping::of).toList();
    String definitions = String.join("", all.stream().map(Mapping::definition).toList());

    List<String> found =
        JettyBeans.inspect(
                JettyBeans.server(JettyBeans.guard(definitions, JettyBeans.application())))
            .applications()
            .get(0)
            .openings();

    assertThat(String.join("; ", found)).isEqualTo(openings);
    assertThat(passing(all).isEmpty()).as("whether Jetty is closed").isEqualTo(found.isEmpty());
  }

  /** What somebody without a login gets past Jetty. */
  private static List<String> passing(List<Mapping> mappings) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    HashLoginService nobody = new HashLoginService("nobody");
    nobody.setUserStore(new UserStore());
    ConstraintSecurityHandler handler = new ConstraintSecurityHandler();
    handler.setLoginService(nobody);
    handler.setAuthenticator(new BasicAuthenticator());
    handler.setConstraintMappings(
        mappings.stream().map(Mapping::made).toArray(ConstraintMapping[]::new));
    handler.setHandler(new DefaultHandler());
    server.setHandler(handler);
    server.start();
    try {
      List<String> passing = new ArrayList<>();
      for (String method : METHODS) {
        for (String path : PATHS) {
          if (status(connector.getLocalPort(), method, path) == 404) {
            passing.add(method + " " + path);
          }
        }
      }
      return passing;
    } finally {
      server.stop();
    }
  }

  private static int status(int port, String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
