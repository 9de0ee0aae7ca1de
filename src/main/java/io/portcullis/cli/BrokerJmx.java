package io.portcullis.cli;

import io.portcullis.enforce.TimedCalls;
import java.io.IOException;
import java.rmi.ConnectIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.naming.NamingException;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * A JMX connection to a JVM with brokers. It only reads. A call that is not answered within half a
 * minute fails.
 */
final class BrokerJmx implements AutoCloseable {

  private static final String GATES = "*:type=Broker,brokerName=*,service=Portcullis";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final TimedCalls CALLS = new TimedCalls("asks over JMX");
  private static final int MOST_CAUSES = 10;

  /**
   * The gate of one broker.
   *
   * @param broker the broker's name
   * @param bean the name of the gate's MBean
   */
  record Gate(String broker, ObjectName bean) {}

  private final JMXConnector connector;
  private final MBeanServerConnection server;

  private BrokerJmx(JMXConnector connector, MBeanServerConnection server) {
    this.connector = connector;
    this.server = server;
  }

  /**
   * Connects.
   *
   * @param environment the login, if there is one
   * @throws IOException if it fails; the message says what to do
   */
  static BrokerJmx connect(JMXServiceURL url, Map<String, Object> environment) throws IOException {
    try {
      return CALLS.call(
          url,
          TIMEOUT,
          () -> {
            JMXConnector connector = open(url, environment);
            return new BrokerJmx(connector, connector.getMBeanServerConnection());
          });
    } catch (TimeoutException e) {
      throw new IOException(url + " did not answer within 30 seconds; is it a JMX connector?", e);
    } catch (ExecutionException e) {
      throw new IOException(
          e.getCause() instanceof SecurityException
              ? "%s refuses the login (%s); name a user with --user, and --password-file or a prompt"
                      .formatted(url, reason(e))
                  + " for its password"
              : "%s cannot be reached (%s); is the broker up, and its JMX connector on?"
                  .formatted(url, reason(e)),
          e);
    }
  }

  /**
   * Connects; if the RMI registry does not answer in clear, it is asked over TLS. The operator
   * names the URL.
   */
  @SuppressWarnings("BanJNDI")
  private static JMXConnector open(JMXServiceURL url, Map<String, Object> environment)
      throws IOException {
    try {
      return JMXConnectorFactory.connect(url, environment);
    } catch (IOException e) {
      if (!(e.getCause() instanceof NamingException naming
          && naming.getCause() instanceof ConnectIOException)) {
        throw e;
      }
      Map<String, Object> overTls = new HashMap<>(environment);
      overTls.put("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
      return JMXConnectorFactory.connect(url, overTls);
    }
  }

  /**
   * Returns the gates of this JVM, by the names of their brokers.
   *
   * @throws IOException if they cannot be read, or if there is none
   */
  List<Gate> gates() throws IOException {
    List<Gate> gates = new ArrayList<>();
    for (ObjectName name : call(() -> server.queryNames(new ObjectName(GATES), null))) {
      gates.add(new Gate(name.getKeyProperty("brokerName"), name));
    }
    if (gates.isEmpty()) {
      throw new IOException(
          "no broker there has Portcullis, or it is still starting; put it into activemq.xml"
              + " as the README says under Install");
    }
    gates.sort(Comparator.comparing(Gate::broker));
    return gates;
  }

  /** Reads a text attribute. */
  String text(Gate gate, String attribute) throws IOException {
    return String.valueOf(call(() -> server.getAttribute(gate.bean(), attribute)));
  }

  /** Calls an operation without parameters that returns a text. */
  String invoke(Gate gate, String operation) throws IOException {
    return String.valueOf(
        call(() -> server.invoke(gate.bean(), operation, new Object[0], new String[0])));
  }

  /** Reads a table attribute. */
  List<CompositeData> rows(Gate gate, String attribute) throws IOException {
    if (call(() -> server.getAttribute(gate.bean(), attribute)) instanceof TabularData table) {
      return table.values().stream()
          .filter(CompositeData.class::isInstance)
          .map(CompositeData.class::cast)
          .toList();
    }
    throw new IOException("the MBean's attribute %s is no table".formatted(attribute));
  }

  /** A call over JMX. */
  private interface Call<T> {
    T make() throws IOException, JMException;
  }

  private <T> T call(Call<T> call) throws IOException {
    try {
      return CALLS.call(this, TIMEOUT, call::make);
    } catch (TimeoutException e) {
      throw new IOException("the broker did not answer within 30 seconds; try again", e);
    } catch (ExecutionException e) {
      throw new IOException("the broker could not answer: " + reason(e), e);
    }
  }

  /** Returns the message of the last cause, which is the most concrete one. */
  private static String reason(ExecutionException failed) {
    Throwable last = failed.getCause();
    for (int i = 0; i < MOST_CAUSES && last.getCause() != null; i++) {
      last = last.getCause();
    }
    return last.getMessage() == null || last.getMessage().isBlank()
        ? last.getClass().getSimpleName()
        : last.getMessage().strip();
  }

  @Override
  public void close() {
    try {
      CALLS.call(
          this,
          TIMEOUT,
          () -> {
            connector.close();
            return true;
          });
    } catch (TimeoutException | ExecutionException e) {
      // All is read. The process ends, and the connection with it.
    }
  }
}
