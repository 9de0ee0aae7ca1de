package io.portcullis.login;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a fault once, however often it is met, and again if it comes back. */
final class FaultLog {

  private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

  private final AtomicReference<String> last = new AtomicReference<>("");

  void report(String fault) {
    if (!fault.equals(last.getAndSet(fault))) {
      LOG.error(fault);
    }
  }

  void clear() {
    last.set("");
  }

  /** The fault, for as long as it lasts. */
  Optional<String> current() {
    return Optional.of(last.get()).filter(fault -> !fault.isEmpty());
  }
}
