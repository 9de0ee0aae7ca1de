package io.portcullis.broker.start;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.rule.ProcessFacts;
import java.util.List;
import java.util.OptionalInt;

/** Inspects the process that it runs in. */
final class ProcessInspector {

  private static final String SERIALIZABLE_PACKAGES = "org.apache.activemq.SERIALIZABLE_PACKAGES";

  private ProcessInspector() {}

  /** Returns the facts of this process. */
  public static ProcessFacts process() {
    OptionalInt user =
        ProcessIdentity.ofThisProcess()
            .map(identity -> OptionalInt.of(identity.userId()))
            .orElse(OptionalInt.empty());
    return new ProcessFacts(user, BrokerVersion.number(), serializablePackages());
  }

  /** Splits the property as ActiveMQ does. */
  private static List<String> serializablePackages() {
    String packages = System.getProperty(SERIALIZABLE_PACKAGES);
    return packages == null ? List.of() : List.of(packages.split(","));
  }
}
