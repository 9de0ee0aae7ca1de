package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.OptionalInt;

/**
 * The process that the broker runs in.
 *
 * @param userId the number of its effective user; empty if the system does not tell
 * @param version ActiveMQ's version from its jar; empty if the jar has none
 * @param serializablePackages the packages that {@code org.apache.activemq.SERIALIZABLE_PACKAGES}
 *     names; empty if the property is not set, and then ActiveMQ trusts only its own few
 */
public record ProcessFacts(OptionalInt userId, String version, List<String> serializablePackages)
    implements Judged {

  /** Copies the list. */
  public ProcessFacts {
    serializablePackages = List.copyOf(serializablePackages);
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
