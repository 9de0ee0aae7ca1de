package io.portcullis.enforce;

/**
 * Whose violation it is, as far as it is known at the moment. Empty means not known, or none.
 *
 * @param connector the connector's name
 * @param remoteAddress the other end, as the transport calls it
 * @param user the user name; before the login, the one that the client claims
 * @param clientId the client id
 * @param protocol the protocol's name
 * @param destination the destination, qualified
 */
public record Subject(
    String connector,
    String remoteAddress,
    String user,
    String clientId,
    String protocol,
    String destination) {

  /** The broker itself. */
  public static final Subject BROKER = new Subject("", "", "", "", "", "");

  /** A remote address without its port, which is another one with every connection. */
  static String host(String remoteAddress) {
    return remoteAddress.replaceFirst(":\\d+$", "");
  }
}
