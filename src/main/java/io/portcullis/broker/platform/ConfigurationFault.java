package io.portcullis.broker.platform;

import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Violation;

/**
 * An error that keeps a broker from starting, or leaves it without a gate, before any rule is
 * asked. Reports show it like a violation of a rule of that name.
 */
public final class ConfigurationFault {

  /** The text in the place of a rule's id. */
  public static final String ID = "configuration";

  private ConfigurationFault() {}

  /** Creates one because of which the broker does not start. */
  public static Finding of(String where, Fault fault, Object... arguments) {
    return of(Disposition.REFUSED, where, fault, arguments);
  }

  /** Creates one with this disposition. */
  public static Finding of(
      Disposition disposition, String where, Fault fault, Object... arguments) {
    return new Finding(
        Violation.of(ID, new Named(Resource.only(Kind.CONFIGURATION), where), fault, arguments),
        disposition);
  }
}
