package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.login.LoginFolder;
import java.util.Optional;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.JaasDualAuthenticationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.Test;

class LoginModulesTest {

  @Test
  void pluginsNameTheirConfigurations() {
    JaasAuthenticationPlugin jaas = new JaasAuthenticationPlugin();
    jaas.setConfiguration("one");
    JaasDualAuthenticationPlugin dual = new JaasDualAuthenticationPlugin();
    dual.setConfiguration("passwords");
    dual.setSslConfiguration("certificates");

    assertThat(LoginModules.configurations(jaas)).containsExactly("one");
    assertThat(LoginModules.configurations(dual)).containsExactly("passwords", "certificates");
    assertThat(LoginModules.configurations(new SimpleAuthenticationPlugin())).isEmpty();
  }

  /** A broker that uses none starts with a configuration that cannot be read. */
  @Test
  void aConfigurationIsReadWhenItIsAskedFor() {
    LoginModules modules =
        new LoginModules(
            () -> {
              throw new SecurityException("no such file");
            },
            new LoginFolder(Optional.empty()));

    assertThatThrownBy(() -> modules.modules("activemq")).isInstanceOf(SecurityException.class);
    assertThat(modules.accounts("activemq"))
        .extracting(source -> source.of("bob").orElseThrow())
        .containsExactly(
            new Membership.Untold("login configuration \"activemq\"", "cannot be read"));
  }
}
