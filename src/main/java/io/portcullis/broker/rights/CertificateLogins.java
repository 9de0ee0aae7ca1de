package io.portcullis.broker.rights;

import io.portcullis.rule.AuthenticationFacts.CertificateLogin;
import io.portcullis.rule.AuthenticationFacts.CertificateLogin.Handed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.jaas.CertificateLoginModule;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.JaasCertificateAuthenticationPlugin;
import org.apache.activemq.security.JaasDualAuthenticationPlugin;

/**
 * Finds the login configurations that need a client's certificate, and what each plugin hands to
 * them. The sources are {@code JaasCertificateAuthenticationBroker}, {@code
 * JaasDualAuthenticationBroker} and {@code JassCredentialCallbackHandler}.
 */
final class CertificateLogins {

  private static final Set<LoginModuleControlFlag> NEEDED =
      Set.of(LoginModuleControlFlag.REQUIRED, LoginModuleControlFlag.REQUISITE);

  private CertificateLogins() {}

  /** Returns those of a plugin. */
  static List<CertificateLogin> of(BrokerPlugin plugin, LoginModules modules) {
    if (!(plugin instanceof JaasAuthenticationPlugin jaas)) {
      return List.of();
    }
    if (plugin instanceof JaasCertificateAuthenticationPlugin) {
      return List.of(new CertificateLogin(jaas.getConfiguration(), Handed.OF_ALL));
    }
    List<CertificateLogin> found = new ArrayList<>();
    if (needsCertificate(modules, jaas.getConfiguration())) {
      found.add(new CertificateLogin(jaas.getConfiguration(), Handed.NOBODYS));
    }
    if (plugin instanceof JaasDualAuthenticationPlugin dual) {
      found.add(new CertificateLogin(dual.getSslConfiguration(), Handed.OF_TLS_CLIENTS));
    }
    return found;
  }

  /** Tells whether no login succeeds without a certificate. */
  private static boolean needsCertificate(LoginModules modules, String configuration) {
    List<AppConfigurationEntry> entries = AuthenticationInspector.entries(modules, configuration);
    for (AppConfigurationEntry entry : entries) {
      boolean certificate = isOfCertificates(entry.getLoginModuleName());
      if (!certificate && entry.getControlFlag() == LoginModuleControlFlag.SUFFICIENT) {
        return false;
      }
      if (certificate && NEEDED.contains(entry.getControlFlag())) {
        return true;
      }
    }
    return !entries.isEmpty()
        && entries.stream()
            .map(AppConfigurationEntry::getLoginModuleName)
            .allMatch(CertificateLogins::isOfCertificates);
  }

  /** Tells whether a module reads certificates. It runs no code. */
  private static boolean isOfCertificates(String module) {
    ClassLoader loaderOrNull = Thread.currentThread().getContextClassLoader();
    try {
      return CertificateLoginModule.class.isAssignableFrom(
          Class.forName(module, false, loaderOrNull));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
