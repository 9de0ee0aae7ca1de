package io.portcullis.login;

import io.portcullis.enforce.Subject;
import io.portcullis.policy.BoundedName;
import java.net.InetAddress;
import java.util.Optional;
import javax.security.auth.login.LoginException;

/**
 * One attempt to log in to the web console. The module tells the outcome afterwards, since other
 * login modules take part in it.
 */
final class WebLoginAttempt {

  private final WebLoginThrottle logins;
  private final String user;
  private final InetAddress address;

  /**
   * Somebody's try.
   *
   * @param logins by what it is judged
   * @param user the name that is claimed
   * @param address where from
   */
  WebLoginAttempt(WebLoginThrottle logins, String user, InetAddress address) {
    this.logins = logins;
    this.user = user;
    this.address = address;
  }

  /** The name that is claimed. */
  String user() {
    return user;
  }

  /** Where from. */
  InetAddress address() {
    return address;
  }

  /**
   * The account, if the password is right.
   *
   * @param password in UTF-8
   * @throws LoginException if it was not judged
   */
  Optional<Account> account(Accounts accounts, byte[] password) throws LoginException {
    return logins.account(this, accounts, password);
  }

  /**
   * Nobody let the user in.
   *
   * @param recorded whether it was recorded why
   */
  void failed(boolean recorded) {
    logins.failed(this, recorded);
  }

  /** The password was right, and the user is in. */
  void succeeded() {
    logins.succeeded(this);
  }

  /** Who, for the audit log. */
  Subject subject() {
    return new Subject("", address.getHostAddress(), BoundedName.of(user), "", "http", "");
  }

  /** Who, in the words of a violation; made for every request, and so without a format. */
  String where() {
    return "client " + address.getHostAddress() + " at the web console";
  }
}
