package io.portcullis.login;

import javax.security.auth.login.LoginException;

/**
 * Tells that a login was not judged because too many others came first. It says nothing of the
 * password.
 */
public final class LoginsBusyException extends LoginException {

  private static final long serialVersionUID = 1L;

  LoginsBusyException() {
    super("too many logins at once, so this one was not judged; connect again");
  }
}
