package io.portcullis.broker.start;

import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.broker.rights.RightsMatrix;
import io.portcullis.broker.start.StartChanges.GuardChange;
import io.portcullis.broker.start.StartChanges.Right;
import io.portcullis.broker.start.StartChanges.RightsChange;
import io.portcullis.broker.start.StartChanges.TlsChange;
import io.portcullis.broker.start.StartChanges.UserChange;
import io.portcullis.broker.transport.TlsBinding;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.rule.AuthenticationFacts.User;
import io.portcullis.rule.AuthenticationFacts.Users;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.FrameFacts;
import io.portcullis.rule.ModernTls;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightHolder;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.TlsFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;

/** Finds out what a start would change. It starts nothing. */
final class StartForesight {

  private static final String OUTSIDE = "refuse-outside-client";

  private final BrokerService service;
  private final ActivePolicy policy;
  private final BrokerFacts broker;

  /**
   * @param policy the policy in force at the start
   * @param broker the facts of the broker
   */
  StartForesight(BrokerService service, ActivePolicy policy, BrokerFacts broker) {
    this.service = service;
    this.policy = policy;
    this.broker = broker;
  }

  /**
   * Returns the changes.
   *
   * @param rights the rights at the start
   * @param modules the login modules
   * @param usersKnown whether everything that lists users was read
   */
  StartChanges changes(AuthorizationMapView rights, LoginModules modules, boolean usersKnown) {
    return new StartChanges(
        rights(rights, usersKnown), tls(), modules.unusableAccounts(service), guards(rights));
  }

  private Optional<RightsChange> rights(AuthorizationMapView rights, boolean usersKnown) {
    boolean enforced = rights.source() == Source.DEFAULT;
    if (!enforced && rights.source() != Source.NOT_INSTALLED) {
      return Optional.empty();
    }
    List<GroupRights> after =
        RightsMatrix.of(new AuthorizationMapView(Source.DEFAULT, rights.current()));
    Users users = broker.authentication().users();
    List<String> unknown = new ArrayList<>(users.unknown());
    if (!usersKnown) {
      unknown.add("a part of the logins was not read");
    }
    return Optional.of(
        new RightsChange(
            enforced,
            after,
            users.known().stream().map(user -> change(user, after)).toList(),
            unknown));
  }

  private static UserChange change(User user, List<GroupRights> after) {
    return new UserChange(user, rights(user, after, true), rights(user, after, false));
  }

  /** Returns the rights that a user has, or those that the user has not. */
  private static List<Right> rights(User user, List<GroupRights> after, boolean held) {
    List<String> destinations = after.stream().map(GroupRights::destinations).distinct().toList();
    List<Right> rights = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      List<String> on =
          destinations.stream().filter(all -> has(user, operation, all, after) == held).toList();
      if (!on.isEmpty()) {
        rights.add(new Right(operation, on));
      }
    }
    return rights;
  }

  private static boolean has(
      User user, Operation operation, String destinations, List<GroupRights> after) {
    return after.stream()
        .filter(row -> row.destinations().equals(destinations))
        .filter(
            row -> row.group().equals(RightHolder.ANY_GROUP) || user.groups().contains(row.group()))
        .anyMatch(
            row ->
                switch (operation) {
                  case READ -> row.read();
                  case WRITE -> row.write();
                  case ADMIN -> row.admin();
                });
  }

  /** What a start sets of a connector. */
  private record Setting(List<String> protocols, List<String> cipherSuites) {
    boolean isNothing() {
      return protocols.isEmpty() && cipherSuites.isEmpty();
    }
  }

  private List<TlsChange> tls() {
    ModernTls modern = new ModernTls(policy.policy().tls().minimumVersion());
    TlsBinding narrowing = new TlsBinding(service, modern, true);
    Map<Setting, List<String>> connectors = new LinkedHashMap<>();
    for (ConnectorFacts connector : broker.connectors()) {
      Setting setting = setting(connector, narrowing);
      if (!setting.isNothing()) {
        connectors.computeIfAbsent(setting, same -> new ArrayList<>()).add(connector.name());
      }
    }
    boolean enforced = policy.enforces(RuleIds.REQUIRE_MODERN_TLS);
    return connectors.entrySet().stream()
        .map(
            each ->
                new TlsChange(
                    enforced,
                    each.getValue(),
                    each.getKey().protocols(),
                    each.getKey().cipherSuites(),
                    ended(each.getKey())))
        .toList();
  }

  private static Setting setting(ConnectorFacts connector, TlsBinding narrowing) {
    Optional<TlsFacts> tls = connector.tls();
    return new Setting(
        tls.filter(named -> named.protocols().isEmpty()).isPresent()
            ? narrowing.protocols(connector)
            : List.of(),
        tls.filter(named -> named.cipherSuites().isEmpty()).isPresent()
            ? narrowing.cipherSuites(connector)
            : List.of());
  }

  private static List<String> ended(Setting setting) {
    return Stream.concat(
            without(TlsBinding.protocolsOfJava(), setting.protocols()),
            without(TlsBinding.cipherSuitesOfJava(), setting.cipherSuites()))
        .toList();
  }

  private static Stream<String> without(List<String> before, List<String> after) {
    return after.isEmpty()
        ? Stream.of()
        : before.stream().filter(name -> !Set.copyOf(after).contains(name));
  }

  private List<GuardChange> guards(AuthorizationMapView rights) {
    List<GuardChange> guards = new ArrayList<>();
    guards.add(guard(OUTSIDE, "Clients connect from %s only".formatted(networks())));
    guards.add(
        guard(
            RuleIds.REQUIRE_AUTHENTICATION,
            "Before a login a frame may have %d bytes, and MQTT's CONNECT %d"
                .formatted(FrameFacts.MOST_BYTES, FrameFacts.MOST_CONNECT_BYTES)));
    guards.add(
        guard(
            RuleIds.REQUIRE_AUTHENTICATION,
            "A client logs in within 30 seconds, and waits after a failed login"));
    guards.add(
        guard(
            RuleIds.REQUIRE_AUTHORIZATION,
            "Costly selectors are refused; ids, temporary destinations, durable subscriptions and"
                + " transactions belong to their creators"));
    if (rights.areInstalled()) {
      guards.add(
          new GuardChange(
              true,
              RuleIds.REQUIRE_AUTHORIZATION,
              "A selector that fails matches no message, in stored durable subscriptions too"));
    }
    guards.add(guard(RuleIds.REQUIRE_ENCRYPTED_BODY, bodies()));
    return guards;
  }

  private String networks() {
    return policy.policy().allowedNetworks().toString();
  }

  private String bodies() {
    return policy.policy().bodies().exemptSome()
        ? "Senders encrypt what they send, except to the destinations that bodyPolicies exempts"
        : "Senders encrypt every body with the AWS Encryption SDK";
  }

  private GuardChange guard(String rule, String what) {
    return new GuardChange(policy.enforces(rule), rule, what);
  }
}
