package io.portcullis.broker.start;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.configuration.ConfiguredPlugins;
import io.portcullis.broker.configuration.GatePlugin;
import io.portcullis.broker.configuration.Omission;
import io.portcullis.broker.platform.AssumedFolders;
import io.portcullis.broker.platform.UnloadedMap;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.Explanation;
import io.portcullis.broker.rights.LdapDirectory;
import io.portcullis.broker.rights.RightsExplainer;
import io.portcullis.broker.send.Administrators;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.RuleIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Explains the rights that an {@code activemq.xml} gives. It starts nothing and asks no directory.
 */
public final class FileExplainer {

  private final BrokerFile file;
  private final Policy policy;
  private final AuthorizationMapView rights;

  private FileExplainer(BrokerFile file, Policy policy, AuthorizationMapView rights) {
    this.file = file;
    this.policy = policy;
    this.rights = rights;
  }

  /**
   * Reads an untrusted file as data.
   *
   * @throws IOException if it cannot be read, has no gate, or has an error in the gate's
   *     configuration; the message says why
   */
  public static FileExplainer asData(Path path) throws IOException {
    try (AssumedFolders folders = AssumedFolders.onlyAround(path)) {
      return of(BrokerFile.readAsData(path, folders.all()).sound());
    }
  }

  /**
   * Loads a trusted file as a start does, so its code runs.
   *
   * @throws IOException if it cannot be read, has no gate, or has an error in the gate's
   *     configuration; the message says why
   */
  public static FileExplainer of(Path path) throws IOException {
    return of(BrokerFile.read(path, Map.of()).sound());
  }

  private static FileExplainer of(BrokerFile file) throws IOException {
    GatePlugin gate =
        file.gate()
            .orElseThrow(() -> new IOException("its broker has no Portcullis among its plugins"));
    try {
      Policy policy = gate.policy();
      boolean enforced =
          ActivePolicy.of(policy, Clock.systemUTC()).enforces(RuleIds.REQUIRE_AUTHORIZATION);
      return new FileExplainer(
          file, policy, ConfiguredPlugins.of(file.service()).rights(policy, enforced));
    } catch (ConfigurationException e) {
      throw new IOException(String.join("; ", e.problems()), e);
    }
  }

  /**
   * Explains a right.
   *
   * @throws IllegalArgumentException if there is no such operation or destination
   * @throws IOException if the login configuration beside the file cannot be read
   */
  public Explanation explain(String user, String operation, String destination) throws IOException {
    Optional<LdapDirectory> directory = LdapDirectory.behind(rights.map());
    if (directory.isPresent()) {
      return new Explanation(
          Explanation.Verdict.UNKNOWN,
          List.of(
              "whether user \"%s\" has the right cannot be told: the map is in a directory, %s,"
                      .formatted(user, directory.get().url())
                  + " which only a running broker asks",
              "needed: explain on the broker's MBean, service=Portcullis"));
    }
    boolean unmade = rights.map() instanceof UnloadedMap;
    if (unmade || unread().anyMatch(Omission::silences)) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "whether user \"%s\" has the right cannot be told without what was not read"
              .formatted(user));
      lines.addAll(unreadLines());
      lines.add("needed: --trust, if the file is from somebody whom you trust");
      return new Explanation(Explanation.Verdict.UNKNOWN, lines);
    }
    Explanation explanation = explained(user, operation, destination);
    List<String> lines = new ArrayList<>(explanation.lines());
    lines.addAll(unreadLines());
    return new Explanation(explanation.verdict(), lines);
  }

  private Explanation explained(String user, String operation, String destination)
      throws IOException {
    return RightsExplainer.ofConfigured(
            file.service(),
            rights,
            file.modules(),
            new Administrators(() -> policy.groups().administrators()))
        .explain(user, operation, destination);
  }

  /** Returns omissions that rights, groups or logins need. */
  private Stream<Omission> unread() {
    return file.leftOut().stream()
        .filter(
            thing ->
                thing.rules().contains(RuleIds.REQUIRE_AUTHORIZATION)
                    || thing.rules().contains(RuleIds.REQUIRE_AUTHENTICATION));
  }

  private List<String> unreadLines() {
    return unread()
        .map(
            thing ->
                "not read: line %d of %s, %s"
                    .formatted(thing.line(), thing.file().getFileName(), thing.what()))
        .toList();
  }
}
