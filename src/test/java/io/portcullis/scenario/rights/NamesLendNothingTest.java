package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.BodyPolicy;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawDestination;
import io.portcullis.testing.RawDestination.Kind;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.Rights;
import io.portcullis.testing.SomeWaivers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client writes commands of its own, with a destination whose kind is one and whose name reads
 * like another. It gains nothing by that, and nobody loses anything.
 */
class NamesLendNothingTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  @ParameterizedTest(name = "a {0} named {1} lends no right on {2}, default map: {3}")
  @CsvSource({
    "TEMPORARY_QUEUE, queue://SECRET.G?x=1, queue://SECRET.G, false",
    "TEMPORARY_QUEUE, queue://SECRET.G?x=1, queue://SECRET.G, true",
    "TEMPORARY_TOPIC, queue://SECRET.G?, queue://SECRET.G, true",
    "TEMPORARY_QUEUE, topic://SECRET.G?x, topic://SECRET.G, false",
    "QUEUE, queue://SECRET.G?x, queue://SECRET.G, false",
    "TEMPORARY_QUEUE, topic://ActiveMQ.Scheduler.Management?x=1,"
        + " topic://ActiveMQ.Scheduler.Management, true",
    "QUEUE, topic://SECRET.G?x, topic://SECRET.G, false",
  })
  void aNameLendsNoRight(Kind kind, String name, String other, boolean defaultMap)
      throws Exception {
    GatedBroker broker = GatedBroker.listening("ssl");
    if (!defaultMap) {
      broker.withPlugin(new AuthorizationPlugin(Rights.ofOperators().map()));
    }
    try (GatedBroker started = broker.started();
        OpenWire admin = OpenWire.connect(started, "admin");
        OpenWire user = OpenWire.connect(started, "user")) {
      admin.create(other);
      RawProducer producer = RawProducer.anonymous(user);

      Throwable unimportant =
          catchThrowable(() -> producer.send(RawDestination.written(kind, name), ENCRYPTED));

      assertThatThrownBy(() -> producer.send(OpenWire.destination(other), ENCRYPTED))
          .as("after %s", unimportant)
          .isInstanceOf(jakarta.jms.JMSSecurityException.class)
          .hasMessageContaining("not authorized to write to: " + other);
    }
  }

  @ParameterizedTest(name = "body {0} for temporary ones")
  @CsvSource({"ANY", "ENCRYPTED"})
  void aNameLendsNoBodyPolicy(String temporary) throws Exception {
    BodyPolicy policy = new BodyPolicy();
    policy.setTemporary("true");
    policy.setBody(temporary);
    boolean loose = temporary.equals("ANY");
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .with(
                    gate ->
                        gate.setBodyPolicies(
                            loose
                                ? List.of(policy)
                                : List.of(policy, Bodies.anyOnQueue("ATTACKED"))))
                .started();
        OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      RawProducer producer = RawProducer.anonymous(user);

      Throwable unimportant =
          catchThrowable(
              () ->
                  producer.send(
                      RawDestination.written(Kind.TEMPORARY_QUEUE, "queue://ATTACKED?x=1"),
                      ENCRYPTED));

      Throwable refused = catchThrowable(() -> admin.send("queue://ATTACKED", PLAINTEXT));
      if (loose) {
        assertThat(refused)
            .as("after %s", unimportant)
            .hasMessageStartingWith("[require-encrypted-body]");
      } else {
        assertThat(refused).isNull();
      }
    }
  }

  @ParameterizedTest(name = "a waiver for {0} is none for the {1} named {2}")
  @CsvSource({
    "queue://X, TEMPORARY_QUEUE, queue://X?x",
    "X, TEMPORARY_QUEUE, X",
    "temp-queue://X, QUEUE, temp-queue://X",
  })
  void aWaiverIsForNoOtherThatIsNamedLikeIts(String waived, Kind kind, String name)
      throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .with(
                    gate ->
                        gate.setWaivers(
                            List.of(SomeWaivers.waiver("require-encrypted-body", waived))))
                .started();
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      RawProducer producer = RawProducer.anonymous(admin);

      assertThatThrownBy(() -> producer.send(RawDestination.written(kind, name), PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body] message to ");
    }
  }
}
