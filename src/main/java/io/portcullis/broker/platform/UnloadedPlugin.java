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

  /** The name of a plugin's class; of one that is not made, of the class that it would have. */
  public static String typeOf(BrokerPlugin plugin) {
    return plugin instanceof UnloadedPlugin unmade ? unmade.type : plugin.getClass().getName();
  }

  @Override
  public Broker installPlugin(Broker broker) {
    throw new UnsupportedOperationException(type + " is not made");
  }
}
