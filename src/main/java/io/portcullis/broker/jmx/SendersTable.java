package io.portcullis.broker.jmx;

import io.portcullis.enforce.Senders.Sender;
import io.portcullis.usage.ClientIdFamily;
import java.util.List;
import javax.management.openmbean.TabularData;

/** The table of senders in JMX. */
final class SendersTable {

  private static final Table<Sender> TABLE =
      Table.<Sender>named("Senders", "Sender")
          .key("rule", Sender::rule)
          .key("destination", Sender::destination)
          .key("user", Sender::user)
          .key("clientId", Sender::clientId)
          .key("protocol", Sender::protocol)
          .text("client", sender -> ClientIdFamily.of(sender.clientId()))
          .text("remoteAddress", Sender::remoteAddress)
          .number("count", Sender::count)
          .text("lastSeen", sender -> sender.lastSeen().toString())
          .number("otherProducers", Sender::otherProducers);

  private SendersTable() {}

  static TabularData of(List<Sender> senders) {
    return TABLE.of(senders);
  }
}
