package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.HidingLoader;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An ActiveMQ that is inside not as the gate knows it. */
@Timeout(60)
class UnknownActiveMqTest {

  private static final String AMQ = "org.apache.activemq.";

  @AfterEach
  void know() {
    StartGate.inside = StartGate.class.getClassLoader();
  }

  @ParameterizedTest
  @CsvSource({
    "transport.mqtt.MQTTWireFormat,, require-encrypted-body, MQTTWireFormat",
    "broker.TransportConnector, server, refuse-unvetted-link, TransportConnector.server",
    "broker.region.DurableTopicSubscription, durableDestinations, require-authorization,"
        + " DurableTopicSubscription.durableDestinations"
  })
  void keepsTheBrokerFromStarting(String owner, String memberOrNull, String rule, String thing) {
    StartGate.inside =
        memberOrNull == null
            ? HidingLoader.ofClass(AMQ + owner)
            : HidingLoader.ofMember(AMQ + owner, memberOrNull);
    try (GatedBroker broker = GatedBroker.create()) {
      assertThatThrownBy(broker::start)
          .hasRootCauseInstanceOf(ConfigurationException.class)
          .rootCause()
          .hasMessageContaining(
              "[%s] ActiveMQ %s: %s is not as Portcullis knows it"
                  .formatted(rule, ActiveMQConnectionMetaData.PROVIDER_VERSION, thing));
    }
  }

  @Test
  void isReportedWhereNothingIsRefused() {
    StartGate.inside = HidingLoader.ofClass(AMQ + "transport.mqtt.MQTTWireFormat");
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            GatedBroker.create().with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(audit.lines())
          .anyMatch(
              line ->
                  AuditLines.field(line, "found").contains("MQTTWireFormat is not as")
                      && AuditLines.field(line, "disposition").equals("reported"));
    }
  }
}
