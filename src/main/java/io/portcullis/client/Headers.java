package io.portcullis.client;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.util.Map;
import org.apache.activemq.ActiveMQMessageTransformation;
import org.apache.activemq.command.ActiveMQMessage;

/** Copies everything of a message but its body. */
final class Headers {

  private Headers() {}

  /** Gives a message the headers and properties of another. */
  static void copy(Message from, ActiveMQMessage to) throws JMSException {
    if (!(from instanceof ActiveMQMessage own)) {
      ActiveMQMessageTransformation.copyProperties(from, to);
      return;
    }
    // What org.apache.activemq.command.Message.copy has, which only messages of one class can call.
    to.setProducerId(own.getProducerId());
    to.setTransactionId(own.getTransactionId());
    to.setDestination(own.getDestination());
    to.setMessageId(own.getMessageId() == null ? null : own.getMessageId().copy());
    to.setOriginalDestination(own.getOriginalDestination());
    to.setOriginalTransactionId(own.getOriginalTransactionId());
    to.setJMSDeliveryTime(own.getJMSDeliveryTime());
    to.setExpiration(own.getExpiration());
    to.setTimestamp(own.getTimestamp());
    to.setCorrelationId(own.getCorrelationId());
    to.setReplyTo(own.getReplyTo());
    to.setPersistent(own.isPersistent());
    to.setRedeliveryCounter(own.getRedeliveryCounter());
    to.setType(own.getType());
    to.setPriority(own.getPriority());
    to.setGroupID(own.getGroupID());
    to.setGroupSequence(own.getGroupSequence());
    to.setUserID(own.getUserID());
    to.setDataStructure(own.getDataStructure());
    to.setRecievedByDFBridge(own.isRecievedByDFBridge());
    to.setArrival(own.getArrival());
    to.setConnection(own.getConnection());
    to.setBrokerInTime(own.getBrokerInTime());
    to.setBrokerOutTime(own.getBrokerOutTime());
    to.setBrokerPath(own.getBrokerPath());
    to.setJMSXGroupFirstForConsumer(own.isJMSXGroupFirstForConsumer());
    copyProperties(own, to);
  }

  /** Properties that the wire brought and nobody looked at yet stay as they are. */
  private static void copyProperties(ActiveMQMessage from, ActiveMQMessage to) throws JMSException {
    try {
      if (from.getMarshalledProperties() != null) {
        to.setMarshalledProperties(from.getMarshalledProperties());
        return;
      }
      for (Map.Entry<String, Object> property : from.getProperties().entrySet()) {
        to.setProperty(property.getKey(), property.getValue());
      }
    } catch (IOException e) {
      throw new JMSException("the properties of the message cannot be read: " + e.getMessage());
    }
  }

  /** Tells the application's message what JMS promises that it says after it was sent. */
  static void tell(ActiveMQMessage sent, Message original) throws JMSException {
    original.setJMSDestination(sent.getJMSDestination());
    original.setJMSDeliveryMode(sent.getJMSDeliveryMode());
    original.setJMSExpiration(sent.getJMSExpiration());
    original.setJMSPriority(sent.getJMSPriority());
    original.setJMSTimestamp(sent.getJMSTimestamp());
    original.setJMSRedelivered(false);
    original.setJMSMessageID(sent.getJMSMessageID());
    if (original instanceof ActiveMQMessage own) {
      own.setMessageId(sent.getMessageId().copy());
      own.setJMSDeliveryTime(sent.getJMSDeliveryTime());
    }
  }
}
