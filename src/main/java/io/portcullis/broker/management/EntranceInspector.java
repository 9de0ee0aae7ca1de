package io.portcullis.broker.management;

import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.rule.EntranceFacts;
import io.portcullis.rule.ProcessEntrances;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.remote.JMXConnectorServer;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.jmx.ManagementContext;

/** Finds the management interfaces of the broker's own process: JMX and Java agents. */
public final class EntranceInspector {

  /**
   * Keys of the environment by which the JDK's RMI connector requires a login; see
   * RMIServerImpl.newClient.
   */
  private static final Set<String> LOGINS =
      Set.of(
          JMXConnectorServer.AUTHENTICATOR,
          "jmx.remote.x.password.file",
          "jmx.remote.x.login.config");

  private static final String EVERY_ADDRESS = "0.0.0.0";

  private EntranceInspector() {}

  /** Finds the management interfaces of a broker's process. */
  public static ProcessEntrances entrances(BrokerService service) {
    List<EntranceFacts> entrances = new ArrayList<>();
    List<String> notChecked = new ArrayList<>();
    if (service.isUseJmx()) {
      addConnector(service.getManagementContext(), entrances);
    }
    JvmJmx.of(System.getProperties()).addTo(entrances, notChecked);
    new JavaAgents(ManagementFactory.getRuntimeMXBean().getInputArguments())
        .addTo(entrances, notChecked);
    return new ProcessEntrances(entrances, notChecked);
  }

  /** Finds the management interfaces of a broker that runs in another process. */
  public static ProcessEntrances entrancesOfAnotherProcess(BrokerService service) {
    List<EntranceFacts> entrances = new ArrayList<>();
    if (service.isUseJmx()) {
      addConnector(service.getManagementContext(), entrances);
    }
    return new ProcessEntrances(
        entrances,
        List.of("JMX and agents that the broker's JVM is started with; a start looks at them"));
  }

  /**
   * Adds ActiveMQ's connector. ActiveMQ creates the registry and the connector without socket
   * factories. So both listen on every address and have no TLS.
   */
  private static void addConnector(ManagementContext context, List<EntranceFacts> entrances) {
    if (context.isCreateConnector()) {
      Map<String, ?> environmentOrNull = context.getEnvironment();
      entrances.add(
          new EntranceFacts(
              EntranceFacts.Kind.BROKER_JMX,
              "port %d".formatted(context.getConnectorPort()),
              HostAddresses.of(EVERY_ADDRESS),
              false,
              environmentOrNull != null
                  && LOGINS.stream().anyMatch(name -> environmentOrNull.get(name) != null)));
    }
  }
}
