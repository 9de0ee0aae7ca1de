package io.portcullis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** A client of AMQP over TLS that is Proton-J's engine and nothing else. */
public final class ProtonClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int LONGEST = 65_536;

  private final Socket socket;
  private final Transport transport = Proton.transport();
  private final Connection connection = Proton.connection();
  private final Session session;
  private Optional<Sender> coordinator = Optional.empty();
  private int deliveries;

  /** Logs a user in. */
  public ProtonClient(int port, String user) throws IOException {
    socket = GatedBroker.clientContext().getSocketFactory().createSocket("localhost", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    transport.sasl().client();
    transport.sasl().plain(user, GatedBroker.PASSWORD);
    transport.bind(connection);
    connection.setContainer("proton");
    connection.setHostname("localhost");
    connection.open();
    session = connection.session();
    session.open();
    await(() -> session.getRemoteState() == EndpointState.ACTIVE);
  }

  /** Starts a transaction, and returns its id. */
  public Binary begin() throws IOException {
    if (coordinator.isEmpty()) {
      Coordinator target = new Coordinator();
      target.setCapabilities(Symbol.valueOf("amqp:local-transactions"));
      Sender sender = session.sender("coordinator");
      sender.setTarget(target);
      coordinator = Optional.of(open(sender));
    }
    return ((Declared) answer(send(coordinator.get(), new AmqpValue(new Declare())))).getTxnId();
  }

  /** Commits a transaction, and returns why it was refused, if it was. */
  public Optional<String> commit(Binary transaction) throws IOException {
    Discharge discharge = new Discharge();
    discharge.setTxnId(transaction);
    discharge.setFail(false);
    return refusal(answer(send(coordinator.orElseThrow(), new AmqpValue(discharge))));
  }

  /** Opens a link to a queue. */
  public Sender sender(String queue) throws IOException {
    Target target = new Target();
    target.setAddress("queue://" + queue);
    Sender sender = session.sender("to " + queue + " " + deliveries);
    sender.setTarget(target);
    return open(sender);
  }

  private Sender open(Sender sender) throws IOException {
    sender.setSource(new Source());
    sender.open();
    await(() -> sender.getCredit() > 0);
    return sender;
  }

  /** Sends bytes and returns why they were refused, if they were. */
  public Optional<String> send(Sender sender, byte[] body, Optional<Binary> transaction)
      throws IOException {
    Delivery delivery = send(sender, new Data(new Binary(body)), transaction);
    return refusal(answer(delivery));
  }

  /** Sends bytes that count as settled, so that nobody answers. */
  public void sendSettled(Sender sender, byte[] body, Optional<Binary> transaction)
      throws IOException {
    send(sender, new Data(new Binary(body)), transaction).settle();
    flush();
  }

  private Delivery send(Sender sender, Section body) {
    return send(sender, body, Optional.empty());
  }

  private Delivery send(Sender sender, Section body, Optional<Binary> transaction) {
    Message message = Proton.message();
    message.setBody(body);
    byte[] encoded = new byte[LONGEST];
    int length = message.encode(encoded, 0, encoded.length);
    Delivery delivery = sender.delivery(new byte[] {(byte) ++deliveries});
    if (transaction.isPresent()) {
      TransactionalState state = new TransactionalState();
      state.setTxnId(transaction.get());
      delivery.disposition(state);
    }
    sender.send(encoded, 0, length);
    sender.advance();
    return delivery;
  }

  private DeliveryState answer(Delivery delivery) throws IOException {
    await(() -> delivery.getRemoteState() != null);
    DeliveryState state = delivery.getRemoteState();
    delivery.settle();
    return state;
  }

  private static Optional<String> refusal(DeliveryState state) {
    Object outcome = state instanceof TransactionalState of ? of.getOutcome() : state;
    return outcome instanceof Rejected rejected
        ? Optional.of(rejected.getError().getDescription())
        : Optional.empty();
  }

  private void await(BooleanSupplier condition) throws IOException {
    flush();
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[LONGEST];
    while (!condition.getAsBoolean()) {
      if (transport.capacity() < 0) {
        throw new IOException(
            "the connection ended: %s, %s"
                .formatted(connection.getRemoteCondition(), transport.getCondition()));
      }
      int read = in.read(bytes, 0, Math.min(bytes.length, transport.capacity()));
      if (read < 0) {
        throw new IOException("the broker ended the connection");
      }
      ByteBuffer tail = transport.tail();
      tail.put(bytes, 0, read);
      transport.process();
      flush();
    }
  }

  private void flush() throws IOException {
    for (int pending = transport.pending(); pending > 0; pending = transport.pending()) {
      byte[] bytes = new byte[pending];
      transport.head().get(bytes);
      socket.getOutputStream().write(bytes);
      transport.pop(pending);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
