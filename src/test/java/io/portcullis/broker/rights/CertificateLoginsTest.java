package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.login.LoginFolder;
import io.portcullis.rule.AuthenticationFacts.CertificateLogin;
import io.portcullis.rule.AuthenticationFacts.CertificateLogin.Handed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.apache.activemq.jaas.TextFileCertificateLoginModule;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.JaasCertificateAuthenticationPlugin;
import org.apache.activemq.security.JaasDualAuthenticationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which logins need a certificate, and whether their plugin hands one on. */
class CertificateLoginsTest {

  private static final String CERTIFICATE = TextFileCertificateLoginModule.class.getName();
  private static final String PASSWORD = PropertiesLoginModule.class.getName();

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "certificate required                      | true",
        "certificate optional                      | true",
        "certificate sufficient                    | true",
        "password sufficient,certificate required  | false",
        "password optional,certificate requisite   | true",
        "password required,certificate optional    | false",
        "certificate sufficient,password required  | false",
        "certificate optional,certificate optional | true",
        "password required                         | false",
      })
  void aPluginForPasswordsHandsOnNone(String modules, boolean needed) {
    JaasAuthenticationPlugin plugin = new JaasAuthenticationPlugin();
    plugin.setConfiguration("c");

    assertThat(CertificateLogins.of(plugin, modules(modules)))
        .isEqualTo(needed ? List.of(new CertificateLogin("c", Handed.NOBODYS)) : List.of());
  }

  @Test
  void pluginsForCertificatesHandThemOn() {
    JaasCertificateAuthenticationPlugin certificates = new JaasCertificateAuthenticationPlugin();
    certificates.setConfiguration("c");
    JaasDualAuthenticationPlugin dual = new JaasDualAuthenticationPlugin();
    dual.setConfiguration("p");
    dual.setSslConfiguration("s");

    assertThat(CertificateLogins.of(certificates, modules("password required")))
        .containsExactly(new CertificateLogin("c", Handed.OF_ALL));
    assertThat(CertificateLogins.of(dual, modules("password required")))
        .containsExactly(new CertificateLogin("s", Handed.OF_TLS_CLIENTS));
    assertThat(CertificateLogins.of(new SimpleAuthenticationPlugin(), modules(""))).isEmpty();
  }

  private static LoginModules modules(String words) {
    List<AppConfigurationEntry> entries = new ArrayList<>();
    for (String module : words.split(",", -1)) {
      String[] parts = module.split(" ", -1);
      if (parts.length == 2) {
        entries.add(
            new AppConfigurationEntry(
                parts[0].equals("certificate") ? CERTIFICATE : PASSWORD, flag(parts[1]), Map.of()));
      }
    }
    Configuration configuration =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return entries.toArray(AppConfigurationEntry[]::new);
          }
        };
    return new LoginModules(() -> configuration, new LoginFolder(Optional.empty()));
  }

  private static LoginModuleControlFlag flag(String word) {
    return switch (word) {
      case "required" -> LoginModuleControlFlag.REQUIRED;
      case "requisite" -> LoginModuleControlFlag.REQUISITE;
      case "sufficient" -> LoginModuleControlFlag.SUFFICIENT;
      default -> LoginModuleControlFlag.OPTIONAL;
    };
  }
}
