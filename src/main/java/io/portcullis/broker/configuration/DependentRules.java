package io.portcullis.broker.configuration;

import io.portcullis.rule.Rules;
import java.util.List;
import java.util.stream.Stream;

/** The rules that depend on one part of a configuration. */
enum DependentRules {
  CONNECTORS(
      "require-tls",
      "require-modern-tls",
      "require-valid-certificate",
      "require-client-certificate",
      "refuse-unvetted-link",
      "refuse-public-connector",
      "restrict-protocols",
      "bound-resources"),
  LINKS("require-tls", "refuse-unvetted-link", "guard-reopened-doors"),
  TLS("require-modern-tls", "require-valid-certificate", "require-client-certificate"),
  PLUGINS(
      "require-authentication",
      "refuse-default-credentials",
      "require-authorization",
      "require-system-group",
      "guard-temporary-destinations",
      "guard-advisories",
      "refuse-unvetted-link"),
  LOGINS("require-authentication", "refuse-default-credentials"),
  PASSWORDS("refuse-default-credentials"),
  RIGHTS(
      "require-authorization",
      "require-system-group",
      "guard-temporary-destinations",
      "guard-advisories"),
  LIMITS("bound-resources", "guard-reopened-doors"),
  STORE("protect-files", "bound-resources"),
  MANAGEMENT("secure-management", "guard-reopened-doors"),
  ANYTHING("refuse-unvetted-link", "secure-management"),
  BESIDE(
      "secure-management", "protect-files", "refuse-default-credentials", "guard-reopened-doors"),
  GATE(),
  NOTHING();

  private final String rules;

  DependentRules(String... rules) {
    this.rules = String.join(" ", rules);
  }

  /** Returns the ids of the rules. */
  List<String> rules() {
    return this == GATE
        ? List.copyOf(Rules.ids())
        : Stream.of(rules.split(" ", -1)).filter(Rules.ids()::contains).toList();
  }

  /** Tells whether the rules would be wrong if a part is missing. */
  boolean silences() {
    return switch (this) {
      case TLS, LOGINS, RIGHTS, LIMITS, STORE, MANAGEMENT -> true;
      case CONNECTORS, LINKS, PLUGINS, PASSWORDS, ANYTHING, BESIDE, GATE, NOTHING -> false;
    };
  }

  /** Whether they cannot judge without something that was left out. */
  boolean areSilencedBy(Omission thing) {
    return thing.silences() && thing.rules().equals(rules());
  }

  /** Returns the rules that depend on a property. */
  DependentRules of(String type, String property) {
    return switch (type) {
      case "org.apache.activemq.broker.BrokerService",
          "org.apache.activemq.xbean.XBeanBrokerService" ->
          ofBroker(property);
      case "org.apache.activemq.security.AuthorizationPlugin" -> RIGHTS;
      case "org.apache.activemq.security.SimpleAuthenticationPlugin",
          "org.apache.activemq.security.JaasAuthenticationPlugin",
          "org.apache.activemq.security.JaasCertificateAuthenticationPlugin",
          "org.apache.activemq.security.JaasDualAuthenticationPlugin" ->
          LOGINS;
      case "org.apache.activemq.spring.SpringSslContext" -> TLS;
      case "org.apache.activemq.broker.jmx.ManagementContext" -> MANAGEMENT;
      case "io.portcullis.PortcullisPlugin" -> GATE;
      default -> this;
    };
  }

  private static DependentRules ofBroker(String property) {
    return switch (property) {
      case "plugins" -> PLUGINS;
      case "transportConnectors", "transportConnectorURIs" -> CONNECTORS;
      case "networkConnectors", "proxyConnectors", "jmsBridgeConnectors", "networkConnectorURIs" ->
          LINKS;
      case "sslContext" -> TLS;
      case "persistenceAdapter",
          "persistenceFactory",
          "persistent",
          "dataDirectory",
          "dataDirectoryFile",
          "tmpDataDirectory",
          "schedulerDirectory",
          "schedulerDirectoryFile" ->
          STORE;
      case "managementContext", "useJmx" -> MANAGEMENT;
      case "messageAuthorizationPolicy" -> RIGHTS;
      case "services", "shutdownHooks", "brokerContext", "regionBroker", "destinationFactory" ->
          ANYTHING;
      case "brokerName", "brokerId" -> NOTHING;
      default -> LIMITS;
    };
  }
}
