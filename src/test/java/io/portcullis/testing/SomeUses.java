package io.portcullis.testing;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.usage.CurrentRights;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Observation.Dropped;
import io.portcullis.usage.Seen;
import io.portcullis.usage.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was observed on a broker whose clients a test makes up. */
public final class SomeUses {

  /** When the observation began. */
  public static final Instant SINCE = Instant.parse("2026-10-01T08:00:30Z");

  private static final Seen SEEN = new Seen(SINCE, SINCE.plus(Duration.ofDays(2)), 17);

  private SomeUses() {}

  /** An observation that began at {@link #SINCE} and dropped nothing. */
  public static Observation observed(Duration time, List<Use> uses, List<KeyUse> keys) {
    return observed(time, Dropped.NOTHING, uses, keys);
  }

  /** An observation that began at {@link #SINCE}. */
  public static Observation observed(
      Duration time, Dropped dropped, List<Use> uses, List<KeyUse> keys) {
    return new Observation(
        "xml",
        "6.1.8",
        SINCE,
        SINCE.plus(time),
        time.toMinutes(),
        dropped,
        new CurrentRights(
            Source.OPERATOR,
            Optional.empty(),
            new Groups("admins", "users", "activemq-webconsole"),
            "bridges",
            true),
        uses,
        keys,
        List.of(),
        List.of());
  }

  /** A use that went through, and that the map permits. */
  public static Use permitted(String group, Operation operation, DestinationName destination) {
    return new Use("some-user", Set.of(group), operation, destination, true, true, SEEN);
  }

  /** A use that went through, and that the map does not permit. */
  public static Use lacking(String group, Operation operation, DestinationName destination) {
    return new Use("some-user", Set.of(group), operation, destination, true, false, SEEN);
  }

  /** A use that was refused. */
  public static Use refused(String group, Operation operation, DestinationName destination) {
    return new Use("some-user", Set.of(group), operation, destination, false, false, SEEN);
  }

  /** All temporary queues. */
  public static DestinationName temporary() {
    return new DestinationName(DestinationKind.TEMPORARY_QUEUE, ">");
  }

  /** A key that some user's messages were encrypted with. */
  public static KeyUse key(String user, DestinationName destination, String provider, String key) {
    return new KeyUse(user, destination, provider, key, "0578", 3, SEEN);
  }
}
