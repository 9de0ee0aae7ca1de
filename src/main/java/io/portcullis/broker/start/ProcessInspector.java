package io.portcullis.broker.start;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.rule.ProcessFacts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Inspects the process that it runs in. */
final class ProcessInspector {

  private static final String SERIALIZABLE_PACKAGES = "org.apache.activemq.SERIALIZABLE_PACKAGES";

  /** The factories that read a property, by class. */
  private static final Map<String, String> FACTORIES =
      Map.of(
          "org.apache.activemq.transport.vm.VMTransportFactory", ProcessFacts.VM_SCHEMES,
          "org.apache.activemq.xbean.XBeanBrokerFactory", ProcessFacts.XBEAN_PROTOCOLS);

  private ProcessInspector() {}

  /** Returns the facts of this process. */
  public static ProcessFacts process() {
    OptionalInt user =
        ProcessIdentity.ofThisProcess()
            .map(identity -> OptionalInt.of(identity.userId()))
            .orElse(OptionalInt.empty());
    return new ProcessFacts(user, BrokerVersion.number(), serializablePackages(), factorySchemes());
  }

  /**
   * Returns what the properties of broker factories name, of those that this ActiveMQ reads. Each
   * has a constant for its property's name.
   */
  private static Map<String, Set<String>> factorySchemes() {
    Map<String, Set<String>> schemes = new HashMap<>();
    FACTORIES.forEach(
        (factory, property) -> {
          String namesOrNull = System.getProperty(property);
          if (namesOrNull != null && hasConstant(factory, property)) {
            schemes.put(property, names(namesOrNull));
          }
        });
    return schemes;
  }

  /** Splits a property as both factories do. */
  private static Set<String> names(String text) {
    return Arrays.stream(text.split("\\s*,\\s*"))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private static boolean hasConstant(String factory, String property) {
    return ActiveMqInternals.hasConstant(
        factory, property.substring(property.lastIndexOf('.') + 1) + "_PROP");
  }

  /** Splits the property as ActiveMQ does. */
  private static List<String> serializablePackages() {
    String packages = System.getProperty(SERIALIZABLE_PACKAGES);
    return packages == null ? List.of() : List.of(packages.split(","));
  }
}
