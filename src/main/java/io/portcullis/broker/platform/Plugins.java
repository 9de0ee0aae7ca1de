package io.portcullis.broker.platform;

import java.util.List;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;

/** Lists a broker's plugins. */
public final class Plugins {

  private Plugins() {}

  /** The plugins as configured, the innermost first; none if the broker has none. */
  public static List<BrokerPlugin> of(BrokerService service) {
    BrokerPlugin[] pluginsOrNull = service.getPlugins();
    return pluginsOrNull == null ? List.of() : List.of(pluginsOrNull);
  }
}
