package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.OptionalInt;

/**
 * The process that the broker runs in.
 *
 * @param userId the number of the user whose rights it has; empty where the system does not tell
 * @param version ActiveMQ's version as it stands in its jar; empty where none does
 * @param serializablePackages the packages that {@code org.apache.activemq.SERIALIZABLE_PACKAGES}
 *     names; empty where the property is not set, and ActiveMQ's own few are trusted
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
