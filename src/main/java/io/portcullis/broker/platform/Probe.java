package io.portcullis.broker.platform;

import java.util.Optional;

/**
 * One thing inside ActiveMQ that the gate leans on, and that no interface promises.
 *
 * @param thing its name, as a person looks for it
 * @param module the transport whose module has it; empty if every broker has it
 * @param rule what cannot be held without it
 * @param why what it tells the gate, in words
 * @param otherwise what the gate does without it, if it can do without
 * @param check looks whether it is there
 */
record Probe(
    String thing,
    Optional<String> module,
    String rule,
    String why,
    Optional<String> otherwise,
    Check check) {

  /** Looks for it. */
  @FunctionalInterface
  interface Check {
    /** Fails if it is not there as the gate knows it. */
    void look(ClassLoader loader) throws ReflectiveOperationException;
  }

  /** Where ActiveMQ registers its transports: a module that is there has an entry. */
  private static final String TRANSPORTS = "META-INF/services/org/apache/activemq/transport/";

  /** Whether the module is there and the thing in it is not. */
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
