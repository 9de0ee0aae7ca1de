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

  /** What is wrong with them, in words that quote none of them. */
  static Optional<String> faultIn(ConnectionInfo info) {
    if (info.getConnectionId() == null || info.getConnectionId().getValue() == null) {
      return Optional.of("no connection id");
    }
    return LogText.fault("connection id", info.getConnectionId().getValue())
        .or(() -> LogText.fault("client id", info.getClientId()))
        .or(() -> LogText.fault("user name", info.getUserName()))
        .or(() -> LogText.fault("client address", info.getClientIp()));
  }

  /** Takes out what no log can show, since whatever made the login out of a frame logs it too. */
  static void hide(ConnectionInfo info) {
    info.setConnectionId(new ConnectionId("refused"));
    info.setClientId("refused");
    info.setUserName("refused");
    info.setClientIp("refused");
  }
}
