package io.portcullis.broker;

import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.rule.Named;
import io.portcullis.rule.Violation;

/**
 * What keeps a broker from starting, or from having a gate, before any rule is asked. It is told
 * like a violation, of a rule of that name.
 */
public final class ConfigurationFault {

  /** What stands in the place of a rule's id. */
  public static final String ID = "configuration";

  private ConfigurationFault() {}

  static Finding of(String where, String found, String remedy) {
    return new Finding(new Violation(ID, new Named(ID, where), found, remedy), Disposition.REFUSED);
  }
}
