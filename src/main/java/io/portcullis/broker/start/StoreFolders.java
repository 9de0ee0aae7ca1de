package io.portcullis.broker.start;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import org.apache.activemq.broker.BrokerService;

/** Finds the folders where a broker stores messages. */
final class StoreFolders {

  private StoreFolders() {}

  /** Returns the folder of the store; empty if messages are in memory or elsewhere. */
  static Optional<File> store(BrokerService service) {
    try {
      return service.isPersistent()
          ? Optional.ofNullable(service.getPersistenceAdapter().getDirectory())
          : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("the store cannot be asked for its folder", e);
    }
  }
}
