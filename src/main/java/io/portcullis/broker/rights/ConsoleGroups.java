package io.portcullis.broker.rights;

import io.portcullis.broker.platform.Plugins;
import io.portcullis.login.AccountFiles;
import io.portcullis.login.LoginFolder;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.policy.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;

/**
 * Checks that the gate and its login module use the same system group. Each has a setting of its
 * own, because the module also serves Jetty and brokers without the gate.
 */
public final class ConsoleGroups {

  private ConsoleGroups() {}

  /**
   * Finds logins whose {@code consoleAccess} gives users another group than the gate's.
   *
   * @return a line for each, in words
   */
  public static List<String> othersThan(String systemGroup, BrokerService service) {
    LoginModules modules = LoginModules.ofThisJvm();
    List<String> others = new ArrayList<>();
    for (BrokerPlugin plugin : Plugins.of(service)) {
      for (String configuration : LoginModules.configurations(plugin)) {
        for (AppConfigurationEntry entry :
            AuthenticationInspector.entries(modules, configuration)) {
          consoleGroup(entry, modules.folder())
              .filter(group -> !group.equals(systemGroup))
              .ifPresent(group -> others.add(line(configuration, group, systemGroup)));
        }
      }
    }
    return others;
  }

  private static Optional<String> consoleGroup(AppConfigurationEntry entry, LoginFolder folder) {
    if (!entry.getLoginModuleName().equals(PasswordLoginModule.class.getName())) {
      return Optional.empty();
    }
    try {
      return Optional.of(AccountFiles.of(entry.getOptions(), folder).systemGroup());
    } catch (ConfigurationException e) {
      return Optional.empty();
    }
  }

  private static String line(String configuration, String group, String systemGroup) {
    return ("login configuration \"%s\": users marked with consoleAccess are put into group \"%s\", and"
            + " Portcullis' systemGroup is \"%s\"; set the module's option systemGroup to the same")
        .formatted(configuration, group, systemGroup);
  }
}
