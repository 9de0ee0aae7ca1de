package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody removes a destination that is not there. From 6.3.0 on ActiveMQ takes that for done,
 * whoever asks; before, it asks for the right as if it were there.
 */
class AbsentRemovalTest {

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.create()
            .withPlugin(
                new AuthorizationPlugin(
                    Rights.ofOperators()
                        .users("queue://user.>", true, true)
                        .users("topic://user.>", true, true)
                        .map()))
            .started();
    try (OpenWire admin = OpenWire.inVm(broker, "admin")) {
      admin.create("queue://other.in");
      admin.create("topic://other.in");
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "queue://none.in",
    "topic://none.in",
    "temp-queue://ID:none-1:1:1",
    "temp-topic://ID:none-1:1:1",
    "'queue://none.in,topic://none.in'",
  })
  void whatIsNotThereIsRemovedWithoutARight(String destination) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        OpenWire user = OpenWire.inVm(broker, "user")) {
      if (Line.judgesAbsentRemovals() && !destination.startsWith("temp-")) {
        assertThatThrownBy(() -> user.remove(destination))
            .as("as if it were there")
            .hasMessageStartingWith("[require-authorization] user \"user\": ");
        return;
      }
      assertThatCode(() -> user.remove(destination)).doesNotThrowAnyException();
      assertThat(audit.lines()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"queue://other.in", "topic://other.in", "queue://none.in,topic://other.in"})
  void whatIsThereIsRemovedByWhoMay(String destination) throws Exception {
    try (OpenWire user = OpenWire.inVm(broker, "user")) {

      assertThatThrownBy(() -> user.remove(destination))
          .hasMessageStartingWith("[require-authorization] user \"user\": ")
          .hasMessageContaining("does not let it create or remove");
      assertThat(isThere("queue://other.in")).isTrue();
      assertThat(isThere("topic://other.in")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue://user.in", "topic://user.in"})
  void ownDestinationsAreRemoved(String destination) throws Exception {
    try (OpenWire user = OpenWire.inVm(broker, "user")) {
      user.create(destination);

      user.remove(destination);

      assertThat(isThere(destination)).isFalse();
      assertThatCode(() -> user.remove(destination)).as("again").doesNotThrowAnyException();
    }
  }

  private static boolean isThere(String name) throws Exception {
    ActiveMQDestination destination = OpenWire.destination(name);
    return broker
        .getBrokerService()
        .getBroker()
        .getDestinationMap(destination)
        .containsKey(destination);
  }
}
