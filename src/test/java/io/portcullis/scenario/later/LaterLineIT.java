package io.portcullis.scenario.later;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RevokingAuthority;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gate in a broker whose TLS is made as 6.4 makes it: the context is abstract, a server is
 * bound with it, no thread has one, and a connector may have its own. The classes stand in for
 * those of that line until it is there.
 */
class LaterLineIT {

  private static final Path SOURCES = Path.of("src/test/standin/activemq-6.4");
  private static final RevokingAuthority AUTHORITY = new RevokingAuthority();

  @TempDir private static Path classes;
  private static Class<?> type;

  @TempDir private Path folder;
  private Object broker;

  @BeforeAll
  static void load() throws Exception {
    type = Class.forName(LaterBroker.class.getName(), true, StandInLoader.of(SOURCES, classes));
  }

  @AfterEach
  void stop() throws Exception {
    if (broker != null) {
      call("stop");
    }
  }

  private Object call(String method, Object... arguments) throws Exception {
    Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {String.class};
    return type.getMethod(method, types).invoke(broker, arguments);
  }

  private int port(String connector) throws Exception {
    return (int) call("port", connector);
  }

  private void make(RevokingAuthority.Issued shared, RevokingAuthority.Issued own)
      throws Exception {
    broker =
        type.getConstructor(Path.class, Path.class, String.class)
            .newInstance(
                shared.store(folder.resolve("shared.p12")),
                own.store(folder.resolve("own.p12")),
                RevokingAuthority.PASSWORD);
  }

  private void start() throws Exception {
    make(AUTHORITY.issue("shared", 0xa), AUTHORITY.issue("own", 0xb));
    call("start");
  }

  private String shown(String connector) throws Exception {
    try (SSLSocket socket = socket(connector)) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSerialNumber()
          .toString(16);
    }
  }

  private SSLSocket socket(String connector) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            AUTHORITY.context().getSocketFactory().createSocket("localhost", port(connector));
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void eachConnectorShowsAndIsJudgedByItsOwnCertificate() throws Exception {
    start();

    assertThat(shown("shared")).isEqualTo("a");
    assertThat(shown("own")).isEqualTo("b");
    assertThat(call("judged", "shared")).isEqualTo(List.of("a"));
    assertThat(call("judged", "own")).isEqualTo(List.of("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "own"})
  void eachConnectorSpeaksTheModernOnesAndNoOthers(String connector) throws Exception {
    start();

    try (SSLSocket modern = socket(connector);
        SSLSocket weak = socket(connector)) {
      modern.setEnabledProtocols(new String[] {"TLSv1.2"});
      modern.startHandshake();
      weak.setEnabledProtocols(new String[] {"TLSv1.2"});
      weak.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
      assertThat(catchThrowable(weak::startHandshake)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "own"})
  void clientsLogIn(String connector) throws Exception {
    start();

    try (OpenWire client =
        OpenWire.certified("ssl://localhost:" + port(connector), AUTHORITY.client(), "admin")) {
      assertThat(client.connection().isStarted()).isTrue();
    }
  }

  @Test
  void aConnectorsOwnCertificateThatHasEndedIsRefused() throws Exception {
    Instant now = Instant.now();
    make(
        AUTHORITY.issue("shared", 0xa),
        AUTHORITY.issue(
            "own",
            0xb,
            RevokingAuthority.ecKeys(),
            now.minus(Duration.ofDays(9)),
            now.minus(Duration.ofDays(1))));

    Throwable thrown = catchThrowable(() -> call("start"));

    assertThat(thrown).isInstanceOf(InvocationTargetException.class);
    assertThat(thrown.getCause())
        .hasMessageContaining("[require-valid-certificate] connector \"own\"")
        .hasMessageContaining("its certificate CN=own ended on ")
        .hasMessageNotContaining("CN=shared");
  }

  @Test
  void aConnectorsOwnKeyStoreIsReadAgainWhenItChanges() throws Exception {
    start();
    AUTHORITY.issue("renewed", 0xc).store(folder.resolve("own.p12"));

    assertThat(call("reload")).isEqualTo(List.of());

    assertThat(shown("own")).isEqualTo("c");
    assertThat(shown("shared")).isEqualTo("a");
    assertThat(call("judged", "own")).isEqualTo(List.of("c"));
  }
}
