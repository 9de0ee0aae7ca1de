package io.portcullis.broker.platform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Finds what ActiveMQ makes of clients' destination names when a plugin translates another path
 * separator into dots. The plugin does this behind the gate, so the gate has to know it.
 */
public final class PathSeparators {

  private final List<Separator> separators;

  private PathSeparators(List<Separator> separators) {
    this.separators = separators;
  }

  /**
   * Returns the translations of a broker's plugins in the order in which they apply, the outermost
   * first.
   */
  public static PathSeparators of(BrokerService service) {
    List<Separator> separators = new ArrayList<>();
    for (BrokerPlugin plugin : Plugins.of(service)) {
      if (plugin instanceof DestinationPathSeparatorBroker translator) {
        String configuredOrNull = (String) ActiveMqInternals.PATH_SEPARATOR.get(translator);
        if (configuredOrNull != null) {
          separators.add(new Separator(configuredOrNull));
        }
      }
    }
    Collections.reverse(separators);
    return new PathSeparators(List.copyOf(separators));
  }

  /** The destination that ActiveMQ will use. */
  public ActiveMQDestination translate(ActiveMQDestination destination) {
    ActiveMQDestination translated = destination;
    for (int i = 0; i < separators.size(); i++) {
      translated = separators.get(i).translate(translated);
    }
    return translated;
  }

  /** ActiveMQ's own translation of a path separator. */
  private static final class Separator extends DestinationPathSeparatorBroker {

    Separator(String pathSeparator) {
      setPathSeparator(pathSeparator);
    }

    ActiveMQDestination translate(ActiveMQDestination destination) {
      return convertDestination(destination);
    }
  }
}
