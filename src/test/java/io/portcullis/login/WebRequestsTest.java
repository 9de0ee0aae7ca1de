package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.activemq.jaas.JassCredentialCallbackHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jetty 11's own callbacks are met in {@link WebLoginThrottleTest}. */
class WebRequestsTest {

  /** A request as Jetty 12 has it. */
  public interface StaticRequest {
    String remote();

    /** Where it comes from. */
    static String getRemoteAddr(StaticRequest request) {
      return request.remote();
    }
  }

  /** A callback as Jetty 12 has it. */
  public static final class StaticRequestCallback implements Callback {
    private StaticRequest request;

    /** The request. */
    public StaticRequest getRequest() {
      return request;
    }
  }

  /** A callback as no Jetty has it. */
  public static final class StrangeCallback implements Callback {}

  private static CallbackHandler comingFrom(String remote) {
    return callbacks -> {
      for (Callback callback : callbacks) {
        if (!(callback instanceof StaticRequestCallback asked)) {
          throw new UnsupportedCallbackException(callback);
        }
        asked.request = () -> remote;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,           10.0.0.1",
    "::ffff:10.0.0.1,    10.0.0.1",
    "[2001:db8::1],      2001:db8:0:0:0:0:0:1",
    "2001:db8::1,        2001:db8:0:0:0:0:0:1",
    "[fe80::1%eth0],     fe80:0:0:0:0:0:0:1",
    "'',                 0.0.0.0",
    "[],                 0.0.0.0",
    "[,                  0.0.0.0",
    "unknown,            0.0.0.0",
    "a.name.example.com, 0.0.0.0",
    "10.0.0.*,           0.0.0.0",
    "*,                  0.0.0.0",
    "/tmp/jetty.sock,    0.0.0.0",
    ",                   0.0.0.0",
  })
  void whatJettySaysIsReadAndNeverLookedUp(String remote, String address) {
    WebRequests requests = new WebRequests(StaticRequestCallback.class.getName());

    assertThat(requests.address(comingFrom(remote)).orElseThrow().getHostAddress())
        .isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.portcullis.Missing", "[I", "java.lang.String"})
  void withoutJettyNobodyHasARequest(String callback) {
    assertThat(new WebRequests(callback).address(comingFrom("10.0.0.1"))).isEmpty();
  }

  @Test
  void aStrangeCallbackIsNotAsked() {
    assertThat(new WebRequests(StrangeCallback.class.getName()).address(comingFrom("10.0.0.1")))
        .isEmpty();
  }

  @Test
  void otherHandlersHaveNoRequest() {
    CallbackHandler broker = new JassCredentialCallbackHandler("alice", "password");

    assertThat(WebRequests.OF_JETTY.address(broker)).isEqualTo(Optional.empty());
    assertThat(WebRequests.OF_JETTY.address(comingFrom("10.0.0.1"))).isEmpty();
  }
}
