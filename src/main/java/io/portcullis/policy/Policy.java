package io.portcullis.policy;

import java.util.Set;

/**
 * The operator's configuration, read and validated. Immutable.
 *
 * @param mode whether violations are refused
 * @param reportOnly ids of rules that only report, whatever the mode
 * @param enforce ids of rules that enforce, whatever the mode or their own default
 * @param allowedNetworks where clients may connect from
 * @param tls what connectors demand of TLS
 * @param groups the groups of the default authorization map
 * @param bridgesGroup whose members may say that they are a bridge of a peer broker
 * @param clientIds whose client ids are
 * @param quarantineMaxMessages how many messages all quarantine queues together may hold
 * @param quarantineMaxBytes how many bytes they may hold
 * @param quarantineUserPercent how much of both one user may fill, in percent
 * @param protocols what connectors and connections may speak, such as {@code mqtt+ws}; empty if
 *     they may speak everything
 * @param observe whether uses of rights and keys are observed
 * @param bodies what each destination demands of a body
 * @param waivers the exceptions from all that
 */
public record Policy(
    Mode mode,
    Set<String> reportOnly,
    Set<String> enforce,
    Networks allowedNetworks,
    TlsRequirements tls,
    Groups groups,
    String bridgesGroup,
    ClientIdPatterns clientIds,
    int quarantineMaxMessages,
    int quarantineMaxBytes,
    int quarantineUserPercent,
    Set<String> protocols,
    boolean observe,
    BodyRequirements bodies,
    Waivers waivers) {

  /** Copies the sets. */
  public Policy {
    reportOnly = Set.copyOf(reportOnly);
    enforce = Set.copyOf(enforce);
    protocols = Set.copyOf(protocols);
  }

  /** Starts from the secure default; whatever is not said stays as it is there. */
  public static PolicyBuilder builder() {
    return new PolicyBuilder();
  }
}
