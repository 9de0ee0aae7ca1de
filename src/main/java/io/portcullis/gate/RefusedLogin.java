package io.portcullis.gate;

import io.portcullis.login.LoginsBusyException;
import io.portcullis.login.NoAccountsException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.naming.NamingException;
import javax.naming.NamingSecurityException;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * Why a plugin refused a login. ActiveMQ's say of everything that the name or the password is
 * wrong, so this looks at what that was caused by: an outage or an operator's mistake is no guess.
 *
 * <p>What is not known to be either is a guess: modules that others wrote say it in many ways.
 */
final class RefusedLogin {

  private static final String SHIRO = "org.apache.shiro.authc.";
  private static final String ACTIVEMQ = "org.apache.activemq.jaas.";

  private final Exception error;

  /**
   * @param error what was thrown
   */
  RefusedLogin(Exception error) {
    this.error = error;
  }

  /** Whether somebody looked at the password, or might have, and found it wrong. */
  boolean isGuess() {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof NamingSecurityException) {
        break;
      }
      if (isFault(cause)) {
        return false;
      }
    }
    return isRefused();
  }

  /** Whether a plugin refused it, whatever the reason. */
  boolean isRefused() {
    return error instanceof SecurityException || error.getClass().getName().startsWith(SHIRO);
  }

  /** Why, in the gate's own words. */
  String found() {
    if (isGuess()) {
      return "its user name or password is wrong";
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof LoginsBusyException) {
        return "too many logins are judged at once";
      }
    }
    return "its login could not be judged; the broker's log says why";
  }

  /** A directory says of a wrong password that it is a security exception; all else is its own. */
  private static boolean isFault(Throwable cause) {
    return cause instanceof LoginsBusyException
        || cause instanceof NoAccountsException
        || cause instanceof NamingException
        || isSilentNetwork(cause)
        || (cause.getClass() == LoginException.class && isSaidOfNoPassword(cause));
  }

  /** Not any IOException: the JDK throws one for an answer of 401 over HTTP. */
  private static boolean isSilentNetwork(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof InterruptedIOException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException;
  }

  /**
   * ActiveMQ's modules throw a subclass for a wrong password, and the JDK's login context says
   * before it asks a module that it has none.
   */
  private static boolean isSaidOfNoPassword(Throwable cause) {
    StackTraceElement[] frames = cause.getStackTrace();
    if (frames.length == 0) {
      return false;
    }
    return frames[0].getClassName().startsWith(ACTIVEMQ)
        || (frames[0].getClassName().equals(LoginContext.class.getName())
            && !frames[0].getMethodName().equals("invoke"));
  }
}
