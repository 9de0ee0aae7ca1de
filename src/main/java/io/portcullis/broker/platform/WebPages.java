package io.portcullis.broker.platform;

import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.WebConnectorFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says where the web console and the operators' page are, a line for each that is there. It knows
 * only web servers that the Spring context defines.
 */
final class WebPages {

  private static final String CONSOLE = "/admin";
  private static final String INDEX = "webapps/portcullis/index.html";
  private static final List<String> EVERYWHERE = List.of("", "0.0.0.0", "::", "[::]");

  private WebPages() {}

  /** Returns the lines for the web servers of this process. */
  static List<String> of(ManagementFacts management) {
    return of(management, Optional.ofNullable(System.getProperty("activemq.home")).map(Path::of));
  }

  /**
   * Returns the lines.
   *
   * @param home the installation, whose {@code webapps} may have the page
   */
  static List<String> of(ManagementFacts management, Optional<Path> home) {
    if (management.connectors().isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (management.applications().stream().anyMatch(found -> found.path().equals(CONSOLE))) {
      lines.add("The web console will be at " + addresses(management, CONSOLE));
    }
    if (home.filter(folder -> Files.exists(folder.resolve(INDEX))).isPresent()) {
      lines.add("The operators' page will be at " + addresses(management, "/portcullis"));
    }
    return lines;
  }

  private static String addresses(ManagementFacts management, String path) {
    return management.connectors().stream()
        .map(connector -> address(connector) + path + "/")
        .collect(Collectors.joining(", "));
  }

  /** Returns an address for a browser on this host. */
  private static String address(WebConnectorFacts connector) {
    String host = EVERYWHERE.contains(connector.host()) ? "localhost" : connector.host();
    return "%s://%s:%s".formatted(connector.tls() ? "https" : "http", host, connector.port());
  }
}
