package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.broker.rights.AuthenticationInspector;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.DefaultRights;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/**
 * The effects of a broker's plugins, as far as they are known before installation. ActiveMQ's own
 * plugins are known. Of others only their presence is known.
 *
 * @param service the broker
 * @param all its plugins
 */
public record ConfiguredPlugins(BrokerService service, List<BrokerPlugin> all) {

  private static final Set<Class<?>> LOGINS =
      Set.of(SimpleAuthenticationPlugin.class, JaasAuthenticationPlugin.class);

  private static final String ACTIVEMQ = "org.apache.activemq.";

  public static ConfiguredPlugins of(BrokerService service) {
    return new ConfiguredPlugins(service, Plugins.of(service));
  }

  /** Returns the first of a kind. */
  <P> Optional<P> first(Class<P> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Returns the last of a kind, which acts before the others. */
  private <P> Optional<P> last(Class<P> type) {
    return all.stream().filter(type::isInstance).map(type::cast).reduce((one, next) -> next);
  }

  /** Tells whether one of them may require clients to log in. */
  public boolean mayAskForLogins() {
    return all.stream().anyMatch(plugin -> asksForLogins(plugin) || isUnknown(plugin));
  }

  private static boolean asksForLogins(BrokerPlugin plugin) {
    return LOGINS.stream().anyMatch(type -> type.isInstance(plugin))
        || UnloadedPlugin.typeOf(plugin).equals(AuthenticationInspector.SHIRO);
  }

  private static boolean isUnknown(BrokerPlugin plugin) {
    return !(plugin instanceof GatePlugin) && !UnloadedPlugin.typeOf(plugin).startsWith(ACTIVEMQ);
  }

  /** Returns those whose effects are unknown before installation. */
  public List<String> unknown() {
    return all.stream()
        .filter(ConfiguredPlugins::isUnknown)
        .filter(plugin -> !(plugin instanceof UnloadedPlugin))
        .map(
            plugin ->
                "what plugin %s does, before it is installed"
                    .formatted(UnloadedPlugin.typeOf(plugin)))
        .toList();
  }

  /**
   * Returns the rights that they give.
   *
   * @param enforced whether users need rights, so that there is always a map
   */
  public AuthorizationMapView rights(Policy policy, boolean enforced) {
    Optional<AuthorizationMap> own =
        last(AuthorizationPlugin.class).map(AuthorizationPlugin::getMap);
    if (own.isPresent()) {
      return new AuthorizationMapView(Source.OPERATOR, own::get);
    }
    DefaultRights map =
        new DefaultRights(policy.groups(), BrokerVersion.advisories(), PathSeparators.of(service));
    return new AuthorizationMapView(source(enforced), () -> map);
  }

  private Source source(boolean enforced) {
    if (!enforced) {
      return Source.NOT_INSTALLED;
    }
    return AuthenticationInspector.loginsShowGroups(service) ? Source.DEFAULT : Source.UNUSABLE;
  }
}
