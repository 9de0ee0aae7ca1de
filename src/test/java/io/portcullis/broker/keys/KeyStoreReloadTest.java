package io.portcullis.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.platform.FileContents;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.IndependentSteps.TurnFailedException;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rules;
import io.portcullis.testing.RevokingAuthority;
import io.portcullis.testing.SetClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.Connector;
import org.apache.activemq.spring.SpringSslContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreReloadTest {

  private static final RevokingAuthority AUTHORITY = new RevokingAuthority();

  private final SetClock clock = new SetClock();
  private final LiveLogins present = new LiveLogins();

  @TempDir private Path folder;
  private Path keys;
  private KeyStoreReload reload;
  private int runs;
  private int failures;

  @BeforeEach
  void start() throws Exception {
    keys = AUTHORITY.issue("first", 0x11).store(folder.resolve("broker.p12"));
    SpringSslContext context = new SpringSslContext();
    context.setKeyStore(keys.toUri().toString());
    context.setKeyStoreType("PKCS12");
    context.setKeyStorePassword(RevokingAuthority.PASSWORD);
    context.setTrustStore(AUTHORITY.trust(folder.resolve("trust.p12")).toUri().toString());
    context.setTrustStoreType("PKCS12");
    context.setTrustStorePassword(RevokingAuthority.PASSWORD);
    context.setCrlPath(AUTHORITY.revoke(folder.resolve("revoked.crl")).toUri().toString());
    context.afterPropertiesSet();
    BrokerService service = new BrokerService();
    service.setSslContext(context);
    reload =
        new KeyStoreReload(
            service,
            new Enforcer(
                ActivePolicy.of(Policy.builder().build(Rules.ids()), clock),
                new WaiverUse(clock),
                new AuditLog(clock),
                new Counters(),
                new Senders(clock)),
            present,
            new FileContents(Map.of()),
            this::afterwards,
            clock);
  }

  private void afterwards() {
    runs++;
    if (failures-- > 0) {
      throw new IllegalStateException("on purpose");
    }
  }

  private void change() throws Exception {
    AUTHORITY.issue("second", 0x22).store(keys);
  }

  @Test
  void whatFailedAfterAChangeIsDoneOnTheNextLookAndOnlyOnce() throws Exception {
    change();
    failures = 2;

    assertThatThrownBy(reload::take).isInstanceOf(TurnFailedException.class);
    assertThatThrownBy(reload::take).isInstanceOf(TurnFailedException.class);
    assertThat(reload.take()).isTrue();
    assertThat(reload.take()).isTrue();

    assertThat(runs).isEqualTo(3);
  }

  /** A login that fails whoever asks for its connector, once. */
  private static final class FailingLogin extends ConnectionContext {
    private int asked;

    @Override
    public Connector getConnector() {
      if (asked++ == 0) {
        throw new IllegalStateException("on purpose");
      }
      return super.getConnector();
    }
  }

  @Test
  void connectionsAreLookedAtAgainIfThatFailedAndNothingElseIsRepeated() throws Exception {
    FailingLogin login = new FailingLogin();
    present.add(login);
    change();

    assertThatThrownBy(reload::take).isInstanceOf(TurnFailedException.class);
    assertThat(reload.take()).isTrue();
    assertThat(reload.take()).isTrue();

    assertThat(login.asked).isEqualTo(2);
    assertThat(runs).isOne();
  }

  @Test
  void datesAreCheckedByTheClock() throws Exception {
    byte[] before = Files.readAllBytes(keys);
    change();
    clock.pass(Duration.ofDays(400));
    assertThat(reload.take()).isFalse();
    assertThat(reload.waiting()).singleElement().asString().startsWith(keys.toString());

    clock.set(Instant.now());
    assertThat(reload.take()).isTrue();
    assertThat(Files.readAllBytes(keys)).isNotEqualTo(before);
  }
}
