package io.portcullis.broker.jmx;

import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.rule.ConnectionFacts;
import io.portcullis.rule.ConnectionFacts.Carrier;
import io.portcullis.rule.SessionFacts;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.openmbean.TabularData;
import org.apache.activemq.broker.ConnectionContext;

/**
 * The table in JMX of how connections are secured. It shows counts, since the number of connections
 * has no bound.
 */
final class ConnectionsTable {

  /** A row: what the connections that it counts have in common. */
  private record Kind(
      String connector, String protocol, String carrier, String tls, String cipherSuite) {}

  private static final SessionFacts UNSEEN = new SessionFacts("", "");

  private static final Table<Map.Entry<Kind, Long>> TABLE =
      Table.<Map.Entry<Kind, Long>>named("Connections", "Connection")
          .key("connector", counted -> counted.getKey().connector())
          .key("protocol", counted -> counted.getKey().protocol())
          .key("carrier", counted -> counted.getKey().carrier())
          .key("tls", counted -> counted.getKey().tls())
          .key("cipherSuite", counted -> counted.getKey().cipherSuite())
          .number("count", Map.Entry::getValue);

  private ConnectionsTable() {}

  static TabularData of(Collection<ConnectionContext> connections) {
    Map<Kind, Long> counted =
        connections.stream()
            .map(ConnectionsTable::kind)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return TABLE.of(counted.entrySet().stream().toList());
  }

  private static Kind kind(ConnectionContext context) {
    ConnectionFacts facts = ConnectionInspector.connection(context);
    SessionFacts session = facts.session().orElse(UNSEEN);
    return new Kind(
        Subjects.connector(context.getConnector()),
        Protocol.of(context.getConnection()).word(),
        word(facts.carrier()),
        session.protocol(),
        session.cipherSuite());
  }

  private static String word(Carrier carrier) {
    return switch (carrier) {
      case TLS -> "tls";
      case PLAIN -> "plain";
      case IN_VM -> "in this jvm";
      case HTTP -> "http";
      case UNKNOWN -> "unknown";
    };
  }
}
