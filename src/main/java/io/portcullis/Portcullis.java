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
   * Judges the broker and, if it may start, stands before it. A broker that is started once more is
   * judged by what is asked for by then, as a reload would be.
   *
   * @throws ConfigurationException with every violation, or with everything that is wrong with the
   *     properties; the broker then does not start
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
   * Lets what the properties say now hold in the running broker: all of it, or nothing.
   *
   * @return what waits for a restart, a line each
   * @throws ConfigurationException with everything that is wrong with them, or with every violation
   *     that the running broker makes of them; what held before goes on holding
   * @throws IllegalStateException if no broker has installed the plugin
   */
  public List<String> reload() throws ConfigurationException {
    return gate.orElseThrow(() -> new IllegalStateException("no broker has installed this plugin"))
        .reload();
  }

  /** Judges a broker that will install this plugin, before anything of it is opened. */
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

  /** What the operator asks for now. */
  Policy configured(BrokerService service) throws IOException, ConfigurationException {
    return policy();
  }

  /** Why the broker could not load its keys by what is asked for now, a line each. */
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

  /** Reads the time from somewhere else than the system; for tests. */
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

  /** Ids of rules that only report while the rest enforce, comma-separated. */
  public void setReportOnly(String ruleIds) {
    policy.reportOnly(ruleIds);
  }

  /** Ids of rules that enforce whatever the mode or their default says, comma-separated. */
  public void setEnforce(String ruleIds) {
    policy.enforce(ruleIds);
  }

  /**
   * CIDR blocks, comma-separated: clients may connect from these and from nowhere else. Default:
   * loopback, RFC 1918, IPv6 unique local and link-local.
   */
  public void setAllowedNetworks(String networks) {
    policy.allowedNetworks(networks);
  }

  /**
   * The earliest version that connectors speak: {@code TLSv1.2}, the default, or {@code TLSv1.3}.
   */
  public void setMinimumTlsVersion(String version) {
    policy.minimumTlsVersion(version);
  }

  /**
   * {@code OPTIONAL}, the default, or {@code REQUIRED}: clients without certificate are refused.
   */
  public void setClientCertificates(String word) {
    policy.clientCertificates(word);
  }

  /** How many days before its end a certificate is reported; 30 by default. */
  public void setCertificateWarningDays(String number) {
    policy.certificateWarningDays(number);
  }

  /** The administrators' group in the default authorization map; {@code admins}. */
  public void setAdministratorsGroup(String group) {
    policy.administratorsGroup(group);
  }

  /** The users' group in the default authorization map; {@code users}. */
  public void setUsersGroup(String group) {
    policy.usersGroup(group);
  }

  /** The web console's group; {@code activemq-webconsole}. */
  public void setSystemGroup(String group) {
    policy.systemGroup(group);
  }

  /** The group whose members may say that they are a bridge of a peer broker; {@code bridges}. */
  public void setBridgesGroup(String group) {
    policy.bridgesGroup(group);
  }

  /**
   * Client ids that belong to one user or one group each; a client id that none matches is free.
   */
  public void setClientIds(List<ClientIds> clientIds) {
    policy.clientIds(clientIds.stream().map(ClientIds::entry).toList());
  }

  /**
   * How many messages all quarantine queues together may hold; 1,000 by default. When they are
   * full, a refused message is rejected instead.
   */
  public void setQuarantineMaxMessages(String number) {
    policy.quarantineMaxMessages(number);
  }

  /** How many bytes all quarantine queues together may hold; 67,108,864 by default. */
  public void setQuarantineMaxBytes(String number) {
    policy.quarantineMaxBytes(number);
  }

  /**
   * How much of both one user may fill, in percent; 10 by default. Beyond it, a refused message of
   * that user is rejected instead.
   */
  public void setQuarantineUserPercent(String number) {
    policy.quarantineUserPercent(number);
  }

  /**
   * What destinations demand of a body; the most specific entry that matches decides, and where
   * none does the body must be encrypted.
   */
  public void setBodyPolicies(List<BodyPolicy> bodyPolicies) {
    policy.bodies(bodyPolicies.stream().map(BodyPolicy::entry).toList());
  }

  /** Exceptions for one rule and one subject each, with a reason and an end. */
  public void setWaivers(List<Waiver> waivers) {
    policy.waivers(waivers.stream().map(Waiver::entry).toList());
  }
}
