package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The process that the broker runs in.
 *
 * @param userId the number of its effective user; empty if the system does not tell
 * @param version ActiveMQ's version from its jar; empty if the jar has none
 * @param serializablePackages the packages that {@code org.apache.activemq.SERIALIZABLE_PACKAGES}
 *     names; empty if the property is not set, and then ActiveMQ trusts only its own few
 * @param factorySchemes the schemes of broker factories that system properties name, by property,
 *     where this release of ActiveMQ reads it
 */
public record ProcessFacts(
    OptionalInt userId,
    String version,
    List<String> serializablePackages,
    Map<String, Set<String>> factorySchemes)
    implements Judged {

  /** The property for brokers that a {@code vm://} URI creates. */
  public static final String VM_SCHEMES =
      "org.apache.activemq.transport.VM_TRANSPORT_FACTORY_SCHEMES_ENABLED";

  /** The property for brokers that a Spring file describes. */
  public static final String XBEAN_PROTOCOLS =
      "org.apache.activemq.xbean.XBEAN_BROKER_FACTORY_PROTOCOLS";

  /** Copies the list. */
  public ProcessFacts {
    serializablePackages = List.copyOf(serializablePackages);
    factorySchemes = Map.copyOf(factorySchemes);
  }

  /** A process whose properties name no schemes. */
  public ProcessFacts(OptionalInt userId, String version, List<String> serializablePackages) {
    this(userId, version, serializablePackages, Map.of());
  }

  @Override
  public Resource about() {
    return Resource.only(Kind.PROCESS);
  }

  @Override
  public String where() {
    return "process";
  }
}
