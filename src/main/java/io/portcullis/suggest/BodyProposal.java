package io.portcullis.suggest;

import io.portcullis.esdk.AlgorithmSuite;
import io.portcullis.policy.BoundedName;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import io.portcullis.usage.BodyUse;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes body policies and waivers of the bodies and keys that were seen. */
final class BodyProposal {

  private static final Duration WAIVED = Duration.ofDays(30);

  private static final Pattern ARN =
      Pattern.compile("arn:%1$s:kms:%1$s:%1$s:key/%1$s".formatted("[^*:,]+"));

  private static final Set<String> KMS = Set.of("aws-kms", "aws-kms-rsa");
  private static final String NO_TEXT = "0x";

  private static final Comparator<DestinationName> BY_NAME =
      Comparator.comparing(DestinationName::kind).thenComparing(DestinationName::name);

  private final Observation observation;
  private final Map<DestinationName, List<KeyUse>> keys = new TreeMap<>(BY_NAME);
  private final Map<DestinationName, List<BodyUse>> encrypted = new TreeMap<>(BY_NAME);
  private final Map<DestinationName, List<BodyUse>> plain = new TreeMap<>(BY_NAME);
  private final Set<DestinationName> partsOfOthers = new TreeSet<>(BY_NAME);
  private final List<String> notices = new ArrayList<>();

  /** Proposes policies for this observation. */
  BodyProposal(Observation observation) {
    this.observation = observation;
    observation
        .keys()
        .forEach(use -> targets(use.destination()).forEach(to -> add(keys, single(to), use)));
    for (BodyUse use : observation.bodies()) {
      for (DestinationName part : targets(use.destination())) {
        if (use.encrypted()) {
          add(encrypted, single(part), use);
        } else {
          add(plain, kinds(part), use);
        }
      }
    }
    observation.uses().stream()
        .filter(use -> use.operation() == Operation.WRITE)
        .forEach(use -> targets(use.destination()));
  }

  private static <T> void add(
      Map<DestinationName, List<T>> rows, DestinationName destination, T row) {
    rows.computeIfAbsent(destination, same -> new ArrayList<>()).add(row);
  }

  /** The destinations that a message is sent to. Nobody sends to a pattern. */
  private List<DestinationName> targets(DestinationName destination) {
    List<DestinationName> parts =
        destination.parts().stream()
            .filter(part -> part.kind().isTemporary() || !part.isPattern())
            .toList();
    if (destination.parts().size() > 1) {
      parts.forEach(part -> partsOfOthers.add(single(part)));
    }
    return parts;
  }

  /** One policy is for all temporary destinations. */
  private static DestinationName single(DestinationName part) {
    return part.kind().isTemporary() ? ProposedMap.TEMPORARY : kinds(part);
  }

  /** One waiver is for temporary queues, and one for temporary topics. */
  private static DestinationName kinds(DestinationName part) {
    return new DestinationName(part.kind(), part.kind().isTemporary() ? ">" : part.name());
  }

  /** Returns the policies. */
  List<ProposedBody> bodies() {
    Set<DestinationName> all = new TreeSet<>(BY_NAME);
    all.addAll(keys.keySet());
    all.addAll(encrypted.keySet());
    List<ProposedBody> bodies = new ArrayList<>();
    for (DestinationName destination : all) {
      if (isNamed(destination, "body policy")) {
        bodies.add(body(destination));
      }
    }
    bodies.removeIf(body -> !body.saysSomething());
    return bodies;
  }

  private boolean isNamed(DestinationName destination, String what) {
    Optional<String> fault =
        destination.kind().isTemporary()
            ? Optional.empty()
            : ConfigurableName.faultOfPart(destination.name());
    fault.ifPresent(
        why -> notices.add("no %s for %s: %s".formatted(what, destination.shown(), why)));
    return fault.isEmpty();
  }

  private ProposedBody body(DestinationName destination) {
    List<KeyUse> seen = keys.getOrDefault(destination, List.of());
    List<BodyUse> bodies = encrypted.getOrDefault(destination, List.of());
    boolean committing =
        plain.keySet().stream().anyMatch(name -> single(name).equals(destination))
            || seen.stream().allMatch(BodyProposal::commits);
    return new ProposedBody(
        destination,
        patterns(destination, seen),
        destinationKey(destination, bodies),
        committing,
        seen,
        bodies);
  }

  private static boolean commits(KeyUse use) {
    return suite(use.suite()).map(AlgorithmSuite::committing).orElse(true);
  }

  /** Returns the suite with this id in hexadecimal digits. */
  static Optional<AlgorithmSuite> suite(String hex) {
    return hex.matches("[0-9a-fA-F]{4}")
        ? AlgorithmSuite.withId(Integer.parseInt(hex, 16))
        : Optional.empty();
  }

  private List<String> patterns(DestinationName destination, List<KeyUse> seen) {
    if (observation.dropped().keys() > 0) {
      notices.add(
          "no keys for %s: rows of keys were dropped, so not all are known"
              .formatted(destination.shown()));
      return List.of();
    }
    Set<String> patterns = new TreeSet<>();
    for (KeyUse use : seen) {
      Optional<String> pattern = pattern(use);
      if (pattern.isEmpty()) {
        notices.add(
            "no keys for %s: key \"%s\" of provider \"%s\" cannot be written in the property keys"
                .formatted(destination.shown(), use.key(), use.provider()));
        return List.of();
      }
      patterns.add(pattern.get());
    }
    return List.copyOf(patterns);
  }

  /** The pattern that matches just this key; empty if there is none. */
  private static Optional<String> pattern(KeyUse use) {
    boolean arn = KMS.contains(use.provider()) && ARN.matcher(use.key()).matches();
    String pattern = arn ? use.key() : use.provider() + "/" + use.key();
    boolean other =
        use.provider().contains("/")
            || use.provider().isEmpty()
            || use.provider().startsWith("arn:")
            || use.key().isEmpty()
            || use.key().startsWith("arn:")
            || use.key().equals("*")
            || use.key().startsWith(NO_TEXT)
            || use.key().length() > BoundedName.LONGEST
            || use.provider().length() > BoundedName.LONGEST;
    return (arn || !other) && ConfigurableName.faultInList(pattern).isEmpty()
        ? Optional.of(pattern)
        : Optional.empty();
  }

  private Optional<String> destinationKey(DestinationName destination, List<BodyUse> bodies) {
    if (observation.dropped().bodies() > 0 || partsOfOthers.contains(destination)) {
      return Optional.empty();
    }
    Optional<Set<String>> common =
        bodies.stream()
            .map(BodyUse::destinationKeys)
            .reduce(
                (some, others) -> {
                  Set<String> both = new TreeSet<>(some);
                  both.retainAll(others);
                  return both;
                });
    return common.stream()
        .flatMap(Set::stream)
        .filter(key -> ConfigurableName.faultInList(key).isEmpty())
        .sorted()
        .findFirst();
  }

  /** Returns a waiver for each destination to which somebody sends plaintext. */
  List<ProposedWaiver> waivers() {
    LocalDate until = LocalDate.ofInstant(observation.until().plus(WAIVED), ZoneOffset.UTC);
    List<ProposedWaiver> waivers = new ArrayList<>();
    plain.forEach(
        (destination, senders) -> {
          if (isNamed(destination, "waiver")) {
            waivers.add(new ProposedWaiver(destination, until, senders));
          }
        });
    return waivers;
  }

  /** Returns what cannot be proposed, and why. */
  List<String> notices() {
    return notices;
  }
}
