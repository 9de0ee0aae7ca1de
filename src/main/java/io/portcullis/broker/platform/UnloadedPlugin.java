package io.portcullis.broker.platform;

import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerPlugin;

/** A placeholder for a plugin that is not created. Only its class name is known. */
public final class UnloadedPlugin implements BrokerPlugin {

  private String type = "";

  /** Makes one. */
  public UnloadedPlugin() {}

  /** Names the class of the plugin. */
  public void setType(String type) {
    this.type = type;
  }

  /**
   * Returns the name of a plugin's class. For a placeholder it is the class that the plugin would
   * have.
   */
  public static String typeOf(BrokerPlugin plugin) {
    return plugin instanceof UnloadedPlugin unmade ? unmade.type : plugin.getClass().getName();
  }

  @Override
  public Broker installPlugin(Broker broker) {
    throw new UnsupportedOperationException(type + " is not made");
  }
}
