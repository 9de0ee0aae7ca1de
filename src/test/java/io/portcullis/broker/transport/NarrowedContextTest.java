package io.portcullis.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyManagementException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NarrowedContextTest {

  private static final String SUITE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

  private SSLContext whole;
  private NarrowedContext narrowed;

  @BeforeEach
  void narrow() throws Exception {
    whole = SSLContext.getDefault();
    narrowed =
        NarrowedContext.of(
            () -> whole, List.of("TLSv1.2", "TLSv9"), List.of(SUITE, "NO_SUCH_SUITE"));
  }

  @Test
  void whatItDoesNotHaveIsLeftOut() {
    assertThat(narrowed.protocols()).containsExactly("TLSv1.2");
    assertThat(narrowed.suites()).containsExactly(SUITE);
  }

  @Test
  void withNothingLeftThereIsNoContext() {
    assertThatThrownBy(() -> NarrowedContext.of(() -> whole, List.of("TLSv9"), List.of(SUITE)))
        .isInstanceOf(IOException.class)
        .hasMessage("the SSL context of SunJSSE has none of [TLSv9] with [" + SUITE + "]");
  }

  @Test
  void everyWayToAServerIsNarrowed() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var factory = narrowed.getServerSocketFactory();
    try (var bound = (SSLServerSocket) factory.createServerSocket(0, 1, loopback);
        var unbound = (SSLServerSocket) factory.createServerSocket()) {
      for (SSLServerSocket socket : List.of(bound, unbound)) {
        assertThat(socket.getEnabledProtocols()).containsExactly("TLSv1.2");
        assertThat(socket.getEnabledCipherSuites()).containsExactly(SUITE);
      }
    }
    for (SSLEngine engine :
        List.of(narrowed.createSSLEngine(), narrowed.createSSLEngine("localhost", 1))) {
      engine.setUseClientMode(false);
      assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.2");
      assertThat(engine.getEnabledCipherSuites()).containsExactly(SUITE);
    }
    assertThat(narrowed.getDefaultSSLParameters().getCipherSuites()).containsExactly(SUITE);
    assertThat(narrowed.getSupportedSSLParameters().getProtocols()).containsExactly("TLSv1.2");
  }

  @Test
  void itCannotBeGivenOtherKeys() {
    assertThatThrownBy(() -> narrowed.init(null, null, null))
        .isInstanceOf(KeyManagementException.class);
  }
}
