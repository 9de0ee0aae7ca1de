package io.portcullis;

import io.portcullis.broker.configuration.GatePlugin;
import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.gate.GateInstaller;
import io.portcullis.gate.PolicySource;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.policy.PolicyBuilder;
import io.portcullis.rule.Rules;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;

/**
 * The plugin for brokers that are built in code. It does not need Spring. It must be the last
 * plugin.
 *
 * <p>Without any property it is the secure default. All properties are text. The start of the
 * broker reports all errors in them at once.
 */
public sealed class Portcullis implements GatePlugin permits PortcullisPlugin {

  private final PolicyBuilder policy = Policy.builder();
  private Optional<GateInstaller> early = Optional.empty();
  private volatile Optional<GateInstaller.Gate> gate = Optional.empty();
  private Clock clock = Clock.systemUTC();

  /**
   * Judges the broker and, if it may start, installs the gate before it. If a broker starts again,
   * its current configuration is judged, as a reload would judge it.
   *
   * @throws ConfigurationException with every violation, or with every error in the properties; the
   *     broker then does not start
   */
  @Override
  public Broker installPlugin(Broker broker) throws ConfigurationException {
    Policy asked = gate.isPresent() ? gate.get().asked() : policy();
    GateInstaller installer = early.orElseGet(() -> installer(asked));
    early = Optional.empty();
    GateInstaller.Gate installed = installer.install(broker, asked);
    gate = Optional.of(installed);
    return installed.broker();
  }

  /**
   * Applies the current properties to the running broker: all of them, or none.
   *
   * @return what needs a restart, a line each
   * @throws ConfigurationException with every error in the properties, or with every violation of
   *     the running broker by them; the old configuration then stays in force
   * @throws IllegalStateException if no broker has installed the plugin
   */
  public List<String> reload() throws ConfigurationException {
    return gate.orElseThrow(() -> new IllegalStateException("no broker has installed this plugin"))
        .reload();
  }

  /** Judges a broker that will install this plugin, before any part of it opens. */
  void foresee(BrokerService service) throws ConfigurationException {
    GateInstaller installer = installer(policy());
    installer.foresee(service);
    early = Optional.of(installer);
  }

  private GateInstaller installer(Policy asked) {
    return new GateInstaller(this, asked, surroundings(), new Source(), clock);
  }

  @Override
  public Policy policy() throws ConfigurationException {
    return policy.build(Rules.ids());
  }

  /** Returns the current configuration of the operator. */
  Policy configured(BrokerService service) throws IOException, ConfigurationException {
    return policy();
  }

  /** Tells why the broker could not load its keys with the current configuration, a line each. */
  List<String> keyFaults(BrokerService service) {
    return List.of();
  }

  /** The {@link PolicySource} of the gate: this object's own properties. */
  private final class Source implements PolicySource {
    @Override
    public Policy read(BrokerService service) throws IOException, ConfigurationException {
      return configured(service);
    }

    @Override
    public List<String> keyFaults(BrokerService service) {
      return Portcullis.this.keyFaults(service);
    }
  }

  /** Sets the clock, for tests. */
  void readTimeFrom(Clock clock) {
    this.clock = clock;
  }

  @Override
  public SpringContextView surroundings() {
    return SpringContextView.NONE;
  }

  /** {@code ENFORCE}, the default, or {@code REPORT_ONLY}. */
  public void setMode(String mode) {
    policy.mode(mode);
  }

  /** Comma-separated ids of rules that only report while the rest enforce. */
  public void setReportOnly(String ruleIds) {
    policy.reportOnly(ruleIds);
  }

  /** Comma-separated ids of rules that enforce, whatever the mode or their default is. */
  public void setEnforce(String ruleIds) {
    policy.enforce(ruleIds);
  }

  /**
   * Comma-separated CIDR blocks from which clients may connect. All other addresses are refused.
   * Default: loopback, RFC 1918, IPv6 unique local and link-local.
   */
  public void setAllowedNetworks(String networks) {
    policy.allowedNetworks(networks);
  }

  /** The earliest TLS version of connectors: {@code TLSv1.2}, the default, or {@code TLSv1.3}. */
  public void setMinimumTlsVersion(String version) {
    policy.minimumTlsVersion(version);
  }

  /**
   * {@code OPTIONAL}, the default, or {@code REQUIRED}: clients without a certificate are refused.
   */
  public void setClientCertificates(String word) {
    policy.clientCertificates(word);
  }

  /** The number of days before its end from which a certificate is reported. Default: 30. */
  public void setCertificateWarningDays(String number) {
    policy.certificateWarningDays(number);
  }

  /** The administrators' group in the default authorization map. Default: {@code admins}. */
  public void setAdministratorsGroup(String group) {
    policy.administratorsGroup(group);
  }

  /** The users' group in the default authorization map. Default: {@code users}. */
  public void setUsersGroup(String group) {
    policy.usersGroup(group);
  }

  /** The web console's group. Default: {@code activemq-webconsole}. */
  public void setSystemGroup(String group) {
    policy.systemGroup(group);
  }

  /**
   * The group whose members may claim to be the bridge of a peer broker. Default: {@code bridges}.
   */
  public void setBridgesGroup(String group) {
    policy.bridgesGroup(group);
  }

  /**
   * Client ids that only one user or one group may use. A client id that matches no entry is free.
   */
  public void setClientIds(List<ClientIds> clientIds) {
    policy.clientIds(clientIds.stream().map(ClientIds::entry).toList());
  }

  /**
   * Comma-separated protocols that connectors and connections may speak: {@code openwire}, {@code
   * amqp}, {@code mqtt}, {@code stomp}, {@code mqtt+ws}, {@code stomp+ws}, {@code amqp+ws}.
   * Default: all.
   */
  public void setProtocols(String names) {
    policy.protocols(names);
  }

  /**
   * The number of messages that all quarantine queues together may hold. Default: 1,000. When they
   * are full, a refused message is rejected instead.
   */
  public void setQuarantineMaxMessages(String number) {
    policy.quarantineMaxMessages(number);
  }

  /** The number of bytes that all quarantine queues together may hold. Default: 67,108,864. */
  public void setQuarantineMaxBytes(String number) {
    policy.quarantineMaxBytes(number);
  }

  /**
   * The share of both limits that one user may fill, in percent. Default: 10. Beyond it, a refused
   * message of that user is rejected instead.
   */
  public void setQuarantineUserPercent(String number) {
    policy.quarantineUserPercent(number);
  }

  /**
   * Whether the gate observes who uses which right, and which keys encrypt for which destination.
   * Default: {@code true}. The command {@code suggest} needs it.
   */
  public void setObserve(String trueOrFalse) {
    policy.observe(trueOrFalse);
  }

  /**
   * The body policies of destinations. The most specific matching entry decides. If none matches,
   * the body must be encrypted.
   */
  public void setBodyPolicies(List<BodyPolicy> bodyPolicies) {
    policy.bodies(bodyPolicies.stream().map(BodyPolicy::entry).toList());
  }

  /** Exceptions for one rule and one subject each, with a reason and an end. */
  public void setWaivers(List<Waiver> waivers) {
    policy.waivers(waivers.stream().map(Waiver::entry).toList());
  }
}
