package io.portcullis.broker;

import io.portcullis.rule.UnauthenticatedFacts;
import java.util.Optional;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;

/**
 * The names that a login gives to its connection, its client and its user, which ActiveMQ writes
 * into its log before it knows who it is.
 */
final class LoginNames {

  private LoginNames() {}

  /** What is wrong with them, in words that quote none of them. */
  static Optional<String> faultIn(ConnectionInfo info) {
    if (info.getConnectionId() == null || info.getConnectionId().getValue() == null) {
      return Optional.of("no connection id");
    }
    return fault("connection id", info.getConnectionId().getValue())
        .or(() -> fault("client id", info.getClientId()))
        .or(() -> fault("user name", info.getUserName()))
        .or(() -> fault("client address", info.getClientIp()));
  }

  /** Takes out what no log can show, since whatever made the login out of a frame logs it too. */
  static void hide(ConnectionInfo info) {
    info.setConnectionId(new ConnectionId("refused"));
    info.setClientId("refused");
    info.setUserName("refused");
    info.setClientIp("refused");
  }

  /** What is wrong with one, if anything, in words that do not quote it. */
  static Optional<String> fault(String name, String textOrNull) {
    if (textOrNull == null) {
      return Optional.empty();
    }
    if (textOrNull.length() > UnauthenticatedFacts.LONGEST_NAME) {
      return Optional.of("a %s of %d characters".formatted(name, textOrNull.length()));
    }
    return textOrNull.codePoints().anyMatch(LoginNames::isUnprintable)
        ? Optional.of("a %s with control characters".formatted(name))
        : Optional.empty();
  }

  /** Whether a text is too long for a log, or none that it can show. */
  static boolean isUnfit(String text) {
    return fault("text", text).isPresent();
  }

  /** What ends a line, or hides or turns round what stands beside it. */
  static boolean isUnprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
