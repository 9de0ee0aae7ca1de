package io.portcullis.broker.connector;

import io.portcullis.broker.platform.LogText;
import java.util.Optional;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;

/**
 * Checks the connection id, client id and user name of a login. ActiveMQ logs them before it knows
 * who the client is.
 */
final class LoginNames {

  private LoginNames() {}

  /** Describes what is wrong with them, without quoting any. */
  static Optional<String> faultIn(ConnectionInfo info) {
    if (info.getConnectionId() == null || info.getConnectionId().getValue() == null) {
      return Optional.of("no connection id");
    }
    return LogText.fault("connection id", info.getConnectionId().getValue())
        .or(() -> LogText.fault("client id", info.getClientId()))
        .or(() -> LogText.fault("user name", info.getUserName()))
        .or(() -> LogText.fault("client address", info.getClientIp()));
  }

  /** Removes what no log can show. The code that reads a login from a frame logs it too. */
  static void hide(ConnectionInfo info) {
    info.setConnectionId(new ConnectionId("refused"));
    info.setClientId("refused");
    info.setUserName("refused");
    info.setClientIp("refused");
  }
}
