package io.portcullis.login;

import javax.security.auth.login.LoginException;

/**
 * A login was not judged, since the module's options are wrong, or its files are broken and were so
 * from the start: it says nothing of a password. What is wrong with files stands in the log, and a
 * client is not told.
 */
public final class NoAccountsException extends LoginException {

  private static final long serialVersionUID = 1L;

  NoAccountsException(String why) {
    super(why);
  }
}
