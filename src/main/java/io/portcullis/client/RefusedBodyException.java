package io.portcullis.client;

/**
 * A received body that the application must not see. The message says why in words that may be
 * logged: no body bytes, key names or context values, and no cause, since causes hold them.
 */
final class RefusedBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedBodyException(String reason) {
    super(reason);
  }
}
