package io.portcullis.gate;

import static io.portcullis.login.LoginFiles.hash;
import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.demo.DevelopmentCertificates;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.login.LoginFiles;
import io.portcullis.login.LoginThrottle;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rules;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.SetClock;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.EmptyBroker;
import org.apache.activemq.jaas.TextFileCertificateLoginModule;
import org.apache.activemq.security.JaasDualAuthenticationBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has a certificate, and any name to claim beside it. */
class LoginGateTest {

  private static final String DN = "CN=Portcullis development authority";

  /** Where an AMQP client without a connection is. */
  private static final InetAddress NOBODY_KNOWS = new InetSocketAddress(0).getAddress();

  @TempDir private Path folder;
  private final SetClock time = new SetClock();
  private final LoginThrottle failures = new LoginThrottle(time);
  private final JaasDualAuthenticationBroker plugin =
      new JaasDualAuthenticationBroker(new EmptyBroker(), "passwords", "certificates");
  private Configuration before;
  private X509Certificate[] certificate;
  private LoginGate gate;

  @BeforeEach
  void logins() throws Exception {
    gate = new LoginGate(enforcer(), failures);
    certificate = new X509Certificate[] {certificate()};
    LoginFiles files = new LoginFiles(folder).users("admin=" + hash()).groups("admins=admin");
    Files.writeString(folder.resolve("certificates"), "mallory=" + DN);
    Files.writeString(folder.resolve("nobodies"), "");
    Map<String, AppConfigurationEntry> entries =
        Map.of(
            "passwords", entry(PasswordLoginModule.class, files.options()),
            "certificates",
                entry(
                    TextFileCertificateLoginModule.class,
                    Map.of(
                        "baseDir",
                        folder.toString(),
                        "org.apache.activemq.jaas.textfiledn.user",
                        "certificates",
                        "org.apache.activemq.jaas.textfiledn.group",
                        "nobodies")));
    before = Configuration.getConfiguration();
    Configuration.setConfiguration(
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {entries.get(name)};
          }
        });
  }

  @AfterEach
  void asBefore() {
    Configuration.setConfiguration(before);
  }

  private static AppConfigurationEntry entry(Class<?> module, Map<String, String> options) {
    return new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, options);
  }

  private Enforcer enforcer() throws Exception {
    Policy policy = Policy.builder().build(Rules.ids());
    return new Enforcer(
        ActivePolicy.of(policy, time),
        new WaiverUse(time),
        new AuditLog(time),
        new Counters(),
        new Senders(time));
  }

  private X509Certificate certificate() throws Exception {
    Path pem = DevelopmentCertificates.in(folder, PASSWORD, PASSWORD).authorityPem();
    try (InputStream in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private boolean isGuessJudged() {
    Throwable refused = catchThrowable(() -> gate.authenticate(plugin, "admin", "guess", null));
    return refused.getMessage().equals("User name [admin] or password is invalid.");
  }

  @Test
  void aCertificateForgivesNobodyWhoseNameIsClaimedBesideIt() {
    int judged = 0;
    for (int i = 0; i < 100; i++) {
      judged += isGuessJudged() ? 1 : 0;
      time.pass(Duration.ofMillis(500));
      assertThat(catchThrowable(() -> gate.authenticate(plugin, "admin", "", certificate)))
          .satisfiesAnyOf(
              refused -> assertThat(refused).isNull(),
              refused -> assertThat(refused).hasMessageContaining("has to wait"));
      time.pass(Duration.ofMillis(500));
    }

    // A quarter of a second, a half, one, two and so on: eight waits are 64 seconds.
    assertThat(judged).isLessThan(10);
  }

  @Test
  void aCertificateForgivesNotEvenItsOwnName() {
    failures.failed(DN, NOBODY_KNOWS);
    time.pass(Duration.ofSeconds(1));

    assertThat(gate.authenticate(plugin, DN, "", certificate).getUserName()).isEqualTo(DN);
    assertThat(failures.all()).hasSize(1);
  }

  @Test
  void aPasswordForgives() {
    assertThat(isGuessJudged()).isTrue();
    time.pass(Duration.ofSeconds(1));

    assertThat(gate.authenticate(plugin, "admin", PASSWORD, null).getUserName()).isEqualTo("admin");
    assertThat(failures.all()).isEmpty();
  }

  /** An earlier login would be refused, whatever its password. */
  @Test
  void theLineOfARefusedLoginNamesTheWait() {
    try (AuditLines audit = AuditLines.capture()) {
      assertThat(isGuessJudged()).isTrue();

      assertThat(audit.lines())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(AuditLines.field(line, "remedy"))
                      .isEqualTo("wait 250 ms, and log in with the right password"));
    }
    time.pass(Duration.ofMillis(250));
    assertThat(gate.authenticate(plugin, "admin", PASSWORD, null).getUserName()).isEqualTo("admin");
  }
}
