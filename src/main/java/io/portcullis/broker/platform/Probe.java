package io.portcullis.broker.platform;

import java.util.Optional;

/**
 * A check that one of ActiveMQ's internals exists. The gate depends on it, and no public interface
 * promises it.
 *
 * @param thing its name, as a person searches for it
 * @param module the transport whose module has it; empty if every broker has it
 * @param rule the rule that cannot be enforced without it
 * @param why what the gate uses it for, in words
 * @param otherwise what the gate does without it; empty if it cannot do without
 * @param check looks for it
 */
record Probe(
    String thing,
    Optional<String> module,
    String rule,
    String why,
    Optional<String> otherwise,
    Check check) {

  /** Looks for one of ActiveMQ's internals. */
  @FunctionalInterface
  interface Check {
    /** Fails if it is missing or different. */
    void look(ClassLoader loader) throws ReflectiveOperationException;
  }

  /** The folder where ActiveMQ registers its transports. Each module has an entry there. */
  private static final String TRANSPORTS = "META-INF/services/org/apache/activemq/transport/";

  /** Tells whether the module is present and the internal is missing. */
  boolean isMissing(ClassLoader loader) {
    if (module.isPresent() && loader.getResource(TRANSPORTS + module.get()) == null) {
      return false;
    }
    try {
      check.look(loader);
      return false;
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return true;
    }
  }
}
