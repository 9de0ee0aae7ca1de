package io.portcullis.broker;

import io.portcullis.enforce.Senders.Sender;
import java.util.List;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** Senders as JMX shows them. */
final class SendersTable {

  private static final String[] KEY = {"rule", "destination", "user", "clientId", "protocol"};
  private static final String[] COLUMNS = {
    "rule", "destination", "user", "clientId", "protocol", "remoteAddress", "count", "lastSeen"
  };
  private static final OpenType<?>[] TYPES = {
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.LONG,
    SimpleType.STRING
  };

  private SendersTable() {}

  static TabularData of(List<Sender> senders) {
    try {
      CompositeType row = new CompositeType("Sender", "a sender", COLUMNS, COLUMNS, TYPES);
      TabularDataSupport table =
          new TabularDataSupport(new TabularType("Senders", "who sends what", row, KEY));
      for (Sender sender : senders) {
        table.put(
            new CompositeDataSupport(
                row,
                COLUMNS,
                new Object[] {
                  sender.rule(),
                  sender.destination(),
                  sender.user(),
                  sender.clientId(),
                  sender.protocol(),
                  sender.remoteAddress(),
                  sender.count(),
                  sender.lastSeen().toString()
                }));
      }
      return table;
    } catch (OpenDataException e) {
      throw new IllegalStateException("the table's own columns", e);
    }
  }
}
