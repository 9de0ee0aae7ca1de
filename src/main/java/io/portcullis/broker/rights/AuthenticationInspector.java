package io.portcullis.broker.rights;

import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.rule.AuthenticationFacts;
import io.portcullis.rule.KnownLogins;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.SimpleAuthenticationPlugin;

/** Finds out how clients log in. */
public final class AuthenticationInspector {

  public static final String SHIRO = "org.apache.activemq.shiro.ShiroPlugin";
  private static final String GUEST_MODULE = "GuestLoginModule";

  private AuthenticationInspector() {}

  /**
   * Returns the facts of a broker.
   *
   * @param configured whether a plugin requires clients to log in
   * @param modules the login modules that it may use
   */
  public static AuthenticationFacts authentication(
      BrokerService service, boolean configured, LoginModules modules) {
    List<String> anonymous = new ArrayList<>();
    for (BrokerPlugin plugin : Plugins.of(service)) {
      if (plugin instanceof SimpleAuthenticationPlugin simple
          && simple.isAnonymousAccessAllowed()) {
        anonymous.add("simpleAuthenticationPlugin anonymousAccessAllowed=\"true\"");
      }
      LoginModules.configurations(plugin).forEach(name -> addGuests(modules, name, anonymous));
    }
    return new AuthenticationFacts(configured, anonymous, logins(service, modules));
  }

  private static KnownLogins logins(BrokerService service, LoginModules modules) {
    KnownLoginInspector logins = new KnownLoginInspector(modules);
    Plugins.of(service).forEach(logins::lookAt);
    shippedRealm().ifPresent(logins::lookAtRealm);
    return logins.found();
  }

  /** Returns the console's file of users where ActiveMQ before 6 has it, if it exists. */
  private static Optional<Path> shippedRealm() {
    return Optional.ofNullable(System.getProperty("activemq.conf"))
        .map(folder -> Path.of(folder, "jetty-realm.properties"))
        .filter(Files::exists);
  }

  /** Tells whether logins show groups. Shiro's do not: its security contexts throw instead. */
  public static boolean loginsShowGroups(BrokerService service) {
    return Plugins.of(service).stream()
        .noneMatch(plugin -> UnloadedPlugin.typeOf(plugin).equals(SHIRO));
  }

  private static void addGuests(LoginModules modules, String name, List<String> anonymous) {
    for (AppConfigurationEntry entry : entries(modules, name)) {
      if (entry.getLoginModuleName().endsWith(GUEST_MODULE)) {
        anonymous.add(
            "%s in login configuration \"%s\"".formatted(entry.getLoginModuleName(), name));
      }
    }
  }

  /**
   * Returns the modules of a login configuration; empty if there is none, and then nobody can log
   * in.
   */
  public static List<AppConfigurationEntry> entries(LoginModules modules, String name) {
    try {
      return modules.modules(name).orElse(List.of());
    } catch (SecurityException | UncheckedIOException e) {
      return List.of();
    }
  }
}
