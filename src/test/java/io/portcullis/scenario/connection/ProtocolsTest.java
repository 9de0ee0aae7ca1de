package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Schemes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same story on all six protocols, told by real clients over TLS. */
class ProtocolsTest {

  private static final long SOON_MILLIS = 10_000;
  private static final long NOT_AT_ALL_MILLIS = 300;
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(everyByte());

  @AutoClose private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening(Schemes.PROTOCOLS).started();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anEncryptedBodyArrivesByteForByteAndAPlaintextBodyIsRefused(Way way) throws Exception {
    String topic = "STORY-" + way;
    try (ProtocolClient receiver = ProtocolClient.connect(way, broker, "admin");
        ProtocolClient sender = ProtocolClient.connect(way, broker, "admin")) {
      receiver.subscribe(topic);

      sender.send(topic, ENCRYPTED);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(ENCRYPTED);

      Throwable refusal = catchThrowable(() -> sender.send(topic, PLAINTEXT));
      assertThat(refusal).isInstanceOf(Refused.class);
      assertThatTheClientWasToldAs(way, refusal.getMessage(), sender);
      assertThat(receiver.receive(NOT_AT_ALL_MILLIS)).isEmpty();

      try (ProtocolClient next = ProtocolClient.connect(way, broker, "admin")) {
        (way.isMqtt() ? next : sender).send(topic, ENCRYPTED);
        assertThat(receiver.receive(SOON_MILLIS)).hasValue(ENCRYPTED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatTheAuthorizationMapRefusesIsRefusedAsHonestly(Way way) throws Exception {
    String topic = "RIGHTS-" + way;
    try (ProtocolClient receiver = ProtocolClient.connect(way, broker, "admin");
        ProtocolClient user = ProtocolClient.connect(way, broker, "user")) {
      receiver.subscribe(topic);

      Throwable refusal = catchThrowable(() -> user.send(topic, ENCRYPTED));

      assertThat(refusal).isInstanceOf(Refused.class);
      if (way.isMqtt()) {
        await().until(() -> !user.isOpen());
      } else {
        assertThat(refusal.getMessage()).contains("not authorized to write to");
      }
      assertThat(receiver.receive(NOT_AT_ALL_MILLIS)).isEmpty();
    }
  }

  private static void assertThatTheClientWasToldAs(Way way, String answer, ProtocolClient sender) {
    if (way.isMqtt()) {
      await().until(() -> !sender.isOpen());
      return;
    }
    assertThat(answer)
        .contains("[require-encrypted-body] message to topic://STORY-" + way)
        .doesNotContain("account")
        .doesNotContain("\tat ");
    if (way.isStomp()) {
      assertThat(answer).startsWith("ERROR ").contains("receipt-id");
    }
    if (way == Way.AMQP) {
      assertThat(answer).contains("amqp:unauthorized-access");
    }
    assertThat(sender.isOpen()).isTrue();
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
