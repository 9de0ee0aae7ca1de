package io.portcullis.rule;

import java.util.List;

/**
 * The reason why a body is no message that the gate accepts.
 *
 * @param fault the fault
 * @param arguments the arguments of its texts
 */
record BodyFlaw(Fault fault, List<Argument> arguments) {

  /** Copies the list. */
  BodyFlaw {
    arguments = List.copyOf(arguments);
  }

  /** Creates a flaw whose arguments are {@link Argument}s, or values that identify. */
  BodyFlaw(Fault fault, Object... arguments) {
    this(fault, List.of(arguments).stream().map(Argument::of).toList());
  }
}
