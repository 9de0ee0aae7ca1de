package io.portcullis.broker.jmx;

import io.portcullis.login.LoginThrottle.Failed;
import java.util.List;
import javax.management.openmbean.TabularData;

/** The table of failed logins in JMX. */
final class FailedLoginsTable {

  private static final Table<Failed> TABLE =
      Table.<Failed>named("FailedLogins", "FailedLogin")
          .key("user", Failed::user)
          .key("address", Failed::network)
          .number("failures", Failed::failures)
          .text("last", failed -> failed.last().toString())
          .text("waitsUntil", failed -> failed.waitsUntil().toString());

  private FailedLoginsTable() {}

  static TabularData of(List<Failed> failures) {
    return TABLE.of(failures);
  }
}
