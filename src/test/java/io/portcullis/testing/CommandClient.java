package io.portcullis.testing;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DataArrayResponse;
import org.apache.activemq.command.DataStructure;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.ExceptionResponse;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageDispatch;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.transport.DefaultTransportListener;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFactory;
import org.apache.activemq.util.ByteSequence;

/**
 * A client in OpenWire's own commands, inside the broker's JVM, which chooses its connection id and
 * says what ActiveMQ's client would not say.
 */
public final class CommandClient implements AutoCloseable {

  private static final long TIMEOUT_MILLIS = 30_000;
  private static final long NOTHING_MILLIS = 300;

  private final BlockingQueue<MessageDispatch> received = new LinkedBlockingQueue<>();
  private final ConnectionInfo connection = new ConnectionInfo();
  private final Transport transport;
  private final SessionInfo session;
  private final ProducerInfo producer;
  private long consumers;
  private long sent;

  private CommandClient(Transport transport, String connectionId, String user, boolean bridge)
      throws Exception {
    this.transport = transport;
    transport.setTransportListener(
        new DefaultTransportListener() {
          @Override
          public void onCommand(Object command) {
            if (command instanceof MessageDispatch dispatch && dispatch.getMessage() != null) {
              received.add(dispatch);
            }
          }
        });
    transport.start();
    connection.setConnectionId(new ConnectionId(connectionId));
    connection.setClientId("client of " + connectionId);
    connection.setUserName(user);
    connection.setPassword(GatedBroker.PASSWORD);
    if (bridge) {
      BrokerInfo peer = new BrokerInfo();
      peer.setBrokerId(new BrokerId(connectionId));
      peer.setBrokerName("peer");
      peer.setNetworkConnection(true);
      transport.oneway(peer);
    }
    ask(connection);
    session = new SessionInfo(connection, 1);
    ask(session);
    producer = new ProducerInfo(session, 1);
    ask(producer);
  }

  /** Logs a user in, as a connection that is called so. */
  public static CommandClient connect(GatedBroker broker, String connectionId, String user)
      throws Exception {
    return connect(broker, connectionId, user, false);
  }

  /** The same, as one that says that it is a bridge. */
  public static CommandClient bridge(GatedBroker broker, String connectionId, String user)
      throws Exception {
    return connect(broker, connectionId, user, true);
  }

  private static CommandClient connect(
      GatedBroker broker, String connectionId, String user, boolean bridge) throws Exception {
    URI uri = new URI("vm://%s?create=false&marshal=true".formatted(broker.getBrokerName()));
    Transport transport = TransportFactory.connect(uri);
    try {
      return new CommandClient(transport, connectionId, user, bridge);
    } catch (Exception e) {
      transport.stop();
      throw e;
    }
  }

  /**
   * Says something and waits for the answer.
   *
   * @throws Exception the answer, if it is one
   */
  public Response ask(Command command) throws Exception {
    Response response = (Response) transport.request(command, (int) TIMEOUT_MILLIS);
    if (response instanceof ExceptionResponse refused) {
      if (refused.getException() instanceof Exception exception) {
        throw exception;
      }
      throw new IOException(refused.getException());
    }
    return response;
  }

  /** Makes a destination. */
  public void create(ActiveMQDestination destination) throws Exception {
    ask(
        new DestinationInfo(
            connection.getConnectionId(), DestinationInfo.ADD_OPERATION_TYPE, destination));
  }

  /** Removes a destination. */
  public void remove(ActiveMQDestination destination) throws Exception {
    ask(
        new DestinationInfo(
            connection.getConnectionId(), DestinationInfo.REMOVE_OPERATION_TYPE, destination));
  }

  /** Reads from a destination, or looks through it. */
  public ConsumerInfo consume(ActiveMQDestination destination, boolean browser) throws Exception {
    ConsumerInfo consumer = new ConsumerInfo(session, ++consumers);
    consumer.setDestination(destination);
    consumer.setPrefetchSize(10);
    consumer.setBrowser(browser);
    ask(consumer);
    return consumer;
  }

  /** Sends bytes, in a transaction unless that is null. */
  public void send(ActiveMQDestination destination, byte[] body, TransactionId transactionOrNull)
      throws Exception {
    ask(message(destination, body, transactionOrNull));
  }

  /** The same without waiting for an answer, as clients do inside a transaction. */
  public void tell(ActiveMQDestination destination, byte[] body, TransactionId transactionOrNull)
      throws Exception {
    transport.oneway(message(destination, body, transactionOrNull));
  }

  private ActiveMQMessage message(
      ActiveMQDestination destination, byte[] body, TransactionId transactionOrNull) {
    ActiveMQMessage message = new ActiveMQBytesMessage();
    message.setContent(new ByteSequence(body));
    message.setDestination(destination);
    message.setProducerId(producer.getProducerId());
    message.setMessageId(new MessageId(producer.getProducerId(), ++sent));
    message.setPersistent(true);
    message.setTransactionId(transactionOrNull);
    return message;
  }

  /** Acknowledges a message, in a transaction unless that is null. */
  public void acknowledge(MessageDispatch dispatch, TransactionId transactionOrNull)
      throws Exception {
    MessageAck ack = new MessageAck(dispatch, MessageAck.STANDARD_ACK_TYPE, 1);
    ack.setTransactionId(transactionOrNull);
    ask(ack);
  }

  /** Does something with a transaction: one of the types of {@link TransactionInfo}. */
  public Response transact(TransactionId transaction, byte type) throws Exception {
    return ask(new TransactionInfo(connection.getConnectionId(), transaction, type));
  }

  /** The prepared transactions that are shown. */
  public DataStructure[] recover() throws Exception {
    return ((DataArrayResponse) transact(null, TransactionInfo.RECOVER)).getData();
  }

  /** The next message. */
  public MessageDispatch next() throws Exception {
    MessageDispatch dispatch = received.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    if (dispatch == null) {
      throw new IOException("nothing arrived");
    }
    return dispatch;
  }

  /** Whether nothing arrives. */
  public boolean isSilent() throws InterruptedException {
    return received.poll(NOTHING_MILLIS, TimeUnit.MILLISECONDS) == null;
  }

  /** Ends as if the line were cut. */
  public void cut() throws IOException {
    try {
      transport.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    cut();
  }
}
