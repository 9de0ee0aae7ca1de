package io.portcullis.gate;

import io.portcullis.rule.NameFacts;
import java.util.Map;
import org.apache.activemq.command.ActiveMQDestination;

/** Counts the parts of a destination's name without parsing it. */
final class NameInspector {

  private static final char LEVEL = '.';

  private NameInspector() {}

  /** Tells whether a name is too short to exceed a bound. It costs a comparison. */
  public static boolean isShort(ActiveMQDestination destination) {
    return destination.getPhysicalName().length() <= NameFacts.SHORT
        && destination.getOptions() == null;
  }

  /** Counts the parts of a name. */
  public static NameFacts count(String user, ActiveMQDestination destination) {
    String name = destination.getPhysicalName();
    int most = 1;
    int levels = 1;
    for (int i = 0; i < name.length(); i++) {
      char character = name.charAt(i);
      if (character == ActiveMQDestination.COMPOSITE_SEPERATOR) {
        levels = 1;
      } else if (character == LEVEL) {
        levels++;
        most = Math.max(most, levels);
      }
    }
    int parts = destination.isComposite() ? destination.getCompositeDestinations().length : 1;
    Map<String, String> options =
        destination.getOptions() == null ? Map.of() : destination.getOptions();
    return new NameFacts(user, name.length() + length(options), parts, most, options.size());
  }

  private static int length(Map<String, String> options) {
    int length = 0;
    for (Map.Entry<String, String> option : options.entrySet()) {
      length += option.getKey().length();
      length += option.getValue() == null ? 0 : option.getValue().length();
    }
    return length;
  }
}
