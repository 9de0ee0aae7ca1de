package io.portcullis.enforce;

/**
 * The client that a violation is about, as far as it is known at the moment. An empty field is
 * unknown or does not exist.
 *
 * @param connector the connector's name
 * @param remoteAddress the remote address, as the transport names it
 * @param user the user name; before the login, the one that the client claims
 * @param clientId the client id
 * @param protocol the protocol's name
 * @param destination the destination, qualified
 * @param loggedIn whether the user is logged in, and not only claimed
 */
public record Subject(
    String connector,
    String remoteAddress,
    String user,
    String clientId,
    String protocol,
    String destination,
    boolean loggedIn) {

  /** The broker itself. */
  public static final Subject BROKER = new Subject("", "", "", "", "", "");

  /** Creates a subject that is not logged in. */
  public Subject(
      String connector,
      String remoteAddress,
      String user,
      String clientId,
      String protocol,
      String destination) {
    this(connector, remoteAddress, user, clientId, protocol, destination, false);
  }

  /** Returns the source of its lines: the logged-in user, or else the network. */
  Source source() {
    return loggedIn ? new Source(true, user) : new Source(false, PeerNetwork.of(remoteAddress));
  }

  /**
   * The source that lines and rows are counted for. It is a logged-in user, or a network. A name
   * that is only claimed is not a source.
   *
   * @param user whether it is a user who logged in
   * @param name the user's name, or the network
   */
  record Source(boolean user, String name) {}

  /** Returns a remote address without its port, which changes with every connection. */
  static String host(String remoteAddress) {
    return remoteAddress.replaceFirst(":\\d+$", "");
  }
}
