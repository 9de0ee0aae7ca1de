package io.portcullis.broker.rights;

import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.UnloadedPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/** Finds where a broker's users and groups come from, by the configuration of its plugins. */
final class BrokerAccounts {

  private BrokerAccounts() {}

  static List<AccountSource> of(BrokerService service, LoginModules modules) {
    List<AccountSource> accounts = new ArrayList<>();
    for (BrokerPlugin plugin : Plugins.of(service)) {
      if (plugin instanceof SimpleAuthenticationPlugin simple) {
        accounts.add(new SimpleAccounts(simple));
      }
      LoginModules.configurations(plugin).forEach(name -> accounts.addAll(modules.accounts(name)));
      if (UnloadedPlugin.typeOf(plugin).equals(AuthenticationInspector.SHIRO)) {
        accounts.add(
            user ->
                Optional.of(
                    new Membership.Untold(
                        AuthenticationInspector.SHIRO, "shows nobody a user's groups")));
      }
    }
    return accounts;
  }
}
