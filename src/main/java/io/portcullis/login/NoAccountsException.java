package io.portcullis.login;

import javax.security.auth.login.LoginException;

/**
 * Tells that a login was not judged because there are no accounts: the module's options are wrong,
 * or its files were broken from the start. It says nothing of the password. The log says what is
 * wrong with the files, and a client is not told.
 */
public final class NoAccountsException extends LoginException {

  private static final long serialVersionUID = 1L;

  NoAccountsException(String why) {
    super(why);
  }
}
