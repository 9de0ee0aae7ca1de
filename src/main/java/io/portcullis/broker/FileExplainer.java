package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.login.LoginFolder;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.RequireAuthorization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.Configuration;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;

/** Explains rights as an activemq.xml gives them, with nothing started and no directory asked. */
public final class FileExplainer {

  private final BrokerFile file;
  private final Policy policy;
  private final AskedRights rights;

  private FileExplainer(BrokerFile file, Policy policy, AskedRights rights) {
    this.file = file;
    this.policy = policy;
    this.rights = rights;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, has no gate or has one that is wrongly configured;
   *     the message says why
   */
  public static FileExplainer of(Path path) throws IOException {
    BrokerFile file = BrokerFile.read(path);
    GatePlugin gate =
        file.gate()
            .orElseThrow(() -> new IOException("its broker has no Portcullis among its plugins"));
    try {
      Policy policy = gate.policy();
      return new FileExplainer(file, policy, rights(file, policy));
    } catch (ConfigurationException e) {
      throw new IOException(String.join("; ", e.problems()), e);
    }
  }

  private static AskedRights rights(BrokerFile file, Policy policy) {
    Optional<AuthorizationMap> own =
        file.plugin(AuthorizationPlugin.class).map(AuthorizationPlugin::getMap);
    if (own.isPresent()) {
      return new AskedRights(Source.OPERATOR, own::get);
    }
    DefaultRights map =
        new DefaultRights(
            policy.groups(), BrokerVersion.advisories(), PathSeparators.of(file.service()));
    return new AskedRights(source(file, policy), () -> map);
  }

  private static Source source(BrokerFile file, Policy policy) {
    if (!Enforcer.enforces(policy, new RequireAuthorization())) {
      return Source.NOT_INSTALLED;
    }
    return BrokerInspector.loginsShowGroups(file.service()) ? Source.DEFAULT : Source.UNUSABLE;
  }

  /**
   * Explains a right.
   *
   * @throws IllegalArgumentException if the operation or the destination is none
   * @throws IOException if the login configuration beside the file cannot be read
   */
  public Explanation explain(String user, String operation, String destination) throws IOException {
    Optional<Directory> directory = Directory.behind(rights.map());
    if (directory.isPresent()) {
      return new Explanation(
          Explanation.Verdict.UNKNOWN,
          List.of(
              "whether user \"%s\" has the right cannot be told: the map is in a directory, %s,"
                      .formatted(user, directory.get().url())
                  + " which only a running broker asks",
              "needed: explain on the broker's MBean, service=Portcullis"));
    }
    return new RightsExplainer(
            rights,
            PathSeparators.of(file.service()),
            BrokerAccounts.of(file.service(), modules()),
            policy.groups().administrators())
        .explain(user, operation, destination);
  }

  /** The login.config beside the file, or else the one that this JVM was started with. */
  private LoginModules modules() throws IOException {
    Path folder = file.file().toAbsolutePath().getParent();
    Path beside = folder.resolve("login.config");
    if (!Files.isReadable(beside)) {
      return LoginModules.ofThisJvm();
    }
    try {
      URI uri = beside.toUri();
      Configuration configuration =
          Configuration.getInstance("JavaLoginConfig", new URIParameter(uri));
      return new LoginModules(() -> configuration, new LoginFolder(Optional.of(folder)));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("%s cannot be read: %s".formatted(beside, e.getMessage()), e);
    }
  }
}
