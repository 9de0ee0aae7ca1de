package io.portcullis.broker.connector;

import java.util.function.Consumer;
import org.apache.activemq.command.ConnectionInfo;

/**
 * A copy of a client's ConnectionInfo that notices when somebody reads its client id. When a
 * connection is added, the region broker reads the client id first. This is after every plugin and
 * before it looks who has that id. No other point lies between the two.
 *
 * <p>A plugin may read it earlier, and several times.
 */
final class AskedConnectionInfo extends ConnectionInfo {

  private final Consumer<String> asked;

  /**
   * Copies {@code info}.
   *
   * @param asked receives the client id each time that somebody reads it
   */
  AskedConnectionInfo(ConnectionInfo info, Consumer<String> asked) {
    this.asked = asked;
    copy(info, info.getClientId(), this);
  }

  @Override
  public String getClientId() {
    String clientId = super.getClientId();
    asked.accept(clientId);
    return clientId;
  }

  /** Copies the changes of plugins back to the original. */
  void giveBack(ConnectionInfo info) {
    copy(this, super.getClientId(), info);
  }

  private static void copy(ConnectionInfo from, String clientId, ConnectionInfo to) {
    to.setCommandId(from.getCommandId());
    to.setResponseRequired(from.isResponseRequired());
    to.setFrom(from.getFrom());
    to.setTo(from.getTo());
    to.setConnectionId(from.getConnectionId());
    to.setClientId(clientId);
    to.setUserName(from.getUserName());
    to.setPassword(from.getPassword());
    to.setBrokerPath(from.getBrokerPath());
    to.setBrokerMasterConnector(from.isBrokerMasterConnector());
    to.setManageable(from.isManageable());
    to.setClientMaster(from.isClientMaster());
    to.setTransportContext(from.getTransportContext());
    to.setFaultTolerant(from.isFaultTolerant());
    to.setFailoverReconnect(from.isFailoverReconnect());
    to.setClientIp(from.getClientIp());
  }
}
