package io.portcullis.gate;

import io.portcullis.login.LoginThrottleRule;
import io.portcullis.login.LoginsBusyException;
import io.portcullis.login.NoAccountsException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.NamingSecurityException;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/**
 * The reason why a plugin refused a login. ActiveMQ's plugins always report a wrong name or
 * password. So this class inspects the cause: an outage or an operator's mistake is not a guess.
 *
 * <p>If the cause is unknown, the login counts as a guess. Modules of other vendors report failures
 * in many ways.
 */
final class RefusedLogin {

  private static final String SHIRO = "org.apache.shiro.authc.";
  private static final String ACTIVEMQ = "org.apache.activemq.jaas.";

  private final Exception error;

  /**
   * @param error what the plugin threw
   */
  RefusedLogin(Exception error) {
    this.error = error;
  }

  /** Tells whether a wrong password was checked, or might have been. */
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

  /** Tells whether a plugin refused the login, whatever the reason. */
  boolean isRefused() {
    return error instanceof SecurityException || error.getClass().getName().startsWith(SHIRO);
  }

  /** Describes the reason in the gate's own words. */
  String found() {
    if (isGuess()) {
      return "its user name or password is wrong";
    }
    return isBusy()
        ? "too many logins are judged at once"
        : "its login could not be judged; the broker's log says why";
  }

  /**
   * Says what to do.
   *
   * @param wait how long the user has to wait before the next login, if at all
   */
  String remedy(Optional<Duration> wait) {
    if (isGuess()) {
      return LoginThrottleRule.remedy(wait);
    }
    return isBusy() ? "log in again" : "mend what the broker's log says, and log in again";
  }

  private boolean isBusy() {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof LoginsBusyException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a directory failed. It reports a wrong password as a security exception. All
   * other errors are its own.
   */
  private static boolean isFault(Throwable cause) {
    return cause instanceof LoginsBusyException
        || cause instanceof NoAccountsException
        || cause instanceof NamingException
        || isSilentNetwork(cause)
        || (cause.getClass() == LoginException.class && isSaidOfNoPassword(cause));
  }

  /**
   * Tells whether the network failed. Not every IOException counts: the JDK throws one for an HTTP
   * response 401.
   */
  private static boolean isSilentNetwork(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof InterruptedIOException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException;
  }

  /**
   * Tells whether the error cannot be about a password. ActiveMQ's modules throw a subclass for a
   * wrong password. The JDK's login context throws this class if it has no module.
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
