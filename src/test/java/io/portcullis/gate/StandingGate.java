package io.portcullis.gate;

import org.apache.activemq.broker.BrokerService;

/** Tells tests of other packages whether the gate stands before a broker. */
public final class StandingGate {

  private StandingGate() {}

  /** Whether it does. */
  public static boolean isBefore(BrokerService broker) throws Exception {
    return broker.getBroker().getAdaptor(PortcullisBroker.class) != null;
  }
}
