package io.portcullis.broker;

import io.portcullis.login.FailedLogins.Failed;
import java.util.List;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** Failed logins as JMX shows them. */
final class FailedLoginsTable {

  private static final String[] KEY = {"user", "address"};
  private static final String[] COLUMNS = {"user", "address", "failures", "last", "waitsUntil"};
  private static final OpenType<?>[] TYPES = {
    SimpleType.STRING, SimpleType.STRING, SimpleType.LONG, SimpleType.STRING, SimpleType.STRING
  };

  private FailedLoginsTable() {}

  static TabularData of(List<Failed> failures) {
    try {
      CompositeType row =
          new CompositeType("FailedLogin", "a user from an address", COLUMNS, COLUMNS, TYPES);
      TabularDataSupport table =
          new TabularDataSupport(new TabularType("FailedLogins", "who fails", row, KEY));
      for (Failed failed : failures) {
        table.put(
            new CompositeDataSupport(
                row,
                COLUMNS,
                new Object[] {
                  failed.user(),
                  failed.network(),
                  failed.failures(),
                  failed.last().toString(),
                  failed.waitsUntil().toString()
                }));
      }
      return table;
    } catch (OpenDataException e) {
      throw new IllegalStateException("the table's own columns", e);
    }
  }
}
