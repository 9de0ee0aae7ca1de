package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.OpenWire;
import java.util.List;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.openwire.OpenWireFormat;
import org.junit.jupiter.api.Test;

/** Beside ActiveMQ's own way of copying a message. */
class HeadersTest {

  /** What is of the body, or of the message's life and not of the message. */
  private static final String[] NOT_HEADERS = {
    "content", "text", "compressed", "size", "referenceCount", "readOnlyBody", "readOnlyProperties"
  };

  private static ActiveMQTextMessage message() throws Exception {
    ActiveMQTextMessage message = new ActiveMQTextMessage();
    message.setText("text");
    message.setMessageId(new MessageId("ID:1:1:1:1"));
    message.setProducerId(new ProducerId("ID:1:1:1"));
    message.setTransactionId(new LocalTransactionId());
    message.setOriginalTransactionId(new LocalTransactionId());
    message.setDestination(OpenWire.destination("A"));
    message.setOriginalDestination(OpenWire.destination("B"));
    message.setReplyTo(OpenWire.destination("C"));
    message.setJMSDeliveryTime(1);
    message.setExpiration(2);
    message.setTimestamp(3);
    message.setArrival(4);
    message.setBrokerInTime(5);
    message.setBrokerOutTime(6);
    message.setGroupSequence(7);
    message.setRedeliveryCounter(8);
    message.setPriority((byte) 9);
    message.setCorrelationId("correlation");
    message.setType("type");
    message.setGroupID("group");
    message.setUserID("user");
    message.setPersistent(true);
    message.setRecievedByDFBridge(true);
    message.setJMSXGroupFirstForConsumer(true);
    message.setBrokerPath(new BrokerId[] {new BrokerId("broker")});
    message.setProperty("property", List.of("nested"));
    return message;
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    ActiveMQTextMessage message = message();
    ActiveMQTextMessage copy = new ActiveMQTextMessage();

    Headers.copy(message, copy);

    assertThat(copy)
        .usingRecursiveComparison()
        .ignoringFields(NOT_HEADERS)
        .isEqualTo(message.copy());
    assertThat(copy.getText()).isNull();
  }

  @Test
  void propertiesAsTheWireBroughtThemAreKept() throws Exception {
    ActiveMQTextMessage message = message();
    message.setProperty("property", "text");
    message.beforeMarshall(new OpenWireFormat());
    ActiveMQTextMessage copy = new ActiveMQTextMessage();

    Headers.copy(message, copy);

    assertThat(copy.getStringProperty("property")).isEqualTo("text");
  }

  /** ActiveMQ keeps the marshalled form of the last sending, and what is set since then wins. */
  @Test
  void propertiesThatWereChangedAfterASendingAreTheNewOnes() throws Exception {
    ActiveMQTextMessage message = message();
    message.setProperty("property", "old");
    message.beforeMarshall(new OpenWireFormat());
    message.setStringProperty("property", "new");
    ActiveMQTextMessage copy = new ActiveMQTextMessage();

    Headers.copy(message, copy);

    assertThat(copy.getStringProperty("property")).isEqualTo("new");
  }
}
