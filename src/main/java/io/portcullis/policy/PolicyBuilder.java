package io.portcullis.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads a {@link Policy} from the text of the plugin's properties.
 *
 * <p>Setters only collect; {@link #build} judges all of it and throws once, naming for every error
 * the property, the value and what would be right.
 */
public final class PolicyBuilder {

  private static final String PRIVATE_NETWORKS =
      "127.0.0.0/8, ::1/128, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7,"
          + " 169.254.0.0/16, fe80::/10";

  private String mode = Mode.ENFORCE.name();
  private String reportOnly = "";
  private String enforce = "";
  private String allowedNetworks = PRIVATE_NETWORKS;
  private String administratorsGroup = "admins";
  private String usersGroup = "users";
  private String systemGroup = "activemq-webconsole";
  private List<BodyEntry> bodies = List.of();

  PolicyBuilder() {}

  /** The name of a {@link Mode}. */
  public PolicyBuilder mode(String text) {
    mode = text;
    return this;
  }

  /** Rule ids, comma-separated. */
  public PolicyBuilder reportOnly(String text) {
    reportOnly = text;
    return this;
  }

  /** Rule ids, comma-separated. */
  public PolicyBuilder enforce(String text) {
    enforce = text;
    return this;
  }

  /** CIDR blocks, comma-separated. */
  public PolicyBuilder allowedNetworks(String text) {
    allowedNetworks = text;
    return this;
  }

  /** A group's name. */
  public PolicyBuilder administratorsGroup(String text) {
    administratorsGroup = text;
    return this;
  }

  /** A group's name. */
  public PolicyBuilder usersGroup(String text) {
    usersGroup = text;
    return this;
  }

  /** A group's name. */
  public PolicyBuilder systemGroup(String text) {
    systemGroup = text;
    return this;
  }

  /** The entries of {@code bodyPolicies}, in any order. */
  public PolicyBuilder bodies(List<BodyEntry> entries) {
    bodies = List.copyOf(entries);
    return this;
  }

  /**
   * Judges everything that was said.
   *
   * @param ruleIds the ids that {@code reportOnly} and {@code enforce} may name
   * @throws ConfigurationException with every error, if there is one
   */
  public Policy build(Set<String> ruleIds) throws ConfigurationException {
    List<String> problems = new ArrayList<>();
    Policy policy =
        new Policy(
            oneOf(Mode.class, "mode", mode, problems).orElse(Mode.ENFORCE),
            ids("reportOnly", reportOnly, ruleIds, problems),
            ids("enforce", enforce, ruleIds, problems),
            networks(problems),
            new Groups(
                group("administratorsGroup", administratorsGroup, problems),
                group("usersGroup", usersGroup, problems),
                group("systemGroup", systemGroup, problems)),
            demands(problems));
    for (String id : new TreeSet<>(policy.reportOnly())) {
      if (policy.enforce().contains(id)) {
        problems.add(
            "reportOnly and enforce both name \"%s\"; leave it in one of them".formatted(id));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "Portcullis cannot read its configuration (%d %s):"
              .formatted(problems.size(), problems.size() == 1 ? "error" : "errors"),
          problems);
    }
    return policy;
  }

  private Networks networks(List<String> problems) {
    int before = problems.size();
    Networks networks = Networks.parse("allowedNetworks", allowedNetworks, problems);
    if (networks.isEmpty() && problems.size() == before) {
      problems.add("allowedNetworks=\"%s\" names no network".formatted(allowedNetworks));
    }
    return networks;
  }

  private BodyDemands demands(List<String> problems) {
    BodyDemands.Builder demands = new BodyDemands.Builder();
    for (int i = 0; i < bodies.size(); i++) {
      body("bodyPolicies[%d]".formatted(i), bodies.get(i), demands, problems);
    }
    return demands.build();
  }

  private static void body(
      String place, BodyEntry entry, BodyDemands.Builder demands, List<String> problems) {
    Optional<BodyDemand> body = oneOf(BodyDemand.class, place + ".body", entry.body(), problems);
    BodyDemand demand = body.orElse(BodyDemand.ENCRYPTED);
    boolean temporary = entry.temporary().equalsIgnoreCase("true");
    if (!temporary && !entry.temporary().isEmpty() && !entry.temporary().equals("false")) {
      problems.add(
          "%s.temporary=\"%s\" is not one of true, false".formatted(place, entry.temporary()));
    }
    int named =
        (temporary ? 1 : 0) + (entry.queue().isEmpty() ? 0 : 1) + (entry.topic().isEmpty() ? 0 : 1);
    if (named != 1) {
      problems.add(
          "%s names %s; it needs exactly one of queue, topic and temporary=\"true\""
              .formatted(place, named == 0 ? "no destination" : named + " destinations"));
      return;
    }
    if (temporary) {
      if (!demands.addTemporary(demand)) {
        problems.add("%s.temporary=\"true\" was said already".formatted(place));
      }
      return;
    }
    boolean queue = !entry.queue().isEmpty();
    String property = place + (queue ? ".queue" : ".topic");
    String pattern = queue ? entry.queue() : entry.topic();
    Optional<String> fault = BodyDemands.fault(pattern);
    if (fault.isPresent()) {
      problems.add("%s=\"%s\" %s".formatted(property, pattern, fault.get()));
      return;
    }
    if (!demands.add(queue ? DestinationKind.QUEUE : DestinationKind.TOPIC, pattern, demand)) {
      problems.add("%s=\"%s\" was said already".formatted(property, pattern));
    }
  }

  private static String group(String property, String text, List<String> problems) {
    String name = text.strip();
    if (name.isEmpty() || name.contains(",") || name.equals("*")) {
      problems.add("%s=\"%s\" is not the name of one group".formatted(property, text));
    }
    return name;
  }

  private static Set<String> ids(
      String property, String text, Set<String> known, List<String> problems) {
    Set<String> ids = new LinkedHashSet<>(Words.of(text));
    for (String id : ids) {
      if (!known.contains(id)) {
        problems.add(
            "%s: \"%s\" is not one of %s"
                .formatted(property, id, String.join(", ", new TreeSet<>(known))));
      }
    }
    return ids;
  }

  private static <E extends Enum<E>> Optional<E> oneOf(
      Class<E> type, String property, String text, List<String> problems) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(text.strip())) {
        return Optional.of(value);
      }
    }
    String allowed =
        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    problems.add("%s=\"%s\" is not one of %s".formatted(property, text, allowed));
    return Optional.empty();
  }
}
