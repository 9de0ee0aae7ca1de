package io.portcullis.testing;

import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.Subject;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.policy.PolicyBuilder;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.policy.WaiverEntry;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.time.Instant;
import java.util.List;

/** A policy that waives require-tls for the connector "legacy", until {@link #END}. */
public final class WaivedLegacy {

  /** When the waiver ends. */
  public static final Instant END = Instant.parse("2026-11-01T00:00:00Z");

  /** Somebody on that connector. */
  public static final Subject CLIENT = new Subject("legacy", "", "u", "c", "amqp", "queue://A");

  private WaivedLegacy() {}

  /** An enforcer of a policy with that waiver, which counts where the test can see it. */
  public static Enforcer enforcer(
      PolicyBuilder builder, SetClock clock, WaiverUse use, Counters tally, Senders senders)
      throws Exception {
    Policy policy =
        builder
            .waivers(List.of(new WaiverEntry("require-tls", "legacy", "old printer", "2026-11-01")))
            .build(Rules.ids());
    return new Enforcer(ActivePolicy.of(policy, clock), use, new AuditLog(clock), tally, senders);
  }

  /** A violation by a connector. */
  public static Violation violation(String rule, String connector) {
    return Violation.of(
        rule, Named.of(Kind.CONNECTOR, connector), new Fault("code", "found", "remedy"));
  }
}
