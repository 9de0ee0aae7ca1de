package io.portcullis.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  private static final int QUARANTINE_MAX_MESSAGES = 1_000;
  private static final int QUARANTINE_MAX_BYTES = 64 << 20;

  private static final int WARNING_DAYS = 30;
  private static final int MOST_WARNING_DAYS = 3650;
  private static final int QUARANTINE_USER_PERCENT = 10;
  private static final int ALL_PERCENT = 100;

  private String mode = Mode.ENFORCE.name();
  private String reportOnly = "";
  private String enforce = "";
  private String allowedNetworks = PRIVATE_NETWORKS;
  private String minimumTlsVersion = TlsVersion.TLS_1_2.protocol();
  private String clientCertificates = ClientCertificates.OPTIONAL.name();
  private String certificateWarningDays = Integer.toString(WARNING_DAYS);
  private String administratorsGroup = "admins";
  private String usersGroup = "users";
  private String systemGroup = "activemq-webconsole";
  private String bridgesGroup = "bridges";
  private String quarantineMaxMessages = Integer.toString(QUARANTINE_MAX_MESSAGES);
  private String quarantineMaxBytes = Integer.toString(QUARANTINE_MAX_BYTES);
  private String quarantineUserPercent = Integer.toString(QUARANTINE_USER_PERCENT);
  private Optional<String> protocols = Optional.empty();
  private String observe = "true";
  private List<ClientIdEntry> clientIds = List.of();
  private List<BodyEntry> bodies = List.of();
  private List<WaiverEntry> waivers = List.of();

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

  /** The name of a {@link TlsVersion}. */
  public PolicyBuilder minimumTlsVersion(String text) {
    minimumTlsVersion = text;
    return this;
  }

  /** The name of a {@link ClientCertificates}. */
  public PolicyBuilder clientCertificates(String text) {
    clientCertificates = text;
    return this;
  }

  /** A number of days. */
  public PolicyBuilder certificateWarningDays(String text) {
    certificateWarningDays = text;
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

  /** A group's name. */
  public PolicyBuilder bridgesGroup(String text) {
    bridgesGroup = text;
    return this;
  }

  /** The entries of {@code clientIds}, in any order. */
  public PolicyBuilder clientIds(List<ClientIdEntry> entries) {
    clientIds = List.copyOf(entries);
    return this;
  }

  /** A number of messages. */
  public PolicyBuilder quarantineMaxMessages(String text) {
    quarantineMaxMessages = text;
    return this;
  }

  /** A number of bytes. */
  public PolicyBuilder quarantineMaxBytes(String text) {
    quarantineMaxBytes = text;
    return this;
  }

  /** Names of {@link ProtocolReader}, comma-separated. */
  public PolicyBuilder protocols(String text) {
    protocols = Optional.of(text);
    return this;
  }

  /** {@code true} or {@code false}. */
  public PolicyBuilder observe(String text) {
    observe = text;
    return this;
  }

  /** How much of both one user may fill, in percent. */
  public PolicyBuilder quarantineUserPercent(String text) {
    quarantineUserPercent = text;
    return this;
  }

  /** The entries of {@code bodyPolicies}, in any order. */
  public PolicyBuilder bodies(List<BodyEntry> entries) {
    bodies = List.copyOf(entries);
    return this;
  }

  /** The entries of {@code waivers}, in any order. */
  public PolicyBuilder waivers(List<WaiverEntry> entries) {
    waivers = List.copyOf(entries);
    return this;
  }

  /**
   * Judges everything that was said.
   *
   * @param ruleIds the ids that {@code reportOnly}, {@code enforce} and waivers may name
   * @throws ConfigurationException with every error, if there is one
   */
  public Policy build(Set<String> ruleIds) throws ConfigurationException {
    List<String> problems = new ArrayList<>();
    Policy policy =
        new Policy(
            OptionParser.oneOf(Mode.class, "mode", mode, problems).orElse(Mode.ENFORCE),
            ids("reportOnly", reportOnly, ruleIds, problems),
            ids("enforce", enforce, ruleIds, problems),
            networks(problems),
            tls(problems),
            new Groups(
                group("administratorsGroup", administratorsGroup, problems),
                group("usersGroup", usersGroup, problems),
                group("systemGroup", systemGroup, problems)),
            group("bridgesGroup", bridgesGroup, problems),
            ClientIdReader.read(clientIds, problems),
            atLeastZero("quarantineMaxMessages", quarantineMaxMessages, problems),
            atLeastZero("quarantineMaxBytes", quarantineMaxBytes, problems),
            OptionParser.number(
                    "quarantineUserPercent", quarantineUserPercent, 1, ALL_PERCENT, problems)
                .orElse(QUARANTINE_USER_PERCENT),
            ProtocolReader.read(protocols, problems),
            OptionParser.flag("observe", observe, problems),
            BodyEntryReader.read(bodies, problems),
            WaiverReader.read(waivers, ruleIds, problems));
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

  private TlsRequirements tls(List<String> problems) {
    return new TlsRequirements(
        OptionParser.oneOf(
                List.of(TlsVersion.values()),
                TlsVersion::protocol,
                "minimumTlsVersion",
                minimumTlsVersion,
                problems)
            .orElse(TlsVersion.TLS_1_2),
        OptionParser.oneOf(
                ClientCertificates.class, "clientCertificates", clientCertificates, problems)
            .orElse(ClientCertificates.OPTIONAL),
        OptionParser.number(
                "certificateWarningDays", certificateWarningDays, 0, MOST_WARNING_DAYS, problems)
            .orElse(WARNING_DAYS));
  }

  private static int atLeastZero(String property, String text, List<String> problems) {
    return OptionParser.number(property, text, 0, Integer.MAX_VALUE, problems).orElse(0);
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
    Set<String> ids = new LinkedHashSet<>(OptionParser.of(text));
    for (String id : ids) {
      if (!known.contains(id)) {
        problems.add(
            "%s: \"%s\" is not one of %s"
                .formatted(property, id, String.join(", ", new TreeSet<>(known))));
      }
    }
    return ids;
  }
}
