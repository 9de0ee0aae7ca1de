package io.portcullis.cli.inspect;

import io.portcullis.esdk.Depth;
import io.portcullis.policy.BodyRequirement;
import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.Rules;
import io.portcullis.rule.SendFacts;
import io.portcullis.rule.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The gate's own judgement on a body that would be sent to one destination.
 *
 * @param destination the destination
 * @param verify the greatest depth that it demands
 * @param commitment whether it demands an algorithm suite that commits to its key
 */
record BodyJudge(DestinationFacts destination, Depth verify, Commitment commitment) {

  /** Judges for a destination with these requirements. */
  static BodyJudge of(DestinationFacts destination, List<BodyRequirement> requirements) {
    List<BodyRequirement> asked = requirements.stream().filter(BodyRequirement::encrypted).toList();
    Depth verify =
        asked.stream().map(BodyRequirement::verify).reduce(Depth.HEADER, BodyJudge::deeper);
    boolean committing = asked.stream().anyMatch(BodyRequirement::commitmentRequired);
    return new BodyJudge(
        destination,
        asked.isEmpty() ? Depth.STRUCTURE : verify,
        committing ? Commitment.REQUIRED : Commitment.OPTIONAL);
  }

  /** Judges as a broker does by default, but for the depth and the commitment. */
  static BodyJudge byDefault(Depth verify, Commitment commitment) {
    BodyRequirement usual = BodyRequirement.ENCRYPTED;
    BodyRequirement requirement =
        new BodyRequirement(
            usual.encrypted(),
            verify,
            commitment == Commitment.REQUIRED,
            usual.keys(),
            usual.maxEncryptedDataKeys(),
            usual.context(),
            usual.textAllowed(),
            usual.emptyAllowed(),
            usual.quarantined());
    return new BodyJudge(
        new DestinationFacts("a destination", "", false, List.of(requirement)), verify, commitment);
  }

  private static Depth deeper(Depth one, Depth other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Judges a file in every kind of message. */
  List<KindVerdict> judge(byte[] file) {
    Rules rules = Rules.ofBodies();
    SendFacts send = SendFacts.take();
    try {
      return Arrays.stream(BodyKind.values())
          .map(
              kind ->
                  new KindVerdict(
                      kind, reason(rules, send.show(destination, "", kind.bodyOf(file)))))
          .toList();
    } finally {
      send.release();
    }
  }

  private static Optional<String> reason(Rules rules, SendFacts send) {
    return rules.judge(send).stream().findFirst().map(BodyJudge::words);
  }

  private static String words(Violation violation) {
    return violation.found() + "; " + violation.remedy();
  }
}
