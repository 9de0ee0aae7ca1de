package io.portcullis.throughput;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.util.ArrayList;
import java.util.List;

/** Connections that sent one message each, all to the same queue, and no more. */
final class IdleConnections implements AutoCloseable {

  private static final String QUEUE = "LOAD.IDLE";
  private static final byte[] BODY = Ciphertexts.encrypt(new byte[1024]);

  private final List<OpenWire> clients = new ArrayList<>();

  private IdleConnections() {}

  /** Opens them; what they send is taken. */
  static IdleConnections open(String uri, int number) throws Exception {
    IdleConnections opened = new IdleConnections();
    if (number > 0) {
      try (OpenWire receiver = connect(uri)) {
        MessageConsumer consumer = receiver.consumer(QUEUE);
        for (int i = 0; i < number; i++) {
          OpenWire client = connect(uri);
          opened.clients.add(client);
          client.send(QUEUE, BODY);
          OpenWire.receive(consumer);
        }
      }
    }
    return opened;
  }

  private static OpenWire connect(String uri) throws Exception {
    return OpenWire.connect(uri, "user", GatedBroker.PASSWORD);
  }

  @Override
  public void close() throws JMSException {
    for (OpenWire client : clients) {
      client.close();
    }
  }
}
