package io.portcullis.testing;

import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.util.ByteSequence;

/** A producer in OpenWire's own commands, which says what ActiveMQ's client would not say. */
public final class RawProducer {

  private static final AtomicLong SESSIONS = new AtomicLong(1_000_000);

  private final OpenWire client;
  private final ProducerInfo info;
  private long sent;

  private RawProducer(OpenWire client, ProducerInfo info) {
    this.client = client;
    this.info = info;
  }

  /** Registers a producer for a destination. */
  public static RawProducer registered(OpenWire client, String destination) throws JMSException {
    SessionInfo session =
        new SessionInfo(client.connection().getConnectionInfo(), SESSIONS.incrementAndGet());
    client.connection().syncSendPacket(session);
    ProducerInfo info = new ProducerInfo(session, 1);
    info.setDestination(OpenWire.destination(destination));
    client.connection().syncSendPacket(info);
    return new RawProducer(client, info);
  }

  /** Registers a producer that names no destination. */
  public static RawProducer anonymous(OpenWire client) throws JMSException {
    SessionInfo session =
        new SessionInfo(client.connection().getConnectionInfo(), SESSIONS.incrementAndGet());
    client.connection().syncSendPacket(session);
    ProducerInfo info = new ProducerInfo(session, 1);
    client.connection().syncSendPacket(info);
    return new RawProducer(client, info);
  }

  /** Sends bytes to a destination, whatever the producer is registered for. */
  public void send(String destination, byte[] body) throws JMSException {
    send(OpenWire.destination(destination), body);
  }

  /** Sends bytes to a destination that is written as it is. */
  public void send(ActiveMQDestination destination, byte[] body) throws JMSException {
    send(destination, null, body);
  }

  /** Sends bytes with a destination for the answer, or null. */
  public void send(ActiveMQDestination destination, ActiveMQDestination replyTo, byte[] body)
      throws JMSException {
    ActiveMQMessage message = new ActiveMQBytesMessage();
    message.setContent(new ByteSequence(body));
    message.setReplyTo(replyTo);
    message.setDestination(destination);
    message.setProducerId(info.getProducerId());
    message.setMessageId(new MessageId(info.getProducerId(), ++sent));
    message.setPersistent(true);
    client.connection().syncSendPacket(message);
  }
}
