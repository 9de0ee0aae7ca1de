package io.portcullis.client;

/**
 * Tells why the application must not see a received body. The message may be logged: it has no body
 * bytes, key names or context values. There is no cause, since causes hold them.
 */
final class RefusedBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedBodyException(String reason) {
    super(reason);
  }
}
