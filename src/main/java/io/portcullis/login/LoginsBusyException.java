package io.portcullis.login;

import javax.security.auth.login.LoginException;

/** A login was not judged, since too many others had to be first: it says nothing of a password. */
public final class LoginsBusyException extends LoginException {

  private static final long serialVersionUID = 1L;

  LoginsBusyException() {
    super("too many logins at once, so this one was not judged; connect again");
  }
}
