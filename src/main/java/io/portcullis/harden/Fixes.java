package io.portcullis.harden;

import java.util.List;
import java.util.Map;

/** The fixes by the code of the fault. A fault without a fix is left to the operator. */
final class Fixes {

  /** A person decides. The report lists the violation and its remedy. */
  private static final Fix NONE = (work, violation) -> false;

  private static final Map<String, Fix> BY_CODE =
      Map.ofEntries(
          Map.entry("authentication-missing", new AddLogin()),
          Map.entry("anonymous-entrance", new MendLoginConfig()),
          Map.entry("login-module-missing", new MendLoginConfig()),
          Map.entry("password-shipped", new ChangeShippedPassword()),
          Map.entry("certificate-unknown", new BrokerKeys()),
          Map.entry("certificate-ended", new BrokerKeys()),
          Map.entry("certificate-weak-key", new BrokerKeys()),
          Map.entry("certificate-weak-signature", new BrokerKeys()),
          Map.entry("certificate-without-names", new BrokerKeys()),
          Map.entry("certificate-for-other-host", new BrokerKeys()),
          Map.entry("certificate-for-loopback", new BrokerKeys()),
          Map.entry("keys-missing", new BrokerKeys()),
          Map.entry("keys-unreadable", new BrokerKeys()),
          Map.entry("keys-unloaded", new BrokerKeys()),
          Map.entry("gate-missing", new PlaceGate()),
          Map.entry("plugin-behind-gate", new PlaceGate()),
          Map.entry("scheme-without-tls", new UseTls()),
          Map.entry("connections-unbounded", new BoundConnectors()),
          Map.entry("frames-unbounded", new BoundConnectors()),
          Map.entry("application-roles", new ConsoleRoles()),
          Map.entry("application-any-origin", new GuardOrigin()),
          Map.entry("application-open", new RequireConsoleLogin()),
          Map.entry("entrance-open", new CloseJmx()),
          Map.entry("uncommitted-unbounded", new BoundBroker("10000")),
          Map.entry("inflated-unbounded", new BoundBroker("104857600")),
          Map.entry("destinations-unbounded", new BoundDestinations()),
          Map.entry("system-group-right-missing", new CompleteMap()),
          Map.entry("temporary-destinations-open", new CompleteMap()),
          Map.entry("advisories-unreadable", new CompleteMap()),
          Map.entry("client-group-shut-out", new CompleteMap()),
          Map.entry("advisories-uncreatable", new CompleteMap()),
          Map.entry("weak-protocols", new DropOption("transport.enabledProtocols")),
          Map.entry("weak-cipher-suites", new DropOption("transport.enabledCipherSuites")),
          Map.entry("connector-option-unknown", new DropOption()));

  private Fixes() {}

  /** Returns the fix for a fault. */
  static Fix of(String code) {
    return BY_CODE.getOrDefault(code, NONE);
  }

  /** Returns the changes that no violation asks for. */
  static List<Step> steps() {
    return List.of(
        new ReadOwnFolder(),
        new AllowNetworks(),
        new MoveSimpleUsers(),
        new HashLogins(),
        new ConsoleUser(),
        new BrokerKeys(),
        new ConsoleOverTls(),
        new ConsoleUsers(),
        new JettyFiles(),
        new CloseJmx(),
        new JmxPasswords(),
        new AuditLog(),
        new AskForRights(),
        new AskForPlaintext());
  }
}
