package io.portcullis.broker.rights;

import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.rule.AuthenticationFacts;
import io.portcullis.rule.AuthenticationFacts.CertificateLogin;
import io.portcullis.rule.AuthenticationFacts.FailingLogin;
import io.portcullis.rule.KnownLogins;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.JaasAuthenticationPlugin;
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
   * @param webServerKnown whether a web server beside the broker is known, with its logins
   */
  public static AuthenticationFacts authentication(
      BrokerService service, boolean configured, LoginModules modules, boolean webServerKnown) {
    List<String> anonymous = new ArrayList<>();
    Set<FailingLogin> failing = new LinkedHashSet<>();
    Set<CertificateLogin> byCertificate = new LinkedHashSet<>();
    for (BrokerPlugin plugin : Plugins.of(service)) {
      if (plugin instanceof SimpleAuthenticationPlugin simple
          && simple.isAnonymousAccessAllowed()) {
        anonymous.add("simpleAuthenticationPlugin anonymousAccessAllowed=\"true\"");
      }
      for (String name : LoginModules.configurations(plugin)) {
        addGuests(modules, name, anonymous);
        failing(modules, plugin, name).ifPresent(failing::add);
      }
      byCertificate.addAll(CertificateLogins.of(plugin, modules));
    }
    return new AuthenticationFacts(
        configured,
        anonymous,
        List.copyOf(failing),
        List.copyOf(byCertificate),
        KnownUsers.of(service, modules),
        logins(service, modules, webServerKnown),
        !entries(modules, AuthenticationFacts.USUAL_CONFIGURATION).isEmpty());
  }

  private static KnownLogins logins(
      BrokerService service, LoginModules modules, boolean webServerKnown) {
    KnownLoginInspector logins = new KnownLoginInspector(modules);
    Plugins.of(service).forEach(logins::lookAt);
    if (!webServerKnown) {
      logins.lookAtShippedRealm();
    }
    return logins.found();
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

  /** Returns why nobody can log in by a login configuration. One that cannot be read is unknown. */
  private static Optional<FailingLogin> failing(
      LoginModules modules, BrokerPlugin plugin, String name) {
    try {
      Optional<List<AppConfigurationEntry>> entries = modules.modules(name);
      return entries.isEmpty()
          ? Optional.of(new FailingLogin(name, Optional.empty(), usual(modules, plugin)))
          : LoginModules.failing(entries.get())
              .map(
                  module ->
                      new FailingLogin(name, Optional.of(module), LoginModules.similar(module)));
    } catch (SecurityException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Returns the usual configuration, if a plugin that asks for passwords could use it. */
  private static Optional<String> usual(LoginModules modules, BrokerPlugin plugin) {
    String usual = AuthenticationFacts.USUAL_CONFIGURATION;
    return plugin.getClass() == JaasAuthenticationPlugin.class && !entries(modules, usual).isEmpty()
        ? Optional.of(usual)
        : Optional.empty();
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
